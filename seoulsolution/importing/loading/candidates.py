"""What the records of a file would be written as: all that can be worked out before the database is asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seoulsolution.importing.loading.identity import import_key
from seoulsolution.importing.loading.topics import Topics
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.loading.writers.base import Values, Writer
from seoulsolution.importing.parsing.records import ParsedRecord, ReviewNote


@dataclass(frozen=True)
class Candidate:
    """A record with its key, the values that a new one gets, and the reasons to review it.

    One that cannot be stored has neither values nor reasons.
    """

    record: ParsedRecord
    key: str
    values: Values
    reviews: list[ReviewNote]
    children: tuple["Candidate", ...] = ()

    @property
    def writer(self) -> Writer:
        return WRITERS[self.record.kind]


def candidate(record: ParsedRecord, topics: Topics, parent_key: str = "", position: int = 0) -> Candidate:
    """Return a record with its children; ``position`` is its place among those of its parent."""
    key = import_key(record, parent_key)
    places = enumerate(record.children, start=1)
    children = tuple(candidate(child, topics, key, place) for place, child in places)
    writer = WRITERS[record.kind]
    values = {} if record.refusal else writer.values(record, topics, position)
    reviews = [] if record.refusal else writer.reviews(record, values)
    return Candidate(record, key, values, reviews, children)


def each_of(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates in the order of their page, each followed by its children."""
    for each in candidates:
        yield each
        yield from each.children
