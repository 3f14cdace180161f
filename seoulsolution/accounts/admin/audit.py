"""The audit log in the admin: administrators read it, and nobody changes it."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seoulsolution.accounts.models import AuditEntry, Section

#: The names of what is no field of an account.
FIELDS = {
    "role": _("role"),
    "group": _("group"),
    "permission": _("permission"),
    "user": _("account"),
    "address": _("network address"),
}

SECTIONS = {value or "all": label for value, label in Section.choices}


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    list_display = ("at", "event", "subject_name", "what", "actor_name", "address", "request_id")
    list_display_links = None
    list_filter = ("event",)
    search_fields = ("=subject_name", "=actor_name", "=address", "=request_id")
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = list_display

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    @admin.display(description=_("changes"))
    def what(self, entry):
        return "; ".join(_in_words(*change) for change in entry.changes)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        # Django looks for the row first, and tells anybody who enters the admin that there is none.
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


def _in_words(field, before, after):
    """Return a change in the language of the reader: "role: + Publisher (all)"."""
    name = FIELDS.get(field) or User._meta.get_field(field).verbose_name
    if field == "role":
        before, after = _role_in_words(before), _role_in_words(after)
    if before and after:
        return f"{name}: {_value(before)} → {_value(after)}"
    return f"{name}: + {after}" if after else f"{name}: − {before}"


def _value(text):
    return {"True": gettext("Yes"), "False": gettext("No")}.get(text, text)


def _role_in_words(role):
    """Return "Publisher (news)" in the language of the reader; "" for none."""
    name, _parenthesis, section = role.removesuffix(")").rpartition(" (")
    return f"{gettext(name)} ({SECTIONS.get(section, section)})" if name else ""
