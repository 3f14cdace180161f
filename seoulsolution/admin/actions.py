"""Actions of the admin's lists."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy, ngettext

from seoulsolution.content.models import State
from seoulsolution.revisions import history


@admin.action(description=gettext_lazy("Publish"), permissions=["change"])
def publish(model_admin, request, queryset):
    """Publish the records that are complete in some language; say how many were not changed, and why."""
    records = [record for record in _fresh(model_admin, queryset) if record.state != State.PUBLISHED]
    ready = [record for record in records if record.languages]
    _set_state(model_admin, request, ready, State.PUBLISHED)
    number = len(ready)
    _say(request, number, ngettext("%(number)d published.", "%(number)d published.", number))
    _say_unchanged(request, queryset.count() - len(records), State.PUBLISHED)
    if waiting := len(records) - number:
        text = ngettext(
            "%(number)d stays as it is: it is not complete in any language.",
            "%(number)d stay as they are: they are not complete in any language.",
            waiting,
        )
        messages.warning(request, text % {"number": waiting})


@admin.action(description=gettext_lazy("Withdraw from the site"), permissions=["change"])
def withdraw(model_admin, request, queryset):
    """Ask for the reason first (admin/withdrawal.py)."""
    records = [record for record in _fresh(model_admin, queryset) if record.state != State.WITHDRAWN]
    _say_unchanged(request, queryset.count() - len(records), State.WITHDRAWN)
    return model_admin.withdrawal_page(request, records) if records else None


@admin.action(description=gettext_lazy("Mark all reviews as done"), permissions=["change"])
def resolve_reviews(model_admin, request, queryset):
    """Tick off every open review of the chosen records."""
    number = 0
    for record in _fresh(model_admin, queryset).prefetch_related("reviews"):
        for review in record.reviews.all():
            if review.resolved_at is None:
                review.resolve(request.user)
                number += 1
    say_resolved(request, number)


def say_resolved(request, number):
    text = ngettext("%(number)d review marked as done.", "%(number)d reviews marked as done.", number)
    (messages.success if number else messages.info)(request, text % {"number": number})


def _fresh(model_admin, queryset):
    """Return the chosen records with all their columns: the list's queryset defers long texts."""
    return model_admin.model._default_manager.filter(pk__in=list(queryset.values_list("pk", flat=True)))


def _set_state(model_admin, request, records, state):
    """Save record by record, each with a revision of its own: search and caches follow the signals."""
    with history.change(records, user=request.user) as locked:
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
