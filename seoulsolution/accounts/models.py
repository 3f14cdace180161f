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
