"""Analysing many texts: in this process and, where that pays, in a second one at the same time."""

import os
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from seoulsolution.search.analysis import TEXT_LIMIT, joined_tokens
from seoulsolution.search.spelling import words_of

#: From so many records on a second process is worth its start; so many batches are given to it at a time,
#: so that it never waits for the next one.
PROCESS_FROM, GIVEN = 3000, 4
#: What an Analyst remembers takes up to about 50 MB.
_REMEMBERED = 300_000


class Analyst:
    """Gives, for batch after batch of texts, each (title, text), what joined_tokens() makes of them, and
    their words, but for those of batches before that stood there in the same form.

    So a form of a word is looked at once and not wherever it stands.
    """

    def __init__(self):
        self._seen = set()

    def __call__(self, pairs: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], set[str]]:
        # No word goes on behind a blank, so texts can be parted there before they are normalised.
        forms = set().union(*(part[:TEXT_LIMIT].split() for pair in pairs for part in pair)) - self._seen
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        self._seen |= forms
        return joined_tokens(pairs), set().union(*map(words_of, forms))


@contextmanager
def analysing(records: int):
    """Give a function from texts, each (title, text), to the Future of what an Analyst makes of them.

    With many records and more than one processor, a second process, which needs no database, takes as many
    as it can; what it has no time for is analysed at once.
    """
    analyst = Analyst()
    if records < PROCESS_FROM or (os.cpu_count() or 1) < 2:
        yield lambda pairs: _done(analyst(pairs))
        return
    # Spawned: a copy of this process would hold its connections.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_employ) as pool:
        given = []

        def analyse(pairs):
            given[:] = [future for future in given if not future.done()]
            if len(given) >= GIVEN:
                return _done(analyst(pairs))
            given.append(pool.submit(_analyse, pairs))
            return given[-1]

        yield analyse


def _done(result):
    future = Future()
    future.set_result(result)
    return future


#: The Analyst of the second process.
_employed = []


def _employ():
    _employed.append(Analyst())


def _analyse(pairs):
    return _employed[0](pairs)
