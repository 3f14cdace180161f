"""Comparing the index with the records it should hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.models import Exists, OuterRef

from seoulsolution.search import registry
from seoulsolution.search.backends import backend_of
from seoulsolution.search.index import chunks, is_true, wanted
from seoulsolution.search.models import IndexedRecord, IndexedText, StoredText
from seoulsolution.search.reading import read


@dataclass(frozen=True)
class Drift:
    """One record that the index has wrong: ``fault`` is "missing", "left over" or "outdated"."""

    kind: str
    object_id: int
    fault: str


def find_drift(using: str) -> Iterator[Drift]:
    """Yield what differs between records and index."""
    for source in registry.sources().values():
        seen = set()
        for records in chunks(source, using):
            pks = [record.pk for record in records]
            indexed = read(source, pks, using)
            should = wanted(source, records, source.topics_of(pks, using))
            for pk in pks:
                if fault := _fault(indexed.get(pk), should.get(pk)):
                    yield Drift(source.name, pk, fault)
            seen.update(pks)
        rows = IndexedRecord.objects.using(using).filter(kind=source.number)
        for object_id in rows.values_list("object_id", flat=True).iterator():
            if object_id not in seen:
                yield Drift(source.name, object_id, "left over")


def strays(using: str) -> tuple[int, int]:
    """Return how many (texts have no words, words have no text or record) in the index itself."""
    connection = connections[using]
    wordless, textless = backend_of(connection).strays(connection)
    record = IndexedRecord.objects.using(using).filter(pk=OuterRef("pk") / 2)
    orphans = (
        model.objects.using(using).filter(~Exists(record)).count() for model in (IndexedText, StoredText)
    )
    return wordless, textless + max(orphans)


def _fault(row, should):
    if row is None or should is None:
        return {(True, False): "missing", (False, True): "left over"}.get((row is None, should is None))
    return None if is_true(row, should) else "outdated"
