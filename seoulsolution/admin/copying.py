"""Beginning a record as a copy of another."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from seoulsolution.admin.columns import link_to_form
from seoulsolution.admin.urls import admin_path, form_url
from seoulsolution.revisions import copying

#: So many records are copied at once.
MOST_COPIES = 20


class CopyingMixin:
    """Mixin of a ModelAdmin of content: a button makes a draft with the text of a record, and opens it."""

    #: Columns that are empty in a copy: dates and source of what it was made of.
    not_copied = ("date", "source_name", "source_url", "title_cut")

    def get_urls(self):
        return [admin_path(self, "<path:object_id>/copy/", self.copy_view, "copy"), *super().get_urls()]

    def prepare_copy(self, record, data):
        """Change ``data``, the snapshot of ``record`` that becomes its copy."""
        for name in self.not_copied:
            data["fields"].pop(name, None)

    @method_decorator(require_POST)
    def copy_view(self, request, object_id):
        record = self.get_viewable(request, object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect(form_url(self._copy(request, record)))

    @admin.action(description=gettext_lazy("Copy to new drafts"), permissions=["add"])
    def copy_chosen(self, request, queryset):
        """Copy the chosen records; open the copy of a single one."""
        chosen = list(self.model._default_manager.filter(pk__in=queryset.values("pk")[: MOST_COPIES + 1]))
        if len(chosen) > MOST_COPIES:
            text = _("Choose at most %(number)d records at a time.")
            messages.error(request, text % {"number": MOST_COPIES})
            return None
        with transaction.atomic():
            copies = [self._copy(request, record) for record in chosen]
        return redirect(form_url(*copies)) if len(copies) == 1 else None

    def _copy(self, request, record):
        note = _("Copy of %(record)s") % {"record": record}
        prepare = partial(self.prepare_copy, record)
        copy = copying.copy(record, user=request.user, note=note, prepare=prepare)
        self.log_addition(request, copy, [{"added": {}}])
        text = _("A new draft was copied from {}. Nobody reads it yet: check its title and its dates.")
        messages.success(request, format_html(text, link_to_form(record)))
        return copy

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_copy"] = bool(obj and obj.pk) and self.has_add_permission(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
