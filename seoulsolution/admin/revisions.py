"""Revisions in the admin: history, comparison, restoring, recovering, and saves that would undo another's.

The number of the revision from which a form was opened travels with it. A save on top of a newer one is
refused: what only the others changed is put into the form, what only the writer changed stays in it, and what
both changed is shown in both texts, so that the next press of the button saves all of it knowingly.
"""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import PROTECT, ProtectedError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seoulsolution.admin.columns import form_url, preview_url, title_in_interface
from seoulsolution.admin.conflicts import find_conflict, is_current, set_stale_rows_aside, to_number
from seoulsolution.admin.forms import SAVED_MEANWHILE
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.uses import IN_USE, are_kept, uses_of, without_relations
from seoulsolution.revisions import deletion, diff, drafts, history, snapshots
from seoulsolution.revisions.models import Event, Revision
from seoulsolution.revisions.restoring import recover, restore

PER_PAGE = 25
NOT_TODAY = gettext_lazy("This revision cannot be brought back: it lacks what is needed today.")


class RevisionsMixin:
    """Mixin of a ModelAdmin: each change makes one revision, and nobody undoes what another has saved."""

    #: Why what was deleted cannot be recovered; empty where it can.
    gone_for_good = ""

    def get_urls(self):
        def address(route, view, name):
            name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            return path(route, self.admin_site.admin_view(view), name=name)

        return [
            address("deleted/", self.deleted_view, "deleted"),
            address("deleted/<int:object_id>/recover/", self.recover_view, "recover"),
            address("<path:object_id>/history/<int:number>/", self.revision_view, "revision"),
            address("<path:object_id>/history/<int:number>/restore/", self.restore_view, "restore"),
            *super().get_urls(),
        ]

    # Saving ---------------------------------------------------------------------------------------

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
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_deleted"
            extra_context = {"deleted_url": reverse(name)} | (extra_context or {})
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

    # History --------------------------------------------------------------------------------------

    def history_view(self, request, object_id, extra_context=None):
        record = self._seen(request, object_id)
        owner = history.owner(record)
        page = Paginator(Revision.objects.of(owner).select_related("created_by"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        live = Revision.objects.of(owner).live() if drafts.are_kept_of(owner) else Revision.objects.none()
        return self._page(
            request,
            "history",
            record,
            page=page,
            rows=self._rows(owner, list(page)),
            live_number=live.values_list("number", flat=True).first(),
            erase_url=self._owner_admin(owner).erase_url(request, owner),
        )

    def _rows(self, owner, revisions):
        """Return (revision, what it changed) of a page; each is compared with the one before it."""
        before = {}
        if revisions:
            first = Revision.objects.of(owner).filter(number__lt=revisions[-1].number).first()
            before = dict(zip(revisions, [*revisions[1:], first], strict=True))
        return [
            (revision, diff.labels(type(owner), earlier.data, revision.data) if earlier else [])
            for revision, earlier in before.items()
        ]

    def revision_view(self, request, object_id, number):
        """Show one revision against another: by default the one before it."""
        record = self._seen(request, object_id)
        owner = history.owner(record)
        revision = get_object_or_404(Revision.objects.of(owner), number=number)
        asked = to_number(request.GET.get("with", ""))
        other = asked if asked >= 0 else number - 1
        earlier = Revision.objects.of(owner).filter(number=other).first()
        numbers = list(Revision.objects.of(owner).values_list("number", flat=True)[:200])
        before = earlier.data if earlier else snapshots.empty()
        return self._page(
            request,
            "revision",
            record,
            revision=revision,
            earlier=earlier,
            preview_url=preview_url(owner, revision=number) if "fields" in revision.data else "",
            differences=diff.compare(type(owner), before, revision.data),
            numbers=numbers,
            revision_number=numbers[0],
            can_restore=number != numbers[0]
            and "fields" in revision.data
            and self._owner_admin(owner).has_edit_permission(request, owner),
        )

    def restore_view(self, request, object_id, number):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self._seen(request, object_id)
        owner = history.owner(record)
        model_admin = self._owner_admin(owner)
        if not model_admin.has_edit_permission(request, owner):
            raise PermissionDenied
        revision = get_object_or_404(Revision.objects.of(owner), number=number)
        note = _("Revision %(number)d") % {"number": number}
        try:
            with transaction.atomic():
                history.lock([owner])
                if not is_current(request, owner):
                    messages.error(request, SAVED_MEANWHILE)
                    return redirect(request.path.removesuffix("restore/"))
                restored = restore(revision, owner, user=request.user, note=note)
        except IntegrityError:
            messages.error(request, NOT_TODAY)
            return redirect(request.path.removesuffix("restore/"))
        messages.success(request, _("The text of revision %(number)d is back.") % {"number": number})
        self._say_left_out(request, restored)
        return redirect(form_url(owner))

    # Deleted records ------------------------------------------------------------------------------

    def deleted_view(self, request):
        """List the deleted records of this kind that can be recovered, the latest first."""
        if not (self.has_add_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        page = Paginator(Revision.objects.deleted(self.model), PER_PAGE).get_page(request.GET.get("page"))
        rows = [(revision, diff.title(self.model, revision.data)) for revision in page]
        return self._page(
            request,
            "deleted",
            None,
            page=page,
            rows=rows,
            erased=Revision.objects.erased(self.model)[:PER_PAGE],
            can_erase=self.has_erase_permission(request),
            gone_for_good=self.gone_for_good,
        )

    def recover_view(self, request, object_id):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if self.gone_for_good:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        revision = get_object_or_404(Revision.objects.deleted(self.model), object_id=object_id)
        if not self.has_edit_permission(request, self.model(pk=object_id)):
            raise PermissionDenied
        try:
            restored = recover(revision, user=request.user)
        except IntegrityError:
            messages.error(request, NOT_TODAY)
            return redirect(request.path.removesuffix(f"{object_id}/recover/"))
        title = diff.title(self.model, revision.data)
        has_state = hasattr(restored.record, "state")
        said = _("%(title)s is back, as a draft.") if has_state else _("%(title)s is back.")
        messages.success(request, said % {"title": title})
        self._say_left_out(request, restored)
        return redirect(form_url(restored.record))

    def _say_left_out(self, request, restored):
        if restored.left_out:
            names = ", ".join(diff.field_labels(type(restored.record), restored.left_out))
            text = _("Brought back without what is no longer there: %(names)s") % {"names": names}
            messages.warning(request, text)

    # What the pages share -------------------------------------------------------------------------

    def _seen(self, request, object_id):
        """Return the record; raise Http404 or PermissionDenied for who may not see this very record."""
        # Before the record is looked for: who may not see it is not told whether it exists.
        if not self.has_view_permission(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(str(object_id)))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def _owner_admin(self, owner):
        return self.admin_site.get_model_admin(type(owner))

    def _page(self, request, name, record, **context):
        labels = {
            "history": _("History"),
            "revision": _("Revision"),
            "preview": _("Preview"),
            "languages": _("Both languages"),
            "deleted": _("Deleted %(kind)s") % {"kind": self.opts.verbose_name_plural},
        }
        context = (
            self.admin_site.each_context(request)
            | {
                "title": labels[name],
                "opts": self.opts,
                "object": record,
                "record_title": title_in_interface(record) if record else "",
                "module_name": capfirst(self.opts.verbose_name_plural),
            }
            | context
        )
        return TemplateResponse(request, f"admin/revisions/{name}.html", context)
