"""Comparison of the index with the records that it should have."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet

from seoulsolution.search import registry
from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.index.entries import CHUNK, read, wanted
from seoulsolution.search.language.spelling import words_of
from seoulsolution.search.language.tokens import index_tokens, record_tokens
from seoulsolution.search.models import IndexedRecord, IndexedText, StoredText, text_id

#: One text in so many is checked by all its words, the others by the words of their titles: analysing every
#: text would be most of the work of a rebuild.
LOOKED_UP_WHOLE = 50


@dataclass(frozen=True)
class Drift:
    """A record that the index has wrong.

    ``fault`` is "missing", "left over", "outdated", "not found" (by its words) or "not listed" (one of its
    words is missing in the vocabulary).
    """

    kind: str
    object_id: int
    fault: str


def find_drift(using: str) -> Iterator[Drift]:
    """Yield the differences between records and index."""
    words = Words(connections[using])
    for source in registry.sources().values():
        seen = set()
        for records in _chunks(source.model.objects.using(using)):
            pks = [record.pk for record in records]
            indexed = read(source, pks, using)
            should = wanted(source, records, using)
            faults = {pk: _fault(indexed.get(pk), should.get(pk)) for pk in pks}
            faults |= words.faults([row for pk, row in indexed.items() if not faults[pk]])
            yield from (Drift(source.name, pk, fault) for pk, fault in faults.items() if fault)
            seen.update(pks)
        rows = IndexedRecord.objects.using(using).filter(kind=source.number)
        for object_id in rows.values_list("object_id", flat=True).iterator():
            if object_id not in seen:
                yield Drift(source.name, object_id, "left over")


def _chunks(rows):
    """Yield all of ``rows`` in lists of CHUNK, ordered by id."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


class Words:
    """Check that the words of texts are in the index and in the vocabulary."""

    def __init__(self, connection):
        self.connection = connection
        self.listed, self.unlisted = set(), set()

    def faults(self, rows) -> dict[int, str]:
        """Return {id of a record: fault} of ``rows`` (Entries) whose stored texts are right."""
        texts = {text_id(row.record_id, code): text.words for row in rows for code, text in row.texts.items()}
        lost = set(backend_of(self.connection).lost(self.connection, _tokens(texts)))
        words = {pk: words_of("\n".join(pair)) for pk, pair in texts.items()}
        self._look_up(set().union(*words.values()))
        faults = {}
        for row in rows:
            ids = {text_id(row.record_id, code) for code in row.texts}
            if ids & lost:
                faults[row.object_id] = "not found"
            elif any(words[pk] & self.unlisted for pk in ids):
                faults[row.object_id] = "not listed"
        return faults

    def _look_up(self, words):
        new = words - self.listed - self.unlisted
        missing = vocabulary.unlisted(self.connection, new)
        self.unlisted |= missing
        self.listed |= new - missing


def _tokens(texts):
    """Return {id: (tokens of the title, of title and text or None)} of ``texts`` {id: (title, text)}."""
    tokens = {}
    for place, (pk, (title, text)) in enumerate(texts.items()):
        of_title = index_tokens(title)
        is_whole = not of_title or place % LOOKED_UP_WHOLE == 0
        tokens[pk] = record_tokens(title, text) if is_whole else (of_title, None)
    return tokens


def strays(using: str) -> tuple[int, int]:
    """Return (number of texts without words, number of words without a text or record)."""
    connection = connections[using]
    wordless, textless = backend_of(connection).strays(connection)
    return wordless, textless + max(rows.count() for rows in orphans(using))


def orphans(using: str) -> list[QuerySet]:
    """Return the rows of texts without a record."""
    record = IndexedRecord.objects.using(using).filter(pk=OuterRef("pk") / 2)
    return [model.objects.using(using).filter(~Exists(record)) for model in (IndexedText, StoredText)]


def _fault(row, should):
    if row is None or should is None:
        return {(True, False): "missing", (False, True): "left over"}.get((row is None, should is None))
    return None if row == should else "outdated"
