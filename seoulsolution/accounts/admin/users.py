"""Users and their roles in the admin: nobody gives or gets more rights than they have themselves."""

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.forms.formsets import DELETION_FIELD_NAME
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static import admin as _static_admin  # noqa: F401 - registers what is taken out
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp import admin as _totp_admin  # noqa: F401
from django_otp.plugins.otp_totp.models import TOTPDevice

from seoulsolution.accounts import security
from seoulsolution.accounts.labels import (
    PermissionsField,
    RoleField,
    RoleFilter,
    RolesField,
    handled_permissions,
)
from seoulsolution.accounts.models import RoleAssignment, permissions_of

User = get_user_model()
#: What only superusers see and set: it gives rights without a look at who gives them.
FOR_SUPERUSERS = ("is_superuser", "groups", "user_permissions")


def has_rights_of(user, other) -> bool:
    """Tell whether ``user`` has every right that ``other`` has, or would have as an active user."""
    if user.is_superuser:
        return True
    fresh = User.objects.get(pk=other.pk)
    fresh.is_active = True
    return not fresh.is_superuser and fresh.get_all_permissions() <= user.get_all_permissions()


class RefusingForm(forms.ModelForm):
    """Refuses fields that were sent although they are not offered."""

    refused: tuple[str, ...] = ()

    def clean(self):
        for name in self.refused:
            if name in self.data:
                label = User._meta.get_field(name).verbose_name
                self.add_error(None, gettext("Only a superuser may set this: %(field)s") % {"field": label})
        return super().clean()


class AccountForm(RefusingForm, UserChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if password := self.fields.get("password"):
            # Beside it is a button that says the same; Django gives this text no id to be referred to.
            password.help_text = ""


class AccountCreationForm(RefusingForm, AdminUserCreationForm):
    pass


class RoleAssignmentForm(forms.ModelForm):
    #: Who gives the role.
    giver = None

    def clean(self):
        cleaned = super().clean()
        role, section = cleaned.get("role"), cleaned.get("section")
        if not self.has_changed() or role is None or section is None or self.giver.is_superuser:
            return cleaned
        if not permissions_of(role, section) <= self.giver.get_all_permissions():
            self.add_error("role", _("You cannot give a role with rights that you do not have yourself."))
        return cleaned


class RoleAssignmentFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if box := form.fields.get(DELETION_FIELD_NAME):
            box.widget.attrs["aria-label"] = box.label


class RoleAssignmentInline(admin.TabularInline):
    model = RoleAssignment
    form = RoleAssignmentForm
    verbose_name = _("role")
    verbose_name_plural = _("roles")
    formset = RoleAssignmentFormSet
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "role":
            kwargs["form_class"] = RoleField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield:
            # Without the links that change or delete the role itself, and named: a table has no labels.
            formfield.widget = getattr(formfield.widget, "widget", formfield.widget)
            formfield.widget.attrs["aria-label"] = formfield.label
        return formfield

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.giver = request.user
        return formset

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and self._may_change_user(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may_change_user(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._may_change_user(request, obj)

    def _may_change_user(self, request, user):
        return self.admin_site.get_model_admin(self.parent_model).has_change_permission(request, user)


# Registered by the import of Django's own module above, and by django-otp: its page shows secrets.
for model in (User, Group, TOTPDevice, StaticDevice):
    admin.site.unregister(model)


@admin.register(User)
class AccountAdmin(auth_admin.UserAdmin):
    form = AccountForm
    add_form = AccountCreationForm
    filter_horizontal = ()
    list_display = ("username", "email", "first_name", "last_name", "staff")
    list_filter = ("is_staff", "is_superuser", "is_active", ("groups", RoleFilter))
    readonly_fields = ("last_login", "date_joined")
    change_form_template = "admin/accounts/account_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.security_view)
        return [path("<int:object_id>/security/", view, name="auth_user_security"), *super().get_urls()]

    def security_view(self, request, object_id):
        """Show the sessions and the second factor of an account, to who may change the account."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = get_object_or_404(User, pk=object_id)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        return security.account_page(request, user, self.opts)

    @admin.display(description=_("staff status"), ordering="is_staff")
    def staff(self, user):
        return _("Yes") if user.is_staff else _("No")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            # Nothing to refer to: boxes have no id together, where Django would put the help.
            kwargs |= {"widget": forms.CheckboxSelectMultiple, "help_text": "", "form_class": RolesField}
        elif db_field.name == "user_permissions":
            kwargs |= {"form_class": PermissionsField, "queryset": handled_permissions()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_inlines(self, request, obj):
        return [RoleAssignmentInline] if obj else []

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (name, options | {"fields": [each for each in options["fields"] if each not in FOR_SUPERUSERS]})
            for name, options in fieldsets
        ]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.refused = () if request.user.is_superuser else FOR_SUPERUSERS
        return form

    def get_list_filter(self, request):
        names = super().get_list_filter(request)
        if request.user.is_superuser:
            return names
        return [each for each in names if isinstance(each, str) and each not in FOR_SUPERUSERS]

    def lookup_allowed(self, lookup, value, request):
        is_hidden = lookup.partition("__")[0] in FOR_SUPERUSERS and not request.user.is_superuser
        return not is_hidden and super().lookup_allowed(lookup, value, request)

    def has_change_permission(self, request, obj=None):
        """Allow who has all rights of the user: an e-mail address or a password is the whole account."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or has_rights_of(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and (obj is None or has_rights_of(request.user, obj))


@admin.register(Group)
class RoleAdmin(auth_admin.GroupAdmin):
    """What the roles may do. A change concerns everybody who has the role, so it is for superusers."""

    list_display = ("name_here",)
    #: Roles are not deleted by the dozen.
    actions = None

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "permissions":
            kwargs |= {"form_class": PermissionsField, "queryset": handled_permissions()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("role"), ordering="name")
    def name_here(self, group):
        return gettext(group.name)

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)
