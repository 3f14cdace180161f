"""Other spellings of a query that finds nothing, each of which finds something that is visible now."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from seoulsolution.search import vocabulary
from seoulsolution.search.analysis import normalise
from seoulsolution.search.dictionary import has_hangul
from seoulsolution.search.halftyped import keystrokes, on_korean_keyboard
from seoulsolution.search.models import StoredText
from seoulsolution.search.plan import make_plan
from seoulsolution.search.query import Query
from seoulsolution.search.spelling import comparable, words_of

#: At most so many other spellings of a word are counted and of a query offered, and so many of the texts that
#: one finds looked at.
TRIED, OFFERED, TEXTS_READ = 8, 3, 20


@dataclass(frozen=True)
class Guess:
    """A word that may be meant, and how many steps it is from the one typed: none if only the keyboard was
    another."""

    word: str
    steps: int


@dataclass(frozen=True)
class Respelling:
    """A whole query put right by ``guesses``."""

    words: str
    guesses: tuple[Guess, ...]

    @property
    def steps(self):
        return sum(guess.steps for guess in self.guesses)


def count(words: str, language: str) -> int:
    """Return how many results a query has for a reader of ``language``."""
    plan = make_plan(words)
    return Query(plan, language).counts().total if plan else 0


def respelled(query: str, missed: list[str], are_others_found: bool, language: str) -> list[tuple[str, int]]:
    """Return (query put right, its results), the best first; ``missed`` are its words that nothing has.

    A word that is near to nothing is left out. Where the words put right are in no text together they
    stand alone, but not beside others that are found as they are: what is sure comes before a guess.
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
    """Return what a word that finds nothing may be: typed on the other keyboard, else misspelt."""
    hangul = on_korean_keyboard(typed)
    if hangul and count(hangul, language):
        return (Guess(hangul, 0),)
    word = comparable(typed)
    keys = keystrokes(word)
    return tuple(Guess(one, OSA.distance(keys, keystrokes(one))) for one in vocabulary.near(word, TRIED))


def _put_right(line, near, language):
    """Yield ``line`` in other spellings; ``near`` has the guesses for each of its words that are wrong."""
    if len(near) == 1:
        [(typed, guesses)] = near.items()
        yield from (Respelling(_replaced(line, typed, guess.word), (guess,)) for guess in guesses)
    elif near:
        # Only the likeliest of each: all their pairs would be too many.
        likeliest = {typed: _likeliest(guesses, language) for typed, guesses in near.items()}
        for typed, guess in likeliest.items():
            line = _replaced(line, typed, guess.word)
        yield Respelling(line, tuple(likeliest.values()))


def _likeliest(guesses, language):
    """Return of the nearest guesses the one with most results."""
    nearest = [guess for guess in guesses if guess.steps == guesses[0].steps]
    return nearest[0] if len(nearest) == 1 else max(nearest, key=lambda one: count(one.word, language))


def _replaced(line, typed, other):
    """Return ``line`` with another word for ``typed``, where that stands as a word and not within one."""
    inside = "[가-힣]" if has_hangul(typed) else r"[^\W_가-힣]"
    word = rf"(?<!{inside}){re.escape(typed)}(?!{inside})"
    return " ".join(re.sub(word, lambda _match: other, line, count=1).split())


def _best(respellings: Iterable[Respelling], language) -> list[tuple[str, int]]:
    """Return (query, its results): the nearest first, of equally near ones that with most results.

    Of those with the same results the first is enough. One whose words stand so in none of the texts it
    finds is left out: the list of words may have it from a text that is hidden or gone.
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
    """Whether each of ``words`` stands as it is in one of the texts ``ids``."""
    missing = set(words)
    for title, text in StoredText.objects.filter(pk__in=ids).values_list("title", "text") if words else ():
        missing -= words_of(f"{title}\n{text}")
    return not missing
