"""Whose turn it is: texts that wait for an editor, for their author or for a publisher."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seoulsolution.admin.columns import form_url, title_in_interface
from seoulsolution.content.languages import active_language
from seoulsolution.revisions.models import Draft, Submission

ROWS = 8
Status = Submission.Status


def waiting(admins, request):
    """Return (heading, rows) of each list that has any, the most urgent first.

    ``admins`` are those of the kinds that the user may see. A query per list, and one per kind in it.
    """
    kinds = ContentType.objects.get_for_models(*(each.model for each in admins))
    by_kind = {kinds[each.model].pk: each for each in admins}
    editors = [pk for pk, each in by_kind.items() if each.has_approve_permission(request)]
    publishers = [pk for pk, each in by_kind.items() if each.has_publish_permission(request)]
    submitted = Submission.objects.select_related("submitted_by", "decided_by").order_by("-changed_at")
    drafts = Draft.objects.filter(content_type__in=by_kind).select_related("revision__created_by")
    lists = {
        _("Could not be published"): drafts.exclude(failed_at=None).order_by("-failed_at"),
        _("Returned to you"): submitted.filter(
            content_type__in=by_kind, status=Status.RETURNED, submitted_by=request.user
        ),
        _("Waiting for review"): submitted.filter(content_type__in=editors, status=Status.SUBMITTED),
        _("Approved, to be published"): submitted.filter(content_type__in=publishers, status=Status.APPROVED),
        _("To be published at a time"): drafts.filter(failed_at=None, publish_at__isnull=False).order_by(
            "publish_at"
        ),
        pgettext("list", "Drafts over public texts"): drafts.filter(publish_at=None).order_by(
            "-revision__created_at"
        ),
    }
    return [
        (heading, rows)
        for heading, entries in lists.items()
        if (rows := _rows(entries[:ROWS].prefetch_related("record")))
    ]


def _rows(entries):
    return [_row(entry) for entry in entries if entry.record is not None]


def _row(entry):
    if isinstance(entry, Draft):
        person, what = entry.revision.created_by, entry.problem.get(active_language(), "")
        time = entry.publish_at or entry.revision.created_at
    else:
        # The note is that of whoever decided, if somebody did.
        person, what, time = entry.decided_by or entry.submitted_by, entry.note, entry.changed_at
    return {
        "title": title_in_interface(entry.record),
        "url": form_url(entry.record),
        "kind": entry.record._meta.verbose_name,
        "time": time,
        "what": ": ".join(filter(None, [str(person or ""), what])),
    }
