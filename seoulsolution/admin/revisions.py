"""Each change in the admin makes one revision, and nobody undoes what another has saved.

The number of the revision from which a form was opened travels with it. A save on top of a newer one is
refused: what only the others changed is put into the form, what only the writer changed stays in it, and what
both changed is shown in both texts, so that the next press of the button saves all of it knowingly.
"""

from django.contrib import messages
from django.db import transaction
from django.db.models import PROTECT, ProtectedError
from django.shortcuts import redirect

from seoulsolution.admin.conflicts import find_conflict, set_stale_rows_aside
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.urls import admin_url
from seoulsolution.admin.uses import IN_USE, are_kept, uses_of, without_relations
from seoulsolution.revisions import deletion, drafts, history
from seoulsolution.revisions.models import Event


class RevisionsMixin:
    """Mixin of a ModelAdmin that saves and deletes with history."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            record = self._get_locked(request, object_id)
            if record is None or not self.has_change_permission(request, record):
                return super().changeform_view(request, object_id, form_url, extra_context)
            self._look_for_conflict(request, record)
            if not hasattr(request, "save_conflict"):
                request.locked_record = record  # it is built once, where it has a draft
            with history.change([] if self.writes_own_history(record) else [record], user=request.user):
                return super().changeform_view(request, object_id, form_url, extra_context)

    def writes_own_history(self, record):
        """Return whether what the form changes of ``record`` is in the history when the form is saved."""
        return False

    def _get_locked(self, request, object_id):
        """Return the record of a form that was sent, as it is under the lock; None where there is none."""
        pk = self._pk(object_id)
        if not getattr(self.model, "revision_parent", ""):
            locked = self.model._default_manager.select_for_update().filter(pk=pk).values_list("pk").first()
            return self.get_object(request, str(pk)) if locked else None
        if record := self.get_object(request, str(pk)):
            self._lock_owners(request, record)
        return record and self.get_object(request, str(pk))

    def _lock_owners(self, request, record):
        """Lock the record, or those that a child is moved from and to, at once and in their order."""
        owners = [history.owner(record)]
        if sent := to_id(request.POST.get(getattr(record, "revision_parent", ""), "")):
            owners.append(type(owners[0])(pk=sent))
        history.lock(owners)

    def _look_for_conflict(self, request, record):
        """Note on ``request`` that somebody saved since the form was opened, and merge what can be."""
        if conflict := find_conflict(self, request, record):
            request.save_conflict = conflict
            request.POST = conflict.merged_data()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.save_conflict = getattr(request, "save_conflict", None)
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.pk:
            context["revision_number"] = history.latest_number(history.owner(obj))
            context["save_conflict"] = getattr(request, "save_conflict", None)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        owner = history.owner(obj)
        if owner is not obj:  # a child may be new to its record
            history.keep_first(history.lock([owner]))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        owner = history.owner(form.instance)
        if owner is not form.instance:
            history.write(history.lock([owner]), user=request.user)
        elif not change:
            history.write([owner], user=request.user, event=Event.CREATED)

    def changelist_view(self, request, extra_context=None):
        if self.has_add_permission(request):
            extra_context = {"deleted_url": admin_url(self.model, "deleted")} | (extra_context or {})
        is_save = request.method == "POST" and "_save" in request.POST and self.list_editable
        # No transaction without need: on SQLite it takes the lock of the writers, even to read.
        if not is_save or not self.has_change_permission(request):
            try:
                return super().changelist_view(request, extra_context)
            except ProtectedError:
                messages.error(request, IN_USE)
                return redirect(request.get_full_path())
        edited = self.model._default_manager.filter(pk__in=self._edited_in_list(request))
        with history.change(edited, user=request.user):
            for text in set_stale_rows_aside(request, self._list_formset(request)):
                messages.warning(request, text)
            return super().changelist_view(request, extra_context)

    def _edited_in_list(self, request):
        """Return the ids of the records that are edited in the list itself."""
        forms = self._list_formset(request).forms
        return [form.instance.pk for form in forms if form.instance.pk and form.has_changed()]

    def _list_formset(self, request):
        formset = self.get_changelist_formset(request)
        edited = self._get_list_editable_queryset(request, formset.get_default_prefix())
        return formset(request.POST, request.FILES, queryset=edited)

    def get_deleted_objects(self, objs, request):
        """What is part of a record goes with it by its permission: its last revision brings all back."""
        to_delete, model_count, perms_needed, protected = super().get_deleted_objects(objs, request)
        names = (*deletion.ORIGIN, *getattr(self.model, "revision_children", ()))
        parts = (field for field in self.model._meta.get_fields() if field.name in names)
        perms_needed -= {field.related_model._meta.verbose_name for field in parts}
        uses = request.uses_of_deleted = uses_of(request, objs)
        if protected or are_kept(objs):
            # Nobody needs the right to delete what uses it.
            protected, perms_needed = uses, set()
        without_relations(self.model, to_delete, model_count)
        return to_delete, model_count, perms_needed, protected

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            messages.error(request, IN_USE)
            return redirect(request.path)

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request, queryset):
        """Delete, and keep what brings the records back."""
        others = list(queryset)
        protects = any(relation.on_delete is PROTECT for relation in self.model._meta.related_objects)
        if in_drafts := {each for record in others for each in drafts.naming(record)} if protects else ():
            raise ProtectedError(IN_USE, in_drafts)
        history.delete(others, user=request.user)
