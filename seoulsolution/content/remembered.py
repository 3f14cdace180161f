"""Numbers that stay the same until the content changes, such as the counts beside the filters of a list."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Value = TypeVar("Value")
#: Given a key, a function that computes the value, and whether it is a count, returns the value.
Memory = Callable[[Hashable, Callable[[], Any], bool], Any]

_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


def remembered(key: Hashable, compute: Callable[[], Value]) -> Value:
    """Return ``compute()``, or what it was for the same ``key`` in the same state of the content.

    Whoever makes a page decides whether anything is remembered (seoulsolution.pagecache); outside of one
    nothing is. The value must not be changed.
    """
    memory = _memory.get()
    return memory(key, compute, False) if memory else compute()


def counted(key: Hashable, compute: Callable[[], Value]) -> Value:
    """Return the same of numbers of records, which stay when texts alone have changed.

    They must follow from columns that are no texts (pagecache/triggers.py) and from rows beside the records.
    """
    memory = _memory.get()
    return memory(key, compute, True) if memory else compute()


@contextmanager
def using(memory: Memory) -> Iterator[None]:
    """Let ``remembered`` ask ``memory``."""
    token = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(token)
