"""Comparison of the index with the records that it should have."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet

from seoulsolution.search import registry
from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.index.entries import by_id, chunks, left_over, read, wanted
from seoulsolution.search.language.spelling import words_of
from seoulsolution.search.language.tokens import VERSION, index_tokens, record_tokens
from seoulsolution.search.models import IndexedRecord, IndexedText, StoredText

#: One text in so many is checked by all its words, the others by the words of their titles: analysing every
#: text would be most of the work of a rebuild.
LOOKED_UP_WHOLE = 50
#: So many of the oldest and of the newest texts say whether the index is outdated.
SAMPLE = 100


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
    for source in registry.sources().values():
        for pks in chunks(source, using):
            indexed = read(source, pks, using)
            should = wanted(source, list(source.model.objects.using(using).filter(pk__in=pks)), using)
            faults = {pk: _fault(indexed.get(pk), should.get(pk)) for pk in pks}
            faults |= _word_faults([row for pk, row in indexed.items() if not faults[pk]], connections[using])
            yield from (Drift(source.name, pk, fault) for pk, fault in faults.items() if fault)
        yield from (Drift(source.name, pk, "left over") for pk in left_over(source, using))


def _fault(row, should):
    if row is None or should is None:
        return {(True, False): "missing", (False, True): "left over"}.get((row is None, should is None))
    return None if row == should else "outdated"


def _word_faults(rows, connection) -> dict[int, str]:
    """Return {id of a record: fault} of the words of ``rows`` (Entries) whose stored texts are right."""
    texts = by_id(rows)
    lost = set(backend_of(connection).lost(connection, _tokens(texts)))
    words = {pk: words_of("\n".join(text.words)) for pk, text in texts.items()}
    unlisted = vocabulary.unlisted(connection, set().union(*words.values()))
    faults = {}
    for row in rows:
        ids = by_id([row]).keys()
        if ids & lost:
            faults[row.object_id] = "not found"
        elif any(words[pk] & unlisted for pk in ids):
            faults[row.object_id] = "not listed"
    return faults


def _tokens(texts):
    """Return {id: (tokens of the title, of title and text or None)} of ``texts`` {id: Text}."""
    tokens = {}
    for place, (pk, text) in enumerate(texts.items()):
        of_title = index_tokens(text.words[0])
        is_whole = not of_title or place % LOOKED_UP_WHOLE == 0
        tokens[pk] = record_tokens(*text.words) if is_whole else (of_title, None)
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


def is_outdated(using: str) -> bool:
    """Tell whether words were read in another way when the index was made: ``rebuild_search`` is due.

    This looks at some of the oldest and of the newest texts; ``check_search`` looks at every one.
    """
    texts = StoredText.objects.using(using).values_list("version", flat=True)
    return any(version < VERSION for order in ("pk", "-pk") for version in texts.order_by(order)[:SAMPLE])
