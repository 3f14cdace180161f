"""Actions of the admin's lists."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import actions as django_actions
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seoulsolution.admin import bulk
from seoulsolution.admin.bulk_forms import AtForm, TopicForm
from seoulsolution.admin.columns import moment, why_in_no_language
from seoulsolution.admin.publishing.asking import read_reason
from seoulsolution.content.models import State
from seoulsolution.revisions import drafts, history, publishing, workflow
from seoulsolution.revisions.models import Draft


@admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
def publish(model_admin, request, queryset):
    """Publish the records that are complete in some language, after a page that says which these are."""

    def decide(record):
        if record.state == State.PUBLISHED:
            return False, _("It is published already. A draft over it stays a draft.")
        if why := _why_not_public(record, request.user):
            return False, why
        if record.go_live_at and record.go_live_at > timezone.now():
            return True, _("Readers see it from %(time)s.") % {"time": moment(record.go_live_at)}
        return True, _("Readers see it at once.")

    with transaction.atomic():
        plan = bulk.make_plan(model_admin, request, queryset, decide, text=lambda record: record)
        if bulk.is_to_be_asked(request, plan):
            return bulk.ask(model_admin, request, plan)
        _publish(model_admin, request, plan.records, plan.notes(read_reason(request)))
    number = len(plan.taken)
    _say(request, number, ngettext("%(number)d published.", "%(number)d published.", number))
    say_drafts(request, plan.records)
    _say_left(request, plan)
    return None


@admin.action(description=gettext_lazy("Publish at a time"), permissions=["publish"])
def schedule(model_admin, request, queryset):
    """Publish drafts over public texts at a moment; what is not public yet goes live then."""
    form = AtForm(request.POST if bulk.is_confirmed(request) else None)
    at = form.cleaned_data["at"] if form.is_valid() else None
    with_draft = set(Draft.objects.of_model(model_admin.model).values_list("object_id", flat=True))

    def decide(record):
        is_ahead = record.pk in with_draft
        if why := _why_not_public(drafts.shown(record) if is_ahead else record, request.user):
            return False, why
        if at and record.expires_at and record.expires_at <= at:
            return False, _("It expires before.")
        if record.state != State.PUBLISHED:
            return True, _("It goes live then.")
        return is_ahead, _("Its draft is published then.") if is_ahead else _(
            "It is public and has no draft."
        )

    with transaction.atomic():
        plan = bulk.make_plan(model_admin, request, queryset, decide, text=drafts.shown)
        if bulk.is_to_be_asked(request, plan) or at is None:
            return bulk.ask(model_admin, request, plan, form)
        notes = plan.notes(read_reason(request))
        for record in plan.records:
            if record.state == State.PUBLISHED:
                publishing.schedule(record, at, user=request.user, note=notes[record])
        _publish(
            model_admin, request, [each for each in plan.records if each.state != State.PUBLISHED], notes, at
        )
    number = len(plan.taken)
    text = ngettext("%(number)d planned for %(time)s.", "%(number)d planned for %(time)s.", number)
    _say(request, number, text, time=moment(at))
    _say_left(request, plan)
    return None


@admin.action(description=gettext_lazy("Add or remove a topic"), permissions=["edit", "add"])
def set_topic(model_admin, request, queryset):
    """Give the records a topic, or take it away: in a draft where the user may not publish them."""
    form = TopicForm(request.POST if bulk.is_confirmed(request) else None, model=model_admin.model)

    def keeps_draft(record):
        publishes = model_admin.has_publish_permission(request, record) and not settings.SECOND_PAIR_OF_EYES
        return drafts.are_kept_of(record) and not publishes

    def decide(record):
        if not model_admin.has_edit_permission(request, record):
            return False, _("You may only edit what you began.")
        if keeps_draft(record):
            return True, _("It is kept as a draft.")
        is_public = record.state == State.PUBLISHED
        return True, _("Readers see it at once.") if is_public else _("It is saved.")

    with transaction.atomic():
        plan = bulk.make_plan(model_admin, request, queryset, decide)
        if not form.is_valid():
            return bulk.ask(model_admin, request, plan, form)
        with history.change(plan.records, user=request.user) as locked:
            for record in locked:
                if keeps_draft(record):
                    data = drafts.current(record)
                    topics = form.applied_to(data["relations"]["topics"])
                    data |= {"relations": data["relations"] | {"topics": topics}}
                    drafts.save(record, data, user=request.user)
                else:
                    record.topics.set(form.applied_to(record.topics.values_list("pk", flat=True)))
                    model_admin.log_change(request, record, [{"changed": {"fields": ["topics"]}}])
    number = len(plan.taken)
    _say(request, number, ngettext("%(number)d changed.", "%(number)d changed.", number))
    _say_left(request, plan)
    return None


@admin.action(description=gettext_lazy("Withdraw from the site"), permissions=["publish"])
def withdraw(model_admin, request, queryset):
    """Ask for the reason first (admin/withdrawal.py)."""
    records = [
        record
        for record in bulk.fresh(model_admin, queryset.values_list("pk", flat=True))
        if record.state != State.WITHDRAWN
    ]
    _say_unchanged(request, queryset.count() - len(records), State.WITHDRAWN)
    return model_admin.withdrawal_page(request, records) if records else None


@admin.action(description=gettext_lazy("Mark all reviews as done"), permissions=["edit"])
def resolve_reviews(model_admin, request, queryset):
    """Tick off every open review of the chosen records."""
    with transaction.atomic():
        chosen = bulk.as_shown(model_admin, request, queryset)
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


def _why_not_public(record, user) -> str:
    """Return why ``user`` cannot publish a record that has the text of ``record``; "" if they can."""
    if not record.languages:
        return why_in_no_language(record)
    if workflow.needs_second_person(record, user):
        return _("Somebody else has to approve or publish this text.")
    return ""


def _publish(model_admin, request, records, notes, at=None):
    """Save record by record, each with a revision of its own: search and caches follow the signals."""
    with history.change(records, user=request.user, notes=notes) as locked:
        for record in locked:
            record.state, changed = State.PUBLISHED, ["state"]
            if at is not None:
                record.go_live_at, changed = at, ["state", "go_live_at"]
            record.save(update_fields=[*changed, "updated_at"])
            model_admin.log_change(request, record, [{"changed": {"fields": changed}}])


def _say_left(request, plan):
    """Say which records were left as they are: nobody pressed the button for those."""
    for why in dict.fromkeys(why for _record, why in plan.left):
        named = ", ".join(str(record) for record, reason in plan.left if reason == why)
        messages.warning(request, f"{named}: {why}")


def _say(request, number, text, **values):
    if number:
        messages.success(request, text % ({"number": number} | values))


def _say_unchanged(request, number, state):
    if number:
        text = ngettext("%(number)d was %(state)s already.", "%(number)d were %(state)s already.", number)
        messages.info(request, text % {"number": number, "state": state.label})
