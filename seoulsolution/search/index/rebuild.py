"""Rebuilding the whole index."""

from collections.abc import Iterator
from contextlib import nullcontext

from django.db import connections, transaction

from seoulsolution.pagecache.version import note_change
from seoulsolution.search import registry
from seoulsolution.search.index import ahead
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.index.consistency import orphans
from seoulsolution.search.index.entries import chunks, left_over, refresh, refresh_chunk

#: Up to so many records are indexed in one transaction where the index is emptied first, so that readers see
#: the old one until it ends. With more, others would wait too long to write.
AT_ONCE = 8000


def rebuild(using: str) -> Iterator[int]:
    """Rebuild the index; yield the number of texts written per record read.

    The entries of some records at a time are replaced, while others read and write. Where old tokens cannot
    be deleted one by one (SQLite), the index is emptied first, and searches find less until it is done.
    """
    connection = connections[using]
    backend = backend_of(connection)
    records = sum(source.model.objects.using(using).count() for source in registry.sources().values())
    few = records <= AT_ONCE
    at_once = transaction.atomic(using=using) if few and backend.IS_EMPTIED else nullcontext()
    with nullcontext() if few else ahead.in_processes(), at_once:
        with transaction.atomic(using=using):
            backend.begin_rebuild(connection)
        for source in registry.sources().values():
            for pks in chunks(source, using):
                with transaction.atomic(using=using):
                    entries = refresh_chunk(source, pks, using, is_afresh=True)
                yield from (len(entries[pk].texts) if pk in entries else 0 for pk in pks)
            refresh(source, left_over(source, using), using)
        for rows in orphans(using):
            rows.delete()
        backend.end_rebuild(connection)
        note_change()
