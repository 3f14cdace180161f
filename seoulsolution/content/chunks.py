"""Going through the rows of a table, a few at a time."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")

#: Ids in one statement.
IDS_AT_ONCE = 5000


def in_chunks(rows: QuerySet[Any], size: int = 300) -> Iterator[list[Any]]:
    """Yield lists of at most ``size`` of ``rows`` in the order of their keys. One list is in memory.

    A list is read when the one before has been dealt with, so no cursor stays open over a commit.
    """
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield chunk
        last = chunk[-1].pk


def in_batches(ids: Sequence[T], size: int = IDS_AT_ONCE) -> Iterator[Sequence[T]]:
    """Yield slices of ``ids`` that one statement can name."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
