"""Signing in: name and password, then the second factor of who has one or must have one.

Until both are given, nobody is signed in: the session only knows whose password was right.
"""

import time
from typing import Any

from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from seoulsolution.accounts import audit, second_factor, sessions
from seoulsolution.accounts.forms import CodeForm, EnrolForm, SignInForm, say_when_to_retry
from seoulsolution.accounts.models import AuditEvent, StaffSession

#: Where the session holds whose password was right, and for how many seconds that is enough.
PENDING, PENDING_SECONDS = "pending_sign_in", 10 * 60


class SignInView(LoginView):
    """Name and password."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form):
        user = form.get_user()
        has_factor = second_factor.device_of(user) is not None
        if not has_factor and not second_factor.is_required(user):
            return super().form_valid(form)
        _keep_pending(self.request, user, self.get_success_url())
        return redirect("admin:second_factor_code" if has_factor else "admin:second_factor")

    def form_invalid(self, form):
        return say_when_to_retry(form, super().form_invalid(form))


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return the context of a page of the admin that also who is not signed in sees: without navigation."""
    context = admin.site.each_context(request)
    return context | {"is_nav_sidebar_enabled": context["has_permission"]}


# Between the two -----------------------------------------------------------------------------------------


def _keep_pending(request: HttpRequest, user: User, next_page: str) -> None:
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "since": time.time(),
        "next": next_page,
    }


def pending_user(request: HttpRequest) -> User | None:
    """Return whose password was right a moment ago, and is so still."""
    pending = request.session.get(PENDING)
    if not pending or time.time() - pending["since"] > PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True, is_staff=True).first()
    is_same = user and constant_time_compare(pending["hash"], user.get_session_auth_hash())
    return user if is_same else None


def _finish(request: HttpRequest, user: Any, device: Any) -> str:
    """Sign ``user`` in, who has given a code of ``device``; return the address of the next page."""
    pending = request.session.pop(PENDING)
    user.otp_device = device
    login(request, user, backend=pending["backend"])
    return pending["next"]


# The second factor ----------------------------------------------------------------------------------------


class FactorView(FormView):
    """A form with a code. ``self.user`` is who is signed in, or whose password was right."""

    title: Any = ""
    user: Any
    #: Where those go for whom there is nothing to do here.
    refused_url = "admin:login"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user = self.find_user()
        if self.user is None:
            return redirect(self.refused_url)
        return super().dispatch(request, *args, **kwargs)

    def find_user(self) -> User | None:
        return pending_user(self.request)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "user": self.user}

    def get_context_data(self, **kwargs):
        context = page_context(self.request)
        return super().get_context_data(**context | {"title": self.title, "name": self.user} | kwargs)

    def form_invalid(self, form):
        return say_when_to_retry(form, super().form_invalid(form))

    def show_recovery_codes(self, next_page: str) -> HttpResponse:
        """Make recovery codes, and show them this one time."""
        codes = second_factor.make_recovery_codes(self.user)
        audit.record(AuditEvent.RECOVERY_CODES_MADE, self.user, actor=self.user)
        context = admin.site.each_context(self.request)
        context |= {"title": _("Recovery codes"), "codes": codes, "next": next_page}
        return TemplateResponse(self.request, "admin/accounts/recovery_codes.html", context)


class CodeView(FactorView):
    """The second step of who has a second factor."""

    title = _("Second factor")
    form_class = CodeForm
    template_name = "admin/accounts/code.html"

    def form_valid(self, form):
        next_page = _finish(self.request, self.user, form.device)
        note_recovery_code(self.user, form.device)
        return redirect(next_page)


class EnrolView(FactorView):
    """Setting up a second factor: of who is signed in, or may not sign in without."""

    title = _("Set up a second factor")
    form_class = EnrolForm
    template_name = "admin/accounts/enrol.html"

    def find_user(self):
        """Return who sets one up: nobody who has one. By the password alone it is never replaced."""
        signed_in = self.request.user
        user: Any = signed_in if admin.site.has_permission(self.request) else pending_user(self.request)
        return user if user and second_factor.device_of(user) is None else None

    def get_context_data(self, **kwargs):
        device = second_factor.begin(self.user)
        width, path = second_factor.qr_path(device)
        shown = {"secret": second_factor.secret(device), "qr_width": width, "qr_path": path}
        is_required = second_factor.is_required(self.user)
        return super().get_context_data(**shown, is_required=is_required, **kwargs)

    def form_valid(self, form):
        if self.request.user.is_authenticated:
            StaffSession.objects.filter(pk=sessions.current(self.request)).update(has_second_factor=True)
            sessions.end_others(self.user)
            next_page = reverse("admin:security")
        else:
            next_page = _finish(self.request, self.user, form.device)
        audit.record(AuditEvent.FACTOR_ADDED, self.user, actor=self.user)
        return self.show_recovery_codes(next_page)


def note_recovery_code(user: User, device: Any) -> None:
    if not second_factor.is_app(device):
        audit.record(AuditEvent.RECOVERY_CODE_USED, user, actor=user)
