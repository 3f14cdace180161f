"""What the records of a file would be written as: all that can be worked out before the database is asked."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from seoulsolution.content import bulk
from seoulsolution.content.chunks import in_batches
from seoulsolution.importing.loading.identity import import_key
from seoulsolution.importing.loading.ledger import facts_of
from seoulsolution.importing.loading.topics import Topics
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.loading.writers.base import Values, Writer
from seoulsolution.importing.models import Identity, LedgerEntry
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

    @cached_property
    def made(self) -> tuple[Any, dict[str, Any]]:
        """The record that the values make, unsaved, and what its ledger entry has of the text."""
        return self.writer.build(self.values, self.key), facts_of(self.record)

    def new(self, parent: models.Model | None = None) -> tuple[Any, LedgerEntry]:
        """Return a new record and its entry, unsaved: others each time, since transactions may fail."""
        draft, facts = self.made
        instance = copy(draft)
        if parent is not None:
            setattr(instance, instance.revision_parent, parent)
        return instance, LedgerEntry(**facts, record=instance)


def candidate(record: ParsedRecord, topics: Topics, parent_key: str = "", position: int = 0) -> Candidate:
    """Return a record with its children; ``position`` is its place among those of its parent."""
    key = import_key(record, parent_key)
    places = enumerate(record.children, start=1)
    children = tuple(candidate(child, topics, key, place) for place, child in places)
    writer = WRITERS[record.kind]
    values = {} if record.refusal else writer.values(record, topics, position)
    reviews = [] if record.refusal else writer.reviews(record, values)
    return Candidate(record, key, values, reviews, children)


def prepare(candidates: Iterable[Candidate]) -> None:
    """Prepare the records that look new, so that the transaction in which they are written is short."""
    by_key: dict[str, Candidate] = {}
    for each in each_of(candidates):
        if not each.record.refusal:
            by_key.setdefault(each.key, each)
    for keys in in_batches(tuple(by_key)):
        for key in Identity.objects.filter(key__in=keys).values_list("key", flat=True):
            del by_key[key]
    if new := [each for each in by_key.values() if "made" not in vars(each)]:
        bulk.prepare([each.made[0] for each in new])


def each_of(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates in the order of their page, each followed by its children."""
    for each in candidates:
        yield each
        yield from each.children
