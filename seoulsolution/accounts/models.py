"""Which user has which role in which section of the site, who is signed in, and what became of accounts."""

import datetime
import uuid
from typing import Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seoulsolution.accounts.roles import section_of


class Section(models.TextChoices):
    """The sections of the site; a model says in ``section`` which one it belongs to."""

    ALL = "", _("all sections")
    NEWS = "news", _("news")
    ARCHIVE = "archive", _("archive")
    NEWSLETTER = "newsletter", _("newsletter")
    PARTNERS = "partners", _("partners")
    NOTICES = "notices", _("notices")
    PAGES = "pages", _("pages")
    PICTURES = "pictures", _("pictures")


class RoleAssignmentQuerySet(models.QuerySet):
    def permissions(self) -> set[str]:
        """Return the permissions ("app.codename") that these assignments give. One query."""
        of_role = [f"role__permissions__{name}" for name in PERMISSION]
        rows = self.order_by().values_list("section", *of_role)
        return {name for section, *permission in rows if (name := _in_section(section, *permission))}


def permissions_of(role: Group, section: str) -> set[str]:
    """Return the permissions ("app.codename") that a role gives in a section."""
    rows = role.permissions.order_by().values_list(*PERMISSION)
    return {name for permission in rows if (name := _in_section(section, *permission))}


#: What says which permission of which model it is.
PERMISSION = ("content_type__app_label", "content_type__model", "codename")


def _in_section(section: str, app_label: str, model: str, codename: str) -> str:
    """Return the name of a permission if a role for ``section`` gives it, else "".

    What all sections share is given by a role in any of them, as far as the role has it.
    """
    sections = (Section.ALL, _section(app_label, model))
    is_given = codename and (section in sections or _is_shared(app_label, model, codename))
    return f"{app_label}.{codename}" if is_given else ""


def _section(app_label: str, model_name: str) -> str:
    """Return the section of a model by its names; "" if it belongs to none, or is gone from the code."""
    try:
        return section_of(apps.get_model(app_label, model_name))
    except LookupError:
        return ""


def _is_shared(app_label: str, model_name: str, codename: str) -> bool:
    """Tell whether all sections share a permission: a model names such actions in ``shared_actions``."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return False
    return codename.removesuffix(f"_{model_name}") in getattr(model, "shared_actions", ())


class RoleAssignment(models.Model):
    """A role of a user in one section, or in all of them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_assignments"
    )
    role = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("role")
    )
    section = models.CharField(_("section"), max_length=20, choices=Section, default=Section.ALL, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        ordering = ["user", "role", "section"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "section"],
                name="role_once_a_user_and_section",
                violation_error_message=_("The user has this role already."),
            )
        ]

    def __str__(self) -> str:
        return f"{gettext(self.role.name)}: {self.get_section_display()}"


class StaffSessionQuerySet(models.QuerySet):
    def alive(self, now: datetime.datetime) -> Self:
        """Return the sessions that a request may still use."""
        idle = datetime.timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        age = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.filter(last_seen_at__gt=now - idle, signed_in_at__gt=now - age)


#: What browsers and systems call themselves; special names first, as most claim to be Chrome or Safari too.
BROWSERS = {
    "Whale/": "Whale",
    "SamsungBrowser/": "Samsung Internet",
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


class StaffSession(models.Model):
    """Somebody who is signed in, on one browser. Deleting the row signs them out at the next request.

    The session itself holds the id of its row (accounts/sessions.py), wherever sessions are kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    signed_in_at = models.DateTimeField(_("signed in at"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last used at"), default=timezone.now)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)
    has_second_factor = models.BooleanField(_("with a second factor"), default=False)

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session of staff")
        verbose_name_plural = _("sessions of staff")
        default_permissions = ()
        ordering = ["-last_seen_at"]
        indexes = [models.Index(fields=["last_seen_at"], name="staffsession_last_seen_at")]

    def __str__(self) -> str:
        return f"{self.user}, {self.signed_in_at:%Y-%m-%d %H:%M}"

    @property
    def browser_name(self) -> str:
        """The browser and its system, such as "Firefox, Windows"; what it says itself if that is unknown."""
        found = (
            next((name for mark, name in names.items() if mark in self.browser), "")
            for names in (BROWSERS, SYSTEMS)
        )
        return ", ".join(filter(None, found)) or self.browser[:40]


class AuditEvent(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    LOCKED_OUT = "locked_out", _("sign-in locked")
    UNLOCKED = "unlocked", _("sign-in unlocked")
    SIGNED_OUT = "signed_out", _("signed out")
    SESSIONS_ENDED = "sessions_ended", _("sessions ended")
    RIGHTS_CHANGED = "rights_changed", _("rights changed")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    PASSWORD_RESET_ASKED = "password_reset_asked", _("password reset requested")
    FACTOR_ADDED = "factor_added", _("second factor set up")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("recovery codes made")
    RECOVERY_CODE_USED = "recovery_code_used", _("recovery code used")
    CODE_REUSED = "code_reused", _("code used again")
    ACCOUNT_ADDED = "account_added", _("account added")
    ACCOUNT_DELETED = "account_deleted", _("account deleted")


class AuditEntry(models.Model):
    """Something that concerns who may do what: by whom, to which account, when and from where.

    Accounts are named, not referred to: they may be deleted, and by themselves. ``changes`` is a list of
    ``[field, value before, value after]``.
    """

    at = models.DateTimeField(_("noted at"), default=timezone.now, db_index=True)
    event = models.CharField(_("event"), max_length=30, choices=AuditEvent)
    actor_name = models.CharField(_("done by"), max_length=150, blank=True)
    subject_name = models.CharField(_("account"), max_length=150, blank=True)
    changes = models.JSONField(_("changes"), default=list, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_event_display()}: {self.subject_name or self.actor_name}"
