"""Indexes that follow each change of a record, brought up to date once for many changes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

#: Given what the index is of, the ids of records and the name of a database, brings the index up to date.
Refresh = Callable[[Any, Iterable[int], str], None]

_waiting: ContextVar[dict[tuple[Refresh, Any, str], dict[int, None]] | None] = ContextVar(
    "waiting", default=None
)


@contextmanager
def postponed() -> Iterator[None]:
    """Refresh the indexes once at the end instead of after each change.

    Use it inside the transaction of the changes, so that they and the indexes are committed together. Inside
    another one, it leaves the refresh to that.
    """
    if _waiting.get() is not None:
        yield
        return
    changes: dict[tuple[Refresh, Any, str], dict[int, None]] = {}
    token = _waiting.set(changes)
    try:
        yield
    finally:
        _waiting.reset(token)
    for (refresh, source, using), pks in changes.items():
        refresh(source, pks, using)


def call(refresh: Refresh, source: Any, pks: Iterable[int], using: str) -> None:
    """Call ``refresh(source, pks, using)``: now, or at the end of ``postponed``, once for all ids."""
    changes = _waiting.get()
    if changes is None:
        refresh(source, pks, using)
    else:
        changes.setdefault((refresh, source, using), {}).update(dict.fromkeys(pks))
