"""Comparison of the index with the records that it should have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet

from seoulsolution.search import registry
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.index.entries import Text, by_id, chunks, left_over, read, wanted
from seoulsolution.search.language.plan import Plan
from seoulsolution.search.language.tokens import VERSION, index_tokens
from seoulsolution.search.language.words import Alternative, Term, Word
from seoulsolution.search.models import IndexedRecord, IndexedText, StoredText

#: The first words of a text, one of which is looked up.
_BEGINNING = re.compile(r"(?:\s*\S+){,20}")
#: So many of the oldest and of the newest texts say whether the index is outdated.
SAMPLE = 100


@dataclass(frozen=True)
class Drift:
    """A record that the index has wrong: "missing", "left over", "outdated" or "not found" by its words."""

    kind: str
    object_id: int
    fault: str


def find_drift(using: str) -> Iterator[Drift]:
    """Yield the differences between records and index."""
    for source in registry.sources().values():
        for pks in chunks(source, using):
            indexed = read(source, pks, using)
            should = wanted(source, list(source.model.objects.using(using).filter(pk__in=pks)), using)
            for pk in sorted(indexed.keys() | should.keys()):
                if fault := _fault(indexed.get(pk), should.get(pk), connections[using]):
                    yield Drift(source.name, pk, fault)
        yield from (Drift(source.name, pk, "left over") for pk in left_over(source, using))


def _fault(row, should, connection):
    if row is None or should is None:
        return "missing" if row is None else "left over"
    if row != should:
        return "outdated"
    return "" if all(_is_found(connection, *text) for text in by_id([row]).items()) else "not found"


def _is_found(connection, pk: int, text: Text) -> bool:
    """Return whether a text is found by a word of its title and by one of its beginning.

    What the database keeps is written in one go, so that one word tells of all.
    """
    title, rest = text.words
    with connection.cursor() as cursor:
        for words, title_only in ((title, True), (f"{title}\n{_BEGINNING.match(rest).group()}", False)):
            # The longest token is usually the rarest.
            if tokens := sorted(index_tokens(words), key=len):
                plan = Plan((Word("", (Alternative((Term(tokens[-1]),)),)),))
                match, parameters = backend_of(connection).matches(plan, title_only)
                cursor.execute(f"SELECT 1 FROM ({match}) AS found WHERE id = %s", [*parameters, pk])  # noqa: S608
                if not cursor.fetchone():
                    return False
    return True


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
