"""An edition: what readers see under one content version, until the site next changes by itself."""

import datetime
import logging
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from seoulsolution.content import clock
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
    until: datetime.datetime
    _numbers: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def remember(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """Return ``compute()``, once per key (``content.remembered``)."""
        if (value := self._numbers.get(key, _MISSING)) is _MISSING:
            value = compute()
            if len(self._numbers) < MOST_NUMBERS:
                self._numbers[key] = value
        return value


_latest: Edition | None = None
_lock = threading.Lock()


def current() -> Edition | None:
    """Return the edition of the present moment, or None if pages cannot be kept now.

    One query, and one more after each change and moment.
    """
    global _latest
    known = version.read()
    if known is None or not _is_watched():
        return None
    edition, now = _latest, clock.now()
    if edition is None or edition.version != known or edition.until <= now:
        with _lock:
            edition = _latest = Edition(known, next_moment(now))
    return edition


@cache
def _is_watched() -> bool:
    """Return whether the database has all triggers: without them it would not tell what has changed."""
    if missing := triggers.missing():
        logger.error("No page is kept: the database lacks triggers; run migrate. %s", ", ".join(missing))
    return not missing
