"""Analysis of many texts, in this process and, where it pays, in a second process at the same time."""

import os
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from seoulsolution.search.language.normalisation import TEXT_LIMIT
from seoulsolution.search.language.spelling import words_of
from seoulsolution.search.language.tokens import joined_tokens

#: The number of records from which a second process pays; the number of batches given to it at a time, so
#: that it never waits for the next one.
PROCESS_FROM, GIVEN = 3000, 4
#: Limits the memory of an Analyst to about 50 MB.
_REMEMBERED = 300_000


class Analyst:
    """Analyse batches of texts, each (title, text): return their joined_tokens() and their new words.

    Words that an earlier batch had in the same form are left out, so that each form is analysed once.
    """

    def __init__(self):
        self._seen = set()

    def __call__(self, pairs: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], set[str]]:
        # No word continues after a space, so texts can be split there before they are normalised.
        forms = set().union(*(part[:TEXT_LIMIT].split() for pair in pairs for part in pair)) - self._seen
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        self._seen |= forms
        return joined_tokens(pairs), set().union(*map(words_of, forms))


@contextmanager
def analysing(records: int):
    """Yield a function that takes texts, each (title, text), and returns the Future of an Analyst's result.

    With many records and more than one processor, a second process, which needs no database, takes as many
    batches as it can. The others are analysed at once in this process.
    """
    analyst = Analyst()
    if records < PROCESS_FROM or (os.cpu_count() or 1) < 2:
        yield lambda pairs: _done(analyst(pairs))
        return
    # Spawned, because a fork would hold the connections of this process.
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
