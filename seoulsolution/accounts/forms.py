"""The forms to sign in with. They say in a sentence why somebody has to wait."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from seoulsolution.accounts import audit, hashing, second_factor, throttle
from seoulsolution.accounts.models import AuditEvent

#: Of errors that are nobody's mistake: the status of the answer, and after how many seconds to try again.
WAITING = {"busy": (503, hashing.RETRY_AFTER), "locked": (429, throttle.MINUTES * 60)}


def busy() -> ValidationError:
    text = _("Many people are signing in at this moment. Wait a few seconds and try again.")
    return ValidationError(text, "busy")


def locked() -> ValidationError:
    text = _("Too many attempts failed. Try again in %(minutes)s minutes, or ask an administrator.")
    return ValidationError(text, "locked", {"minutes": throttle.MINUTES})


def say_when_to_retry(form: forms.BaseForm, response: Any) -> HttpResponseBase:
    """Return ``response`` with the status of what keeps somebody waiting, if anything does."""
    for code, (status, seconds) in WAITING.items():
        if any(form.has_error(name, code) for name in form.errors):
            response.status_code = status
            response["Retry-After"] = str(seconds)
            response._has_been_logged = True  # no fault of the server, which Django would note as one
    return response


class SignInForm(AdminAuthenticationForm):
    """Name and password. Those who are locked out get no password checked, and everybody waits in a queue."""

    def clean(self):
        name = self.cleaned_data.get("username", "")
        if throttle.is_locked(self.request, name):
            raise locked()
        try:
            with hashing.passwords.turn():
                return super().clean()
        except hashing.BusyError:
            raise busy() from None
        except ValidationError as error:
            raise (locked() if throttle.is_locked(self.request, name) else error) from None


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code. Wrong ones count like wrong passwords."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
                "class": "vTextField",
            }
        ),
    )

    def __init__(self, request: HttpRequest, user: User, **kwargs) -> None:
        super().__init__(**kwargs)
        self.request, self.user = request, user
        self.device = None

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        name = self.user.get_username()
        if throttle.is_locked(self.request, name):
            raise locked()
        self.device = self.find_device(code)
        if self.device is None:
            if second_factor.was_used(self.user, code):
                audit.record(AuditEvent.CODE_REUSED, self.user, request=self.request)
            user_login_failed.send(__name__, credentials={"username": name}, request=self.request)
            raise ValidationError(
                _("This code is wrong, was used before, or came too soon after a wrong one. Use the next.")
            )
        return code

    def find_device(self, code: str):
        return second_factor.verify(self.user, code)


class EnrolForm(CodeForm):
    """The first code of an authenticator app that is being set up."""

    def find_device(self, code: str):
        return second_factor.complete(second_factor.begin(self.user), code)
