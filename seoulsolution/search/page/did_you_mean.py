"""Corrected spellings of a query that finds nothing; each of them finds something that is visible now."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.dictionary import has_hangul
from seoulsolution.search.language.keyboard import keystrokes, on_korean_keyboard
from seoulsolution.search.language.normalisation import normalise
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.language.spelling import comparable, words_of
from seoulsolution.search.models import StoredText

#: Limits: spellings of a word that are counted, spellings of a query that are offered, texts found by a
#: spelling that are read.
TRIED, OFFERED, TEXTS_READ = 8, 3, 20


@dataclass(frozen=True)
class Guess:
    """A word that may be meant, and its distance in ``steps`` from the word typed.

    A word typed on the wrong keyboard is 0 steps away.
    """

    word: str
    steps: int


@dataclass(frozen=True)
class Respelling:
    """A whole query, corrected by ``guesses``."""

    words: str
    guesses: tuple[Guess, ...]

    @property
    def steps(self):
        return sum(guess.steps for guess in self.guesses)


def count(words: str, language: str) -> int:
    """Return the number of results of a query for a reader of ``language``."""
    plan = make_plan(words)
    return Query(plan, language).counts().total if plan else 0


def respelled(query: str, missed: list[str], are_others_found: bool, language: str) -> list[tuple[str, int]]:
    """Return (corrected query, number of its results), the best first.

    ``missed`` are the words of the query that no text has. One that resembles no word is left out. If no
    text has the corrected words together, each is offered alone, unless other words of the query are found
    (``are_others_found``): those are certain, a correction is a guess.
    """
    guesses = {typed: _guesses(typed, language) for typed in missed}
    line = normalise(query)
    for typed in [typed for typed, near in guesses.items() if not near]:
        line = _replaced(line, typed, "")
    near = {typed: some for typed, some in guesses.items() if some}
    found = _best(_put_right(line, near, language), language)
    if found or are_others_found:
        return found
    return _best((Respelling(some[0].word, some[:1]) for some in near.values()), language)


def _guesses(typed, language):
    """Return the guesses for a word that finds nothing: typed on the wrong keyboard, or else misspelt."""
    hangul = on_korean_keyboard(typed)
    if hangul and count(hangul, language):
        return (Guess(hangul, 0),)
    word = comparable(typed)
    keys = keystrokes(word)
    return tuple(Guess(one, OSA.distance(keys, keystrokes(one))) for one in vocabulary.near(word, TRIED))


def _put_right(line, near, language):
    """Yield corrections of ``line``; ``near`` is {wrong word: its guesses}."""
    if len(near) == 1:
        [(typed, guesses)] = near.items()
        yield from (Respelling(_replaced(line, typed, guess.word), (guess,)) for guess in guesses)
    elif near:
        # Only the likeliest guess for each word: all combinations would be too many.
        likeliest = {typed: _likeliest(guesses, language) for typed, guesses in near.items()}
        for typed, guess in likeliest.items():
            line = _replaced(line, typed, guess.word)
        yield Respelling(line, tuple(likeliest.values()))


def _likeliest(guesses, language):
    """Return the guess with the most results among the nearest."""
    nearest = [guess for guess in guesses if guess.steps == guesses[0].steps]
    return nearest[0] if len(nearest) == 1 else max(nearest, key=lambda one: count(one.word, language))


def _replaced(line, typed, other):
    """Return ``line`` with ``other`` for ``typed``, where that is a whole word."""
    inside = "[가-힣]" if has_hangul(typed) else r"[^\W_가-힣]"
    word = rf"(?<!{inside}){re.escape(typed)}(?!{inside})"
    return " ".join(re.sub(word, lambda _match: other, line, count=1).split())


def _best(respellings: Iterable[Respelling], language) -> list[tuple[str, int]]:
    """Return (query, number of its results), the nearest first and, of equally near ones, the most results.

    Only the first of those with the same results is returned. A query is left out if none of the texts it
    finds has its words in that form: the vocabulary may have them from a text that is hidden or deleted.
    """
    counted = {one: number for one in respellings if (number := count(one.words, language))}
    best, seen = [], set()
    for one in sorted(counted, key=lambda one: (one.steps, -counted[one])):
        found = Query(make_plan(one.words), language).page(0, TEXTS_READ, by_date=True)
        ids = tuple(text.text_id for text in found)
        results = counted[one], ids
        if results not in seen and _are_written([guess.word for guess in one.guesses if guess.steps], ids):
            seen.add(results)
            best.append((one.words, counted[one]))
        if len(best) == OFFERED:
            break
    return best


def _are_written(words, ids):
    """Return whether each of ``words`` is, in that form, in one of the texts ``ids``."""
    missing = set(words)
    for title, text in StoredText.objects.filter(pk__in=ids).values_list("title", "text") if words else ():
        missing -= words_of(f"{title}\n{text}")
    return not missing
