"""Roles and permissions by names in the reader's language: in the database they have English ones."""

from django import forms
from django.apps import apps
from django.contrib.admin import RelatedFieldListFilter, site
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seoulsolution.accounts.roles import section_of

#: What a permission allows, by the beginning of its codename.
ACTIONS = {
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "view": _("view"),
    "publish": _("publish"),
    "translate": _("translate"),
    "erase": _("erase for good"),
}


def handled_permissions() -> QuerySet[Permission]:
    """Return the permissions that mean something in the admin: not those of tables that nobody opens."""
    handled = [model for model in apps.get_models() if section_of(model) or site.is_registered(model)]
    kinds = ContentType.objects.get_for_models(*handled).values()
    ours = Q(content_type__in=kinds) | Q(codename="erase_text")
    return Permission.objects.filter(ours).select_related("content_type").order_by("content_type", "codename")


def permission_label(permission: Permission) -> str:
    """Return the label of a permission, such as "News post: publish"."""
    action = ACTIONS.get(permission.codename.partition("_")[0])
    model = permission.content_type.model_class()
    name = model._meta.verbose_name if model else permission.content_type.name
    return f"{name}: {action or permission.name}"


class NamedRoles:
    """Mixin of a form field that offers roles."""

    def label_from_instance(self, obj):
        return gettext(obj.name)


class RoleField(NamedRoles, forms.ModelChoiceField):
    pass


class RolesField(NamedRoles, forms.ModelMultipleChoiceField):
    pass


class PermissionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return permission_label(obj)


class RoleFilter(RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        return [(pk, gettext(name)) for pk, name in super().field_choices(field, request, model_admin)]
