"""Rebuilding the whole index."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial

from django.db import connections, transaction

from seoulsolution.pagecache.version import note_change
from seoulsolution.search import registry
from seoulsolution.search.index import ahead, vocabulary
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.index.consistency import orphans
from seoulsolution.search.index.entries import chunks, left_over, refresh, refresh_chunk

#: Up to so many records are indexed in one transaction where the index is emptied first, so that readers see
#: the old one until it ends. With more, others would wait too long to write.
AT_ONCE = 8000
#: How many steps writers are ahead of what sorts their tokens: what waits for it takes room in the index.
STEPS_AHEAD = 8


def rebuild(using: str) -> Iterator[int]:
    """Rebuild the index; yield the number of texts written per record read.

    The entries of some records at a time are replaced, while others read and write. Where old tokens cannot
    be deleted one by one (SQLite), the index is emptied first, and searches find less until it is done.
    """
    connection = connections[using]
    backend = backend_of(connection)
    records = sum(source.model.objects.using(using).count() for source in registry.sources().values())
    listed: set[str] = set()
    few = records <= AT_ONCE
    at_once = transaction.atomic(using=using) if few and backend.IS_EMPTIED else nullcontext()
    with nullcontext(map) if few else _side_by_side(backend.WRITERS, using) as each, at_once:
        with transaction.atomic(using=using):
            backend.begin_rebuild(connection)
        words = vocabulary.all_words(connection)
        for source in registry.sources().values():
            for numbers in each(partial(_write, source, using, listed), chunks(source, using)):
                backend.end_step(connection)
                yield from numbers
            refresh(source, left_over(source, using), using)
        for rows in orphans(using):
            rows.delete()
        vocabulary.remove(connection, words - listed)
        backend.end_rebuild(connection)
        note_change()


def _write(source, using, listed, pks):
    """Write the entries of some records; return the number of texts of each."""
    with transaction.atomic(using=using):
        backend_of(connections[using]).begin_step(connections[using])
        entries = refresh_chunk(source, pks, using, listed)
    return [len(entries[pk].texts) if pk in entries else 0 for pk in pks]


@contextmanager
def _side_by_side(writers: int, using: str) -> Iterator[Callable]:
    """Yield a ``map`` for which other processes make the tokens; several ``writers`` are threads."""
    with ahead.in_processes() as share:
        if writers == 1:
            yield map
            return

        def call(function, item):
            try:
                return function(item)
            finally:
                connections[using].close()

        def in_order(function, items):
            begun = deque()
            for item in items:
                begun.append(threads.submit(call, function, item))
                if len(begun) > STEPS_AHEAD:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()

        with ThreadPoolExecutor(writers, initializer=share) as threads:
            yield in_order
