"""Whose turn it is: texts that wait for an editor, for their author or for a publisher, and drafts."""

import heapq

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from seoulsolution.admin.sections import ROWS, Row, Section
from seoulsolution.content.languages import CODES, active_language
from seoulsolution.content.models import State
from seoulsolution.revisions.models import Draft, Revision, Submission

Status = Submission.Status


def waiting(request, admins):
    """Yield what waits for the user, the most urgent first. A query per list, and one per kind in it."""
    by_kind = {ContentType.objects.get_for_model(each.model).pk: each for each in admins}
    editors = [pk for pk, each in by_kind.items() if each.has_approve_permission(request)]
    publishers = [pk for pk, each in by_kind.items() if each.has_publish_permission(request)]
    submitted = Submission.objects.filter(content_type__in=by_kind).order_by("-changed_at")
    submitted = submitted.select_related("submitted_by", "decided_by")
    own = Q(submitted_by=request.user)
    failed = Draft.objects.filter(content_type__in=by_kind).exclude(failed_at=None).order_by("-failed_at")
    failed = failed.select_related("revision__created_by")
    lists = [
        ("failed", _("Could not be published"), failed),
        ("returned", _("Returned to you"), submitted.filter(own, status=Status.RETURNED)),
        (
            "submitted",
            _("Waiting for your review"),
            submitted.filter(content_type__in=editors, status=Status.SUBMITTED),
        ),
        (
            "approved",
            _("Approved, to be published"),
            submitted.filter(own | Q(content_type__in=publishers), status=Status.APPROVED),
        ),
    ]
    for name, title, entries in lists:
        yield Section(name, title, _rows(entries[:ROWS].prefetch_related("record")))


def drafts(request, admins):
    """Yield the drafts that the user has written on, and those of others: a query per kind for each."""
    yield Section("mine", _("My drafts"), _drafts(request, admins, is_mine=True))
    yield Section("others", _("Drafts of others"), _drafts(request, admins, is_mine=False))


def _drafts(request, admins, *, is_mine):
    """Return the latest drafts over public texts, and of what is not public yet."""
    kinds = {ContentType.objects.get_for_model(each.model): each.model for each in admins}
    mine = Q(revision__created_by=request.user)
    over = Draft.objects.filter(mine if is_mine else ~mine, content_type__in=kinds, failed_at=None)
    over = over.select_related("revision__created_by").order_by("-revision__created_at")
    rows = _rows(over[:ROWS].prefetch_related("record"))
    for kind, model in kinds.items():
        written = Revision.objects.filter(content_type=kind, created_by=request.user).values("object_id")
        mine = Q(pk__in=written)
        names = [f"{model.title_field}_{code}" for code in CODES]
        found = model.objects.filter(mine if is_mine else ~mine, state=State.DRAFT).order_by("-updated_at")
        rows += [Row.of(record, record.updated_at) for record in found.only("updated_at", *names)[:ROWS]]
    return heapq.nlargest(ROWS, rows, key=lambda row: row.time)


def _rows(entries):
    return [_row(entry) for entry in entries if entry.record is not None]


def _row(entry):
    if isinstance(entry, Draft):
        person, what = entry.revision.created_by, entry.problem.get(active_language(), "")
        time = entry.failed_at or entry.revision.created_at
    else:
        # The note is that of whoever decided, if somebody did.
        person, what, time = entry.decided_by or entry.submitted_by, entry.note, entry.changed_at
    return Row.of(entry.record, time, ": ".join(filter(None, [str(person or ""), what])))
