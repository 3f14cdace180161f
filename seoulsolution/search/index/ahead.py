"""Tokens that are made ahead of what writes them.

They are made before the transaction, because on SQLite nobody else writes during that; a large rebuild makes
them in other processes while it does the rest.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from multiprocessing import get_context, parent_process
from threading import Thread

from seoulsolution.search.language.tokens import record_tokens

#: (title, text) of a text; or the tokens of its title and those of both, each joined by spaces: sets of the
#: tokens of a large file would take many times the memory.
Pair = tuple[str, str]
#: How many processes make tokens, how many texts each takes at a time.
PROCESSES, TEXTS = 2, 50
_made: ContextVar[Callable[[], dict[Pair, Pair]]] = ContextVar("made", default=dict)
_processes: ContextVar[Executor | None] = ContextVar("processes", default=None)


@contextmanager
def in_processes() -> Iterator[Callable[[], object]]:
    """Let :func:`make` begin the work and return, other processes do it, and :func:`tokens` wait for it.

    Another thread calls what is yielded to do likewise.
    """
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=_end_with_parent) as processes:
        before = _processes.set(processes)
        try:
            yield lambda: _processes.set(processes)
        finally:
            _processes.reset(before)
            _made.set(dict)  # what is not made yet never will be


def _end_with_parent():
    """End this process if its parent is killed, whose work it would wait for."""

    def end():
        parent_process().join()
        os._exit(1)

    Thread(target=end, daemon=True).start()


def make(texts: Iterable[Pair]) -> None:
    """Make the tokens of texts that are about to be written, in place of those that were made before."""
    texts, processes = list(texts), _processes.get()
    made = processes.map(_tokens, texts, chunksize=TEXTS) if processes else [*map(_tokens, texts)]
    _made.set(cache(lambda: dict(zip(texts, made, strict=True))))


def tokens(text: Pair) -> Pair:
    """Return the tokens of a text, which may have been made ahead."""
    return _made.get()().get(text) or _tokens(text)


def _tokens(text: Pair) -> Pair:
    # Sorted tokens compress well, and databases are quick to sort what is sorted already.
    title, both = (" ".join(sorted(some)) for some in record_tokens(*text))
    return title, both
