"""Building the whole index anew."""

import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import count
from multiprocessing import get_context

from django.db import connections, transaction
from django.db.models import Max

from seoulsolution.search import registry, vocabulary
from seoulsolution.search.backends import backend_of
from seoulsolution.search.index import batch_of, chunks, wanted
from seoulsolution.search.models import Facets, IndexedRecord
from seoulsolution.search.spelling import tokens_and_words

#: From so many records on a second process is worth its start; so many chunks are in its queue.
PROCESS_FROM, AHEAD = 3000, 4


def rebuild(using):
    """Build the index anew in one transaction; yield the number of texts written for each record read.

    Readers keep the old index until it is done, and writers wait.
    """
    connection = connections[using]
    backend = backend_of(connection)
    with transaction.atomic(using=using), _analyst(using) as analyse:
        # Above all numbers in use: nobody who read an old one finds another record under it.
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
    """Gives out the ids of records and of combinations of facets."""

    def __init__(self, highest):
        self.records, self.facets, self.new = count(highest + 1), {}, []

    def of_facets(self, key):
        """Return the id of a combination; rows of new ones gather in ``new``."""
        if key not in self.facets:
            self.facets[key] = len(self.facets) + 1
            self.new.append((self.facets[key], *key))
        return self.facets[key]

    def taken(self):
        """Return the new rows since the last time."""
        new, self.new = self.new, []
        return new


def _batches(numbers, using):
    """Yield (Batch without tokens, [number of texts of each record read])."""
    for source in registry.sources().values():
        for records in chunks(source, using):
            found = wanted(source, records, using)
            rows = [(next(numbers.records), source.number, pk) for pk in found]
            batch = batch_of(
                (row[0], one, numbers.of_facets(one.facets), one.texts)
                for row, one in zip(rows, found.values(), strict=True)
            )
            batch.rows |= {IndexedRecord: rows, Facets: numbers.taken()}
            yield batch, [len(found[record.pk].texts) if record.pk in found else 0 for record in records]


def _analysed(batches, analyse):
    """Put tokens and words into the batches, in their order, while the next ones are read."""
    waiting = deque()
    for batch, texts in batches:
        waiting.append((batch, texts, analyse(batch.pairs)))
        if len(waiting) > AHEAD:
            yield _finished(*waiting.popleft())
    while waiting:
        yield _finished(*waiting.popleft())


def _finished(batch, texts, analysed):
    batch.tokens, batch.words = analysed()
    return batch, texts


@contextmanager
def _analyst(using):
    """Give a function from [(title, text)] to a function that returns their tokens and words when ready.

    With many records and more than one processor, that is another process, which needs no database.
    """
    records = sum(source.model.objects.using(using).count() for source in registry.sources().values())
    if records < PROCESS_FROM or (os.cpu_count() or 1) < 2:
        yield lambda pairs: partial(tokens_and_words, pairs)
        return
    # Spawned: a copy of this process would hold its connections.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda pairs: pool.submit(tokens_and_words, pairs).result
