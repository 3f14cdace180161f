"""The page "Sign-in and security" of the admin: the sessions and second factor of oneself or an account."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from seoulsolution.accounts import audit, second_factor, sessions, throttle
from seoulsolution.accounts.forms import CodeForm
from seoulsolution.accounts.models import AuditEvent
from seoulsolution.accounts.signing_in import FactorView, note_recovery_code


def context_of(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Return what both pages show of ``user``."""
    return admin.site.each_context(request) | {
        "account": user,
        "sessions": list(sessions.of(user)),
        "current": sessions.current(request),
        "has_factor": second_factor.device_of(user) is not None,
        "is_factor_required": second_factor.is_required(user),
        "codes_left": second_factor.recovery_codes_left(user),
    }


@require_safe
def own_page(request: HttpRequest) -> HttpResponse:
    context = context_of(request, request.user) | {"title": _("Sign-in and security")}
    return TemplateResponse(request, "admin/accounts/security.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions ("session"), or all of them."""
    user: Any = request.user
    found = sessions.of(user)
    if chosen := request.POST.get("session"):
        try:
            found = found.filter(pk=chosen)
        except ValidationError:
            found = found.none()
    is_own = found.filter(pk=sessions.current(request)).exists()
    end_sessions(request, user, found)
    if is_own:
        logout(request)
    return redirect("admin:login" if is_own else "admin:security")


def end_sessions(request: HttpRequest, user: User, found: Any) -> None:
    number = found.delete()[0]
    if number:
        audit.record(AuditEvent.SESSIONS_ENDED, user)
    text = ngettext("%(number)s session was ended.", "%(number)s sessions were ended.", number)
    messages.success(request, text % {"number": number})


class ConfirmedByCode(FactorView):
    """Something about one's own second factor, which a code of it confirms."""

    form_class = CodeForm
    template_name = "admin/accounts/confirm.html"
    explanation: Any = ""
    button: Any = ""

    refused_url = "admin:security"

    def find_user(self):
        return self.request.user if second_factor.device_of(self.request.user) else None

    def get_context_data(self, **kwargs):
        return super().get_context_data(explanation=self.explanation, button=self.button, **kwargs)

    def form_valid(self, form):
        note_recovery_code(self.user, form.device)
        return self.confirmed()


class RecoveryCodesView(ConfirmedByCode):
    title = gettext_lazy("New recovery codes")
    explanation = gettext_lazy("The recovery codes that you have now become void.")
    button = gettext_lazy("Make new recovery codes")

    def confirmed(self):
        return self.show_recovery_codes(redirect("admin:security").url)


class RemoveFactorView(ConfirmedByCode):
    title = gettext_lazy("Remove the second factor")
    explanation = gettext_lazy("From then on, your password alone is enough to sign in.")
    button = gettext_lazy("Remove the second factor")

    def find_user(self):
        user = super().find_user()
        return user if user and not second_factor.is_required(user) else None

    def confirmed(self):
        remove_factor(self.user)
        messages.success(self.request, _("The second factor is removed."))
        return redirect("admin:security")


def remove_factor(user: User) -> bool:
    """Remove and note the second factor of ``user``; return whether there was one."""
    had_one = second_factor.remove(user)
    if had_one:
        audit.record(AuditEvent.FACTOR_REMOVED, user)
    return had_one


# Of another account ---------------------------------------------------------------------------------------


def account_page(request: HttpRequest, user: User, opts: Any) -> HttpResponse:
    """Show, and at a button do, what an administrator may do for who lost a device or is locked out."""
    if request.method == "POST":
        action = request.POST.get("action")
        if action == "reset_factor":
            remove_factor(user)
            sessions.of(user).delete()
            messages.success(request, _("The second factor of %(user)s is removed.") % {"user": user})
        elif action == "end_sessions":
            end_sessions(request, user, sessions.of(user))
        elif action == "unlock":
            unlock(user.get_username())
            messages.success(request, _("%(user)s can try to sign in again.") % {"user": user})
        return redirect(request.path)
    title = _("Sign-in and security of %(user)s") % {"user": user}
    context = context_of(request, user) | {"title": title, "opts": opts, "original": user}
    return TemplateResponse(request, "admin/accounts/account_security.html", context)


def unlock(name: str = "", address: Any = None) -> int:
    """Let an account, or whoever asks from an address, try again; return how many failures are forgotten."""
    number = throttle.unlock(name, address)
    audit.record(AuditEvent.UNLOCKED, name, changes=[("address", str(address), "")] if address else ())
    return number
