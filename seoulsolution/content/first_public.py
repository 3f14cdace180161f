"""When a text first became public, in each language: the order and the dates of feeds.

It is kept with the record in ``first_public_en`` and ``first_public_ko`` (``Content.save`` sets them), and
stays when the text is edited, withdrawn or published again.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from seoulsolution.content.chunks import in_chunks
from seoulsolution.content.dates import midnight
from seoulsolution.content.languages import CODES, other

#: The moment of an imported text whose date is not recorded: it comes after all others.
LONG_AGO = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)
FIELDS = tuple(f"first_public_{code}" for code in CODES)
#: The fields that decide it, besides the texts.
DECIDED_BY = frozenset({"state", "go_live_at", "expires_at", "withheld_en", "withheld_ko"})
#: When readers of each language last saw what staff changed.
EDITED_FIELDS = tuple(f"edited_at_{code}" for code in CODES)

_is_importing: ContextVar[bool] = ContextVar("is_importing", default=False)


@contextmanager
def bulk_import() -> Iterator[None]:
    """Let records that are saved count as public since their own date, and as edited by nobody."""
    token = _is_importing.set(True)
    try:
        yield
    finally:
        _is_importing.reset(token)


def is_importing() -> bool:
    return _is_importing.get()


def at_own_date(day: datetime.date | None) -> datetime.datetime:
    """Return the moment of an imported text with the date ``day``."""
    return max(midnight(day), LONG_AGO) if day else LONG_AGO


def note(record: Any) -> None:
    """Set the moments of ``record``, which is about to be saved.

    That of a text that is public, or will be by itself, is the later of now and "go live at". One that is
    still ahead follows the record; one that has passed stays.
    """
    now = timezone.now()
    start = min(at_own_date(record.own_date), now) if is_importing() else now
    for code, name in zip(CODES, FIELDS, strict=True):
        known = getattr(record, name)
        if known is None or known > now:
            moment = max(start, record.go_live_at or start)
            is_public = record.state == record.State.PUBLISHED and record.has_text(code)
            is_over = record.expires_at is not None and record.expires_at <= max(now, moment)
            setattr(record, name, moment if is_public and not is_over else None)


def note_many(records: QuerySet[Any]) -> None:
    """Set the moments of ``records`` in the database, after a bulk update."""
    now = timezone.now()
    moment = Greatest(Value(now), Coalesce("go_live_at", Value(now)))
    not_over = Q(expires_at=None) | Q(expires_at__gt=moment)
    for code, name in zip(CODES, FIELDS, strict=True):
        is_public = not_over & Q(**{"state": records.model.State.PUBLISHED, f"available_{code}": True})
        ahead = records.filter(Q(**{name: None}) | Q(**{f"{name}__gt": now}))
        QuerySet.update(ahead, **{name: Case(When(is_public, then=moment), default=None)})


def in_order_of(language: str) -> Any:
    """Return when the text that a reader of ``language`` is shown first became public."""
    return Case(
        When(**{f"available_{language}": True}, then=F(f"first_public_{language}")),
        default=F(f"first_public_{other(language)}"),
    )


def fill(model: Any, own_date: Callable[[Any], datetime.date | None] = lambda record: None) -> None:
    """Fill in the moments of the rows that have none, for a migration; ``own_date`` is that of an import.

    What staff made became public when it was created or went live: nobody has written down more. A few rows
    are locked at a time.
    """
    minute = datetime.timedelta(minutes=1)
    for rows in in_chunks(model.objects.filter(**dict.fromkeys((*FIELDS, *EDITED_FIELDS)))):
        for record in rows:
            is_imported = bool(record.import_key)
            is_untouched = is_imported and record.updated_at - record.created_at < minute
            for name in EDITED_FIELDS:
                setattr(record, name, None if is_untouched else record.updated_at)
            created = record.created_at
            start = min(at_own_date(own_date(record)), created) if is_imported else created
            for code, name in zip(CODES, FIELDS, strict=True):
                if record.state != "draft" and getattr(record, f"available_{code}"):
                    setattr(record, name, max(start, record.go_live_at or start))
        model.objects.bulk_update(rows, [*FIELDS, *EDITED_FIELDS])
