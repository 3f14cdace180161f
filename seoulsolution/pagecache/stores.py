"""Where pages are kept: in this process, or in Redis for several servers."""

import hashlib
import logging
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils import timezone

from seoulsolution.pagecache.pages import KeptPage
from seoulsolution.pagecache.version import Version

logger = logging.getLogger(__name__)

Key = tuple[str, ...]
#: Of the bytes in memory, the part that is for search: what people type must not push out pages.
SEARCH_SHARE = 0.2
MOST_SECONDS = 86_400
#: For how long nobody asks a Redis that did not answer.
PAUSE = 5.0
_LOCKS = 64


class Store(Protocol):
    def get(self, version: Version, key: Key) -> KeptPage | None: ...
    def put(self, version: Version, key: Key, page: KeptPage) -> None: ...


class MemoryStore:
    """The pages of one content version, at most ``limit`` bytes: those that were asked for last."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._version: Version | None = None
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version: Version, key: Key) -> KeptPage | None:
        with self._lock:
            if version != self._version or (page := self._pages.get(key)) is None:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, version: Version, key: Key, page: KeptPage) -> None:
        with self._lock:
            if version != self._version:
                if version.is_before(self._version):
                    return
                self._version, self.size = version, 0
                self._pages.clear()
            if old := self._pages.pop(key, None):
                self.size -= _size(key, old)
            if _size(key, page) > self.limit:
                return
            self._pages[key] = page
            self.size += _size(key, page)
            while self.size > self.limit:
                self.size -= _size(*self._pages.popitem(last=False))


def _size(key: Key, page: KeptPage) -> int:
    """Return the bytes, about, that a page takes with its key."""
    return page.size + sum(map(sys.getsizeof, key))


class RedisStore:
    """Pages of all versions in Redis, which drops them itself. When it is away, pages are made."""

    def __init__(self, url: str) -> None:
        import redis  # of the extra "redis"

        self._client = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._error = redis.RedisError
        self._away_until = 0.0

    def get(self, version: Version, key: Key) -> KeptPage | None:
        data = self._ask(lambda: self._client.get(_name(version, key)))
        try:
            return KeptPage.from_bytes(data) if data else None
        except (ValueError, KeyError, TypeError, RecursionError):
            logger.warning("A page in the page cache cannot be read", exc_info=True)
            return None

    def put(self, version: Version, key: Key, page: KeptPage) -> None:
        seconds = int((page.until - timezone.now()).total_seconds())
        if seconds > 0:
            name, data = _name(version, key), page.to_bytes()
            self._ask(lambda: self._client.set(name, data, ex=min(seconds, MOST_SECONDS)))

    def _ask(self, question: Callable[[], Any]) -> Any:
        """Return the answer of Redis, or None; after a failure nobody asks for a while."""
        if time.monotonic() < self._away_until:
            return None
        try:
            return question()
        except (self._error, AttributeError, ValueError, TypeError):  # also of an answer that is not Redis's
            self._away_until = time.monotonic() + PAUSE
            logger.warning("The page cache does not answer; pages are made", exc_info=True)
            return None


def _name(version: Version, key: Key) -> str:
    digest = hashlib.sha256("\0".join(key).encode()).hexdigest()
    return f"seoulsolution:page:{version}:{digest}"


class Shelf:
    """A store, and locks so that a page many ask for at once is made once in this process."""

    def __init__(self, store: Store) -> None:
        self.get, self.put = store.get, store.put
        # Few locks for all pages: two pages may share one, and then wait for each other.
        self._locks = [threading.Lock() for _ in range(_LOCKS)]

    def lock(self, key: Key) -> threading.Lock:
        return self._locks[hash(key) % _LOCKS]


@cache
def shelf(is_search: bool, /) -> Shelf:
    """Return where pages are kept, or results of searches."""
    share = SEARCH_SHARE if is_search else 1 - SEARCH_SHARE
    return Shelf(_shared_store() or MemoryStore(int(settings.PAGE_CACHE_MEGABYTES * 1_000_000 * share)))


@cache
def _shared_store() -> Store | None:
    return RedisStore(settings.CACHE_URL) if settings.CACHE_URL else None
