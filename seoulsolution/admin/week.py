"""What the next days bring, and what colleagues have done."""

import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from seoulsolution.admin.sections import ROWS, Row, Section
from seoulsolution.content.dates import midnight
from seoulsolution.revisions.models import Draft, Revision

WEEK = datetime.timedelta(days=7)
#: Of so many of the newest revisions those by colleagues are looked for.
_LATEST = 2000


class Event(NamedTuple):
    """Something that happens to ``record``: at a moment, or on a day."""

    time: datetime.datetime | datetime.date
    record: Model
    what: str


def week(request, admins):
    """Yield what goes live, ends or opens in seven days: what each kind says, and drafts that are planned."""
    now = timezone.now()
    events = [event for each in admins for event in each.upcoming(now, now + WEEK)]
    kinds = ContentType.objects.get_for_models(*(each.model for each in admins)).values()
    planned = Draft.objects.filter(content_type__in=kinds, failed_at=None, publish_at__gt=now)
    planned = planned.order_by("publish_at")[:ROWS].prefetch_related("record")
    events += [
        Event(each.publish_at, each.record, _("draft is published")) for each in planned if each.record
    ]
    events.sort(
        key=lambda event: event.time if isinstance(event.time, datetime.datetime) else midnight(event.time)
    )
    rows = [Row.of(event.record, event.time, event.what) for event in events]
    empty = _("Nothing goes live, expires, opens or closes in the next seven days.")
    yield Section("week", _("The next seven days"), rows[: 2 * ROWS], empty=empty)


def colleagues(request, admins):
    """Yield what others did last: a record once for each person and thing done."""
    kinds = ContentType.objects.get_for_models(*(each.model for each in admins)).values()
    newest = Revision.objects.aggregate(newest=Max("pk"))["newest"] or 0
    found = Revision.objects.filter(pk__gt=newest - _LATEST, content_type__in=kinds)
    found = found.exclude(created_by=None).exclude(created_by=request.user).order_by("-pk").defer("data")
    rows = {}
    for revision in found.select_related("created_by")[: 4 * ROWS].prefetch_related("record"):
        key = (revision.content_type_id, revision.object_id, revision.created_by_id, revision.event)
        if revision.record is not None and key not in rows:
            what = f"{revision.created_by}: {revision.get_event_display()}"
            rows[key] = Row.of(revision.record, revision.created_at, what)
    yield Section("colleagues", _("What colleagues did"), list(rows.values())[:ROWS])
