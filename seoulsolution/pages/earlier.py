"""Earlier versions of a dated page, such as the privacy policy, from its history.

Readers may see what was public before: the last text of each date of effect. What staff wrote meanwhile and
nobody could read stays with staff.
"""

import datetime
from itertools import pairwise
from typing import Any

from seoulsolution.content import clock
from seoulsolution.content.models import State
from seoulsolution.pages.models import Page
from seoulsolution.revisions import building, snapshots
from seoulsolution.revisions.models import Event, Revision


def earlier_versions(page: Page) -> dict[datetime.date, Page]:
    """Return {date of effect: the page as it last was public with it}, the latest first.

    One query; none for a page that is not dated.
    """
    if not page.effective_on:
        return {}
    revisions = list(Revision.objects.of(page).live().order_by("number"))
    # The first revision of a record that was there before is "found": its text is as old as the record.
    starts = [page.created_at if one.event == Event.FOUND else one.created_at for one in revisions]
    found: dict[datetime.date, Page] = {}
    for revision, (start, end) in zip(revisions, pairwise([*starts, clock.now()]), strict=True):
        if not snapshots.read(revision.data)["fields"].get("effective_on"):
            continue  # written before pages had dates
        version: Any = building.build(page, revision.data)
        if version.effective_on != page.effective_on and _was_public(version, start, end):
            found[version.effective_on] = version
    return dict(sorted(found.items(), reverse=True))


def _was_public(version: Page, start: datetime.datetime, end: datetime.datetime) -> bool:
    """Return whether anybody could read ``version`` at a moment from ``start`` to ``end``."""
    begins, expires = version.go_live_at or start, version.expires_at or end
    is_published = version.state == State.PUBLISHED and bool(version.languages)
    return is_published and max(begins, start) < min(expires, end)
