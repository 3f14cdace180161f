"""Comparing the index with the records it should hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections

from seoulsolution.search import registry
from seoulsolution.search.backends import backend_of
from seoulsolution.search.index import FIELDS, chunks, is_current, read, wanted
from seoulsolution.search.models import IndexedRecord


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
            rows = IndexedRecord.objects.using(using).filter(kind=source.number, object_id__in=pks)
            indexed = read(rows)
            for record in records:
                if fault := _fault(indexed.get(record.pk), wanted(source, record)):
                    yield Drift(source.name, record.pk, fault)
            seen.update(pks)
        rows = IndexedRecord.objects.using(using).filter(kind=source.number)
        for object_id in rows.values_list("object_id", flat=True).iterator():
            if object_id not in seen:
                yield Drift(source.name, object_id, "left over")


def strays(using: str) -> tuple[int, int]:
    """Return how many (texts have no words, words have no text) in the index itself."""
    connection = connections[using]
    return backend_of(connection).strays(connection)


def _fault(row, should):
    if row is None or should is None:
        return {(True, False): "missing", (False, True): "left over"}.get((row is None, should is None))
    texts = {text.language: text for text in row.texts}
    same = (
        all(getattr(row, name) == should.values[name] for name in FIELDS)
        and texts.keys() == should.texts.keys()
        and all(is_current(text, should.texts[code]) for code, text in texts.items())
        and {topic.topic_id for topic in row.topics.all()} == should.topics
    )
    return None if same else "outdated"
