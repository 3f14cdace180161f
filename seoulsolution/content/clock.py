"""The moment for which a page is made: one per request, so that no part of it is of another time."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment: ContextVar[datetime.datetime | None] = ContextVar("moment", default=None)


def now() -> datetime.datetime:
    """Return the moment of the page that is being made, an aware datetime; outside a page, the present."""
    return _moment.get() or timezone.now()


def today() -> datetime.date:
    """Return the day of that moment in Seoul."""
    return timezone.localdate(now())


@contextmanager
def stopped(at: datetime.datetime) -> Iterator[None]:
    """Let ``now()`` return ``at``, an aware datetime."""
    token = _moment.set(at)
    try:
        yield
    finally:
        _moment.reset(token)
