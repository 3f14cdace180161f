"""Which user has which role in which section of the site."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
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
        of_role = "role__permissions"
        rows = self.order_by().values_list(
            "section",
            f"{of_role}__content_type__app_label",
            f"{of_role}__content_type__model",
            f"{of_role}__codename",
        )
        return {
            f"{app_label}.{codename}"
            for section, app_label, model, codename in rows
            if codename and (section == Section.ALL or section == _section(app_label, model))
        }


def _section(app_label: str, model_name: str) -> str:
    """Return the section of a model by its names; "" if it belongs to none, or is gone from the code."""
    try:
        return section_of(apps.get_model(app_label, model_name))
    except LookupError:
        return ""


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
