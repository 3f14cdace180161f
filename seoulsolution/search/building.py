"""Rebuilding the whole index."""

from collections import deque
from itertools import count

from django.db import connections, transaction
from django.db.models import Max

from seoulsolution.search import registry, vocabulary
from seoulsolution.search.analyst import analysing
from seoulsolution.search.backends import backend_of
from seoulsolution.search.index import batch_of, chunks, wanted
from seoulsolution.search.models import Facets, IndexedRecord

#: Batches that wait for their turn or for the result of their analysis.
AHEAD = 6


def rebuild(using):
    """Rebuild the index in one transaction; yield the number of texts written per record read.

    Until it is done, readers use the old index and writers wait.
    """
    connection = connections[using]
    backend = backend_of(connection)
    records = sum(source.model.objects.using(using).count() for source in registry.sources().values())
    with transaction.atomic(using=using), analysing(records) as analyse:
        # Above all ids in use, so that nobody who has read an old id finds another record under it.
        highest = IndexedRecord.objects.using(using).aggregate(highest=Max("pk"))["highest"] or 0
        suffix = backend.begin(connection)
        numbers, words = Numbers(highest), set()
        for batch, texts in _analysed(_batches(numbers, using), analyse):
            backend.add(connection, batch, suffix)
            words |= batch.words
            yield from texts
        backend.finish(connection)
        vocabulary.replace(connection, words)


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
