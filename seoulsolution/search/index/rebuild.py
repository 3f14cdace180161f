"""Rebuilding the whole index."""

import secrets
import time
from collections import deque
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from itertools import count

from django.db import connections, transaction
from django.db.models import Max
from django.db.utils import IntegrityError, OperationalError

from seoulsolution.pagecache.version import note_change
from seoulsolution.search import registry
from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.analyst import analysing
from seoulsolution.search.index.entries import CHUNK, batch_of, bring_in_line, chunks, wanted
from seoulsolution.search.index.reading import read
from seoulsolution.search.index.renewal import beside, renewal_of
from seoulsolution.search.models import Facets, IndexedRecord, MissedChange, Rebuild

#: Batches that wait for their turn or for the result of their analysis.
AHEAD = 6
#: Ids for records that are added while the index is built. The new index has higher ones, so that nobody who
#: has read an old id finds another record under it.
RESERVED = 1_000_000
#: Seconds between two transactions on SQLite, at most, and before another attempt to replace the tables.
LONGEST_PAUSE, AGAIN = 0.12, 2
#: With more changes than FEW, these are brought into the new tables first, while others write: PASSES times,
#: since more may come than go.
FEW, PASSES = 20, 10


class RebuildError(Exception):
    """Another rebuild is under way, or has begun after this one."""


def rebuild(using):
    """Rebuild the index; yield the number of texts written per record read.

    New tables are filled beside those in use, which readers and writers use until the new ones replace them.
    What changes meanwhile is noted by the writers and brought into the new tables before that. Raise
    RebuildError. A rebuild that is killed leaves its tables and notes, which the next one deletes.
    """
    connection = connections[using]
    renewal = renewal_of(connection)
    with renewal.patient(connection):
        turn = _begin(using, renewal)
        try:
            words = yield from _fill(using, turn)
            while not _complete(connection, turn):
                pass
            with beside(connection):
                for statement, parameters in vocabulary.additions(connection, words):
                    with turn(), connection.cursor() as cursor:
                        cursor.execute(statement, parameters)
            _replace(using, turn)
        finally:
            _end(using, renewal, turn)


def _begin(using, renewal):
    """Let writers note what they change; return a context manager for the transactions of the rebuild."""
    key = secrets.token_hex(8)
    try:
        with transaction.atomic(using=using):
            list(Rebuild.objects.using(using).select_for_update(nowait=True))
            Rebuild.objects.using(using).all().delete()
            MissedChange.objects.using(using)._raw_delete(using)
            Rebuild.objects.using(using).create(pk=1, key=key)
            renewal.discard(connections[using])
    except (OperationalError, IntegrityError) as error:
        if isinstance(error, IntegrityError) or renewal.is_refused(error):
            raise RebuildError("Another rebuild is under way.") from None
        raise
    renewal.wait_for_writers(connections[using])
    return partial(_turn, using, key)


@contextmanager
def _turn(using, key):
    """A transaction of the rebuild with this ``key``; afterwards others have time to write.

    On SQLite, who waits for the only writer looks every 100 ms. Raise RebuildError if a later rebuild began.
    """
    start = time.monotonic()
    with transaction.atomic(using=using):
        if not Rebuild.objects.using(using).select_for_update().filter(key=key):
            raise RebuildError("Another rebuild has begun.")
        yield
    connection = connections[using]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(min(time.monotonic() - start, LONGEST_PAUSE))


def _end(using, renewal, turn):
    """Delete what is left of a rebuild that has ended or failed, unless a later one has done so."""
    with suppress(RebuildError), turn():
        renewal.discard(connections[using])
        MissedChange.objects.using(using)._raw_delete(using)
        Rebuild.objects.using(using).all().delete()


def _fill(using, turn):
    """Fill the new tables; yield the number of texts written per record read, and return their words."""
    connection = connections[using]
    renewal = renewal_of(connection)
    records = sum(source.model.objects.using(using).count() for source in registry.sources().values())
    highest = IndexedRecord.objects.using(using).aggregate(highest=Max("pk"))["highest"] or 0
    numbers, words = Numbers(highest + RESERVED), set()
    whole, part = (turn, nullcontext) if renewal.FILLS_AT_ONCE else (nullcontext, turn)
    with whole(), analysing(records) as analyse:
        with part():
            renewal.create(connection)
        for batch, texts in _analysed(_batches(numbers, using), analyse):
            with part():
                renewal.fill(connection, batch)
            words |= batch.words
            yield from texts
    return words


def _complete(connection, turn):
    with turn():
        return renewal_of(connection).complete(connection)


def _replace(using, turn):
    """Replace the old tables with the new ones, as soon as nobody holds a lock on them."""
    connection = connections[using]
    renewal = renewal_of(connection)
    while True:
        for _pass in range(PASSES):
            if _catch_up(using, turn) <= FEW:
                break
        try:
            with turn():
                renewal.lock(connection)
                _catch_up(using, turn)
                renewal.swap(connection)
                note_change()
            return
        except OperationalError as error:
            if not renewal.is_refused(error):
                raise
        time.sleep(AGAIN)


def _catch_up(using, turn) -> int:
    """Bring what writers have noted into the new tables; return the number of records."""
    connection = connections[using]
    changed = {}
    with turn():
        rows = list(MissedChange.objects.using(using).values_list("pk", "kind", "object_id"))
        for start in range(0, len(rows), CHUNK):
            pks = [pk for pk, _kind, _object_id in rows[start : start + CHUNK]]
            MissedChange.objects.using(using).filter(pk__in=pks)._raw_delete(using)
    for _pk, kind, object_id in rows:
        changed.setdefault(kind, set()).add(object_id)
    for kind, found in changed.items():
        source, pks = registry.source_of(kind), sorted(found)
        for start in range(0, len(pks), CHUNK):
            chunk = pks[start : start + CHUNK]
            with turn(), beside(connection):
                records = list(source.records().using(using).filter(pk__in=chunk))
                before = read(source, chunk, using)
                bring_in_line(source, records, source.topics_of(chunk, using), before, using)
    return sum(map(len, changed.values()))


class Numbers:
    """Assign the ids of records and of combinations of facets."""

    def __init__(self, highest):
        self.records, self.facets, self.new = count(highest + 1), {}, []

    def of_facets(self, key):
        """Return the id of a combination; the row of a new one is added to ``new``."""
        if key not in self.facets:
            self.facets[key] = len(self.facets) + 1
            self.new.append((self.facets[key], *key))
        return self.facets[key]

    def taken(self):
        """Return the new rows since the last call."""
        new, self.new = self.new, []
        return new


def _batches(numbers, using):
    """Yield (Batch without tokens, [number of texts of each record read])."""
    for source in registry.sources().values():
        for records in chunks(source, using):
            topics = source.topics_of([record.pk for record in records], using)
            found = wanted(source, records, topics)
            rows = [(next(numbers.records), source.number, pk) for pk in found]
            batch = batch_of(
                (row[0], one, numbers.of_facets(one.facets), one.texts)
                for row, one in zip(rows, found.values(), strict=True)
            )
            batch.rows |= {IndexedRecord: rows, Facets: numbers.taken()}
            yield batch, [len(found[record.pk].texts) if record.pk in found else 0 for record in records]


def _analysed(batches, analyse):
    """Yield the batches in order, with tokens and words, while the next ones are read."""
    waiting = deque()
    for batch, texts in batches:
        waiting.append((batch, texts, analyse(batch.pairs)))
        while waiting and (len(waiting) > AHEAD or waiting[0][2].done()):
            yield _finished(*waiting.popleft())
    while waiting:
        yield _finished(*waiting.popleft())


def _finished(batch, texts, analysed):
    batch.tokens, batch.words = analysed.result()
    return batch, texts
