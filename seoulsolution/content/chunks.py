"""Going through all rows of a table, a few at a time."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet


def in_chunks(rows: QuerySet[Any], size: int = 300) -> Iterator[list[Any]]:
    """Yield lists of at most ``size`` of ``rows`` in the order of their keys. One list is in memory.

    A list is read when the one before has been dealt with, so no cursor stays open over a commit.
    """
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield chunk
        last = chunk[-1].pk
