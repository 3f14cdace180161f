"""An edition: what readers see under one content version, until the site next changes by itself."""

import datetime
import logging
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from seoulsolution.content import clock
from seoulsolution.monitoring.outages import outage_of
from seoulsolution.pagecache import triggers, version
from seoulsolution.pagecache.moments import next_moment
from seoulsolution.pagecache.version import Version

logger = logging.getLogger(__name__)

#: Numbers that are remembered in one edition: senseless addresses must not fill the memory.
MOST_NUMBERS = 5_000
_MISSING = object()


@dataclass(frozen=True)
class Edition:
    version: Version
    began: datetime.datetime
    until: datetime.datetime
    _numbers: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    #: Those that stay while texts alone change. Editions may share them.
    _counts: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def remember(self, key: Hashable, compute: Callable[[], Any], is_count: bool = False) -> Any:
        """Return ``compute()``, once per key (``content.remembered``)."""
        numbers = self._counts if is_count else self._numbers
        if (value := numbers.get(key, _MISSING)) is _MISSING:
            value = compute()
            if len(numbers) < MOST_NUMBERS:
                numbers[key] = value
        return value

    def next(self, known: Version, now: datetime.datetime) -> "Edition":
        """Return the edition that begins ``now``, with the counts of this one while they are right."""
        goes_on = self.began <= now < self.until and known.counts_like(self.version)
        return Edition(known, now, next_moment(now), _counts=self._counts if goes_on else {})


_latest: Edition | None = None
#: When the database last said that the latest edition is the present one.
_confirmed_at: datetime.datetime | None = None
_lock = threading.Lock()


def current() -> Edition | None:
    """Return the edition of the moment of this page, or None if pages cannot be kept now.

    One query, and one more after each change and moment. A page that began before the latest edition has one
    of its own, which ends where that begins. Raise the database's error in an outage.
    """
    global _latest, _confirmed_at
    known = version.read()
    if known is None or not _is_watched(known.schema):
        return None
    edition, now = _latest, clock.now()
    _confirmed_at = now
    if edition and edition.version == known and edition.began <= now < edition.until:
        return edition
    try:
        edition = edition.next(known, now) if edition else Edition(known, now, next_moment(now))
    except DatabaseError as error:
        if outage_of(error):
            raise
        logger.warning("Nobody knows how long a page may be kept", exc_info=True)
        return None
    with _lock:
        if _latest is None or _latest.version != known or _latest.began <= now:
            _latest = edition
    return edition


def last_seen() -> Edition | None:
    """Return the edition that was the present one at most STALE_MINUTES ago and is not over, or None.

    For an outage of the database: what was withdrawn since cannot be known.
    """
    edition, now = _latest, clock.now()
    if edition is None or _confirmed_at is None or now >= edition.until:
        return None
    return edition if now - _confirmed_at < datetime.timedelta(minutes=settings.STALE_MINUTES) else None


@lru_cache(maxsize=8)
def _is_watched(schema: int) -> bool:
    """Return whether the database has all triggers: without them it would not tell what has changed.

    On SQLite that is looked at again when the ``schema`` changes: until a migration has ended, a table may be
    another one without triggers.
    """
    if missing := triggers.missing():
        logger.error("No page is kept: the database lacks triggers; run migrate. %s", ", ".join(missing))
    return not missing
