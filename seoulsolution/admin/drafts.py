"""Saving in the admin: a change of a published record is kept as a draft until somebody publishes it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from seoulsolution.admin.columns import link_to_form, moment
from seoulsolution.admin.forms import ChildFormSet
from seoulsolution.admin.urls import form_url
from seoulsolution.content.models import Content, State
from seoulsolution.revisions import applying, building, drafts, history, snapshots
from seoulsolution.revisions.models import Draft, Event


class DraftsMixin:
    """Mixin of a ModelAdmin of content or of its children: the form shows the draft, and saving keeps one."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.shows_draft = True
        return super().changeform_view(request, object_id, form_url, extra_context)

    def writes_own_history(self, record):
        return history.owner(record) is record

    def get_object(self, request, object_id, from_field=None):
        locked = vars(request).pop("locked_record", None)
        if locked is not None and str(locked.pk) == object_id:
            return locked
        record = super().get_object(request, object_id, from_field)
        if record is None or not getattr(request, "shows_draft", False):
            return record
        return drafts.shown(record)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and obj.pk and self._publishes(request, obj) and drafts.are_kept_of(obj):
            form.publishes_over = obj
        return form

    def save_model(self, request, obj, form, change):
        if self._publishes(request, obj):
            obj.state = State.PUBLISHED
        elif "_publish" in request.POST and isinstance(obj, Content):
            messages.warning(request, _("It is saved and not published: somebody else has to publish it."))
        if not self._is_written_whole(request, obj, change):
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        record = form.instance
        owner = history.owner(record)
        if not self._is_written_whole(request, record, change):
            super().save_related(request, form, formsets, change)
            return
        for formset in formsets:
            if isinstance(formset, ChildFormSet):
                formset.note_changes()
                name = formset.fk.remote_field.get_accessor_name()
                building.set_related(record, name, formset.kept)
            else:
                self.save_formset(request, form, formset, change=change)
        for name in getattr(record, "revision_relations", ()):
            if name in form.cleaned_data:
                building.set_related(record, name, form.cleaned_data[name])
        self._write(request, form, owner)

    def _is_written_whole(self, request, record, change):
        """Return whether record and children are written together, by ``save_related``.

        Not what is moved, nor what is new, unless it belongs to a published record. What is edited in a list
        becomes a draft where the user may not publish.
        """
        owner = history.owner(record)
        if not getattr(request, "shows_draft", False):
            return drafts.are_kept_of(record) and not self.has_publish_permission(request, record)
        if change:
            return not _is_moved(record, owner)
        return owner is not record and drafts.are_kept_of(owner)

    def _write(self, request, form, owner):
        """Write the record of the form, with its children: as a draft, or into its rows."""
        record, publishes = form.instance, self._publishes(request, form.instance)
        event = Event.PUBLISHED if publishes else Event.EDITED
        with history.change([owner], user=request.user, event=event) as [locked]:
            if not getattr(request, "shows_draft", False):
                values = snapshots.columns(record)
                data = drafts.with_values(locked, {name: values[name] for name in form.changed_data})
            else:
                data = snapshots.take(record) if owner is record else drafts.with_child(locked, record)
            if drafts.are_kept_of(locked) and not publishes:
                plan = Draft.objects.of(locked).exclude(publish_at=None).first()
                if drafts.save(locked, data, user=request.user) and plan:
                    text = _("The plan to publish it at %(time)s has ended: it was made for another text.")
                    messages.warning(request, text % {"time": moment(plan.publish_at)})
                if drafts.exist(locked):
                    messages.info(request, self._draft_message(record, owner))
                return
            if publishes:
                applying.apply(locked, data)
                history.close(locked)
            else:
                drafts.replace(locked, data, user=request.user)

    def _publishes(self, request, record):
        asked = "_publish" in request.POST and isinstance(record, Content)
        may_publish = self.has_publish_permission(request, record) and not settings.SECOND_PAIR_OF_EYES
        return asked and may_publish

    def response_add(self, request, obj, post_url_continue=None):
        if obj.pk is None:  # a child that is in the draft of its record only
            return redirect(form_url(history.owner(obj)))
        return super().response_add(request, obj, post_url_continue)

    def log_addition(self, request, obj, message):
        return super().log_addition(request, obj, message) if obj.pk else None

    def parts_in_drafts(self, records):
        """Return those of ``records`` that are part of a published one: deleted, they leave its draft."""
        owners = ((record, history.owner(record)) for record in records)
        return [record for record, owner in owners if owner is not record and drafts.are_kept_of(owner)]

    def delete_queryset(self, request, queryset):
        """Delete the records. A part of a published record leaves its draft, which is said."""
        parts = self.parts_in_drafts(queryset)
        super().delete_queryset(request, [record for record in queryset if record not in parts])
        left = {}
        for record in parts:
            owner = history.owner(record)
            with history.change([owner], user=request.user) as [locked]:
                drafts.save(locked, drafts.without_child(locked, record), user=request.user)
            left.setdefault(owner, []).append(str(record))
        for owner, names in left.items():
            text = _("Left the draft of {}, and seen by readers until it is published: {}")
            messages.success(request, format_html(text, link_to_form(owner), ", ".join(names)))
        request.left_drafts = list(left)

    def response_delete(self, request, obj_display, obj_id):
        if request.left_drafts and IS_POPUP_VAR not in request.POST:
            return redirect(form_url(*request.left_drafts))
        return super().response_delete(request, obj_display, obj_id)

    def _draft_message(self, record, owner):
        if owner is record:
            return _("It is kept as a draft. Readers see the text as it was until the draft is published.")
        return format_html(
            _("It is kept in the draft of {}, which readers do not see yet."), link_to_form(owner)
        )


def _is_moved(record, owner):
    """Return whether a child has been given to another record: then its row is written as it is."""
    if owner is record:
        return False
    return not type(record)._default_manager.filter(pk=record.pk, **{record.revision_parent: owner}).exists()
