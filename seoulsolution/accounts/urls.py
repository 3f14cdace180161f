"""Addresses below that of the admin, which includes them in its own namespace."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from seoulsolution.accounts import password_reset, security, signing_in


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of signing in and of one's own account."""
    signed_in = site.admin_view
    return [
        path("login/code/", signing_in.CodeView.as_view(), name="second_factor_code"),
        path("second-factor/", signing_in.EnrolView.as_view(), name="second_factor"),
        path("password-reset/", password_reset.ResetView.as_view(), name="password_reset"),
        path("password-reset/sent/", password_reset.ResetDoneView.as_view(), name="password_reset_done"),
        path(
            "password-reset/<uidb64>/<token>/",
            password_reset.ResetConfirmView.as_view(),
            name="password_reset_confirm",
        ),
        path(
            "password-reset/complete/",
            password_reset.ResetCompleteView.as_view(),
            name="password_reset_complete",
        ),
        path("security/", signed_in(security.own_page), name="security"),
        path("security/sign-out/", signed_in(security.sign_out), name="security_sign_out"),
        path(
            "security/recovery-codes/",
            signed_in(security.RecoveryCodesView.as_view()),
            name="recovery_codes",
        ),
        path(
            "security/remove-second-factor/",
            signed_in(security.RemoveFactorView.as_view()),
            name="remove_second_factor",
        ),
    ]
