"""Actions of the admin's lists."""

from django.contrib import admin, messages
from django.contrib.admin import actions as django_actions
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seoulsolution.admin.conflicts import find_stale
from seoulsolution.admin.publishing.asking import ask_first
from seoulsolution.content.models import State
from seoulsolution.revisions import history, workflow
from seoulsolution.revisions.models import Draft


@admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
def publish(model_admin, request, queryset):
    """Publish the records that are complete in some language; say how many were not changed, and why."""
    with transaction.atomic():
        chosen = _as_shown(model_admin, request, queryset)
        records = [record for record in chosen if record.state != State.PUBLISHED]
        alone = [each for each in records if workflow.needs_second_person(each, request.user)]
        ready = [record for record in records if record.languages and record not in alone]
        question, notes = ask_first(request, model_admin, ready, request.get_full_path())
        if question:
            return question
        _set_state(model_admin, request, ready, State.PUBLISHED, notes)
    number = len(ready)
    _say(request, number, ngettext("%(number)d published.", "%(number)d published.", number))
    _say_unchanged(request, len(chosen) - len(records), State.PUBLISHED)
    if alone:
        text = _("Left for somebody else to approve or publish: %(records)s")
        messages.warning(request, text % {"records": ", ".join(map(str, alone))})
    say_drafts(request, ready)
    if waiting := len(records) - number - len(alone):
        text = ngettext(
            "%(number)d stays as it is: it is not complete in any language.",
            "%(number)d stay as they are: they are not complete in any language.",
            waiting,
        )
        messages.warning(request, text % {"number": waiting})
    return None


@admin.action(description=gettext_lazy("Withdraw from the site"), permissions=["publish"])
def withdraw(model_admin, request, queryset):
    """Ask for the reason first (admin/withdrawal.py)."""
    records = [record for record in _fresh(model_admin, queryset) if record.state != State.WITHDRAWN]
    _say_unchanged(request, queryset.count() - len(records), State.WITHDRAWN)
    return model_admin.withdrawal_page(request, records) if records else None


@admin.action(description=gettext_lazy("Mark all reviews as done"), permissions=["edit"])
def resolve_reviews(model_admin, request, queryset):
    """Tick off every open review of the chosen records."""
    with transaction.atomic():
        chosen = _as_shown(model_admin, request, queryset)
        models.prefetch_related_objects(chosen, "reviews")
        reviews = [each for record in chosen for each in record.reviews.all() if each.resolved_at is None]
        for review in reviews:
            review.resolve(request.user)
    number = len(reviews)
    say_resolved(request, number)


@admin.action(description=django_actions.delete_selected.short_description, permissions=["delete"])
def delete_selected(model_admin, request, queryset):
    """Delete as Django does, but say another thing of the records that only leave a draft."""
    parts = model_admin.parts_in_drafts(queryset) if request.POST.get("post") else []
    if parts:
        _objects, _counts, perms_needed, _protected = model_admin.get_deleted_objects(parts, request)
        if perms_needed:
            raise PermissionDenied
        model_admin.log_deletions(request, parts)
        model_admin.delete_queryset(request, parts)
        queryset = queryset.exclude(pk__in=[record.pk for record in parts])
    return django_actions.delete_selected(model_admin, request, queryset)


def say_resolved(request, number):
    text = ngettext("%(number)d review marked as done.", "%(number)d reviews marked as done.", number)
    (messages.success if number else messages.info)(request, text % {"number": number})


def say_drafts(request, records):
    """Say which of ``records``, whose state has just changed, have a draft: that stays as it is."""
    pks = [record.pk for record in records]
    drafts = Draft.objects.of_model(type(records[0])).filter(object_id__in=pks) if records else ()
    with_draft = {draft.object_id for draft in drafts}
    if named := ", ".join(str(record) for record in records if record.pk in with_draft):
        text = _("The draft stays a draft, and is not published: %(records)s")
        messages.info(request, text % {"records": named})


def _fresh(model_admin, queryset):
    """Return the chosen records with all their columns: the list's queryset defers long texts."""
    return model_admin.model._default_manager.filter(pk__in=list(queryset.values_list("pk", flat=True)))


def _as_shown(model_admin, request, queryset):
    """Lock the chosen records; return those that are as the list showed them, and name the others."""
    parent = getattr(model_admin.model, "revision_parent", None)
    records = _fresh(model_admin, queryset).select_related(*filter(None, [parent]))
    history.lock(map(history.owner, records))
    records = list(records.all())
    if stale := find_stale(request, records):
        text = _("Changed by somebody else since this list was shown, and left as it is: %(records)s")
        messages.warning(request, text % {"records": ", ".join(map(str, stale))})
    return [record for record in records if record not in stale]


def _set_state(model_admin, request, records, state, notes):
    """Save record by record, each with a revision of its own: search and caches follow the signals."""
    with history.change(records, user=request.user, notes=notes) as locked:
        for record in locked:
            record.state = state
            record.save(update_fields=["state", "updated_at"])
            model_admin.log_change(request, record, [{"changed": {"fields": ["state"]}}])


def _say(request, number, text):
    if number:
        messages.success(request, text % {"number": number})


def _say_unchanged(request, number, state):
    if number:
        text = ngettext("%(number)d was %(state)s already.", "%(number)d were %(state)s already.", number)
        messages.info(request, text % {"number": number, "state": state.label})
