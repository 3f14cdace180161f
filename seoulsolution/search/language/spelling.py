"""Words as readers type them, and the distance between two of them."""

import functools
import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from seoulsolution.search.language.keyboard import keystrokes
from seoulsolution.search.language.korean import noun_of, without_particle
from seoulsolution.search.language.normalisation import normalise

#: Lengths of words that are compared: shorter ones resemble too many, longer ones are rarely typed.
WORD = re.compile(r"[가-힣]{2,12}|(?<![^\W_])[a-z]{4,30}(?![^\W_])")
#: The most steps between two words of few keystrokes, and between longer ones.
_STEPS_FEW, _FEW, _STEPS_MOST = 1, 6, 2
#: What another first key adds to the steps: it is rarely mistyped.
_FIRST_KEY = 0.5


def words_of(text: str) -> set[str]:
    """Return the words of a text: Hangul without particles, others in lower case without accents."""
    return set(map(_plain, set(WORD.findall(normalise(text)))))


def new_words(pairs: list[tuple[str, str]], before: list[tuple[str, str]]) -> set[str]:
    """Return the words that are new when texts, each (title, text), replace others.

    Only changed lines are read: an edit changes few of them.
    """
    lines, old = _lines(pairs), _lines(before)
    return words_of("\n".join(lines - old)) - words_of("\n".join(old - lines))


def _lines(pairs):
    return {line for pair in pairs for part in pair for line in part.split("\n")}


@functools.lru_cache(maxsize=50_000)
def _plain(word):
    """Return 참여 for 참여하는, 도서관 for 도서관에서; other words as they are."""
    return (noun_of(word) or without_particle(word)) if word[0] >= "가" else word


def comparable(word: str) -> str:
    """Return a word of a query in the form in which words are compared, or "" if it cannot be compared."""
    return _plain(word) if WORD.fullmatch(word) else ""


def ends(word: str) -> tuple[str, str]:
    """Return a prefix and a suffix of a word; a single step of change leaves one of them as it is."""
    middle = (len(word) + 1) // 2
    # Letters may be swapped across the middle; syllables hardly ever are.
    return word[: middle - (word[0] < "가")], word[middle:]


def nearest(word: str, others: set[str], most: int) -> list[str]:
    """Return up to ``most`` words of ``others`` that are the fewest steps away from ``word``, if few enough.

    A step omits, adds, changes or swaps letters. In Hangul it is counted in keystrokes, so that 써울 is one
    step from 서울 and 도서괸 from 도서관.
    """
    keys = keystrokes(word)
    steps = _STEPS_FEW if len(keys) <= _FEW else _STEPS_MOST
    choices = {other: keystrokes(other) for other in others if other != word}
    found = process.extract(
        keys, choices, scorer=OSA.distance, processor=None, score_cutoff=steps, limit=None
    )
    # Among equals, the one with the same length.
    found.sort(key=lambda one: (steps_between(word, one[2]), abs(len(one[0]) - len(keys)), one[2]))
    return [other for _keys, _steps, other in found[:most]]


def steps_between(word: str, other: str) -> float:
    """Return how many steps (see :func:`nearest`) lead to ``other``; another first key is half a one more."""
    keys, others = keystrokes(word), keystrokes(other)
    return OSA.distance(keys, others) + _FIRST_KEY * (keys[0] != others[0])


def parts_of(word: str) -> set[str]:
    """Return what a compound of two words or more may be made of."""
    least = 2 if word[0] >= "가" else 3
    ends = range(least, len(word) + 1)
    return {word[start:end] for end in ends for start in range(end - least + 1)} - {word}


def split(word: str, known: set[str]) -> list[str]:
    """Return the parts of a compound, the fewest that are ``known`` and as little as possible between them.

    The result is empty if no part is known, or the whole word is.
    """
    least = 2 if word[0] >= "가" else 3
    best: dict[int, tuple[int, list[str]]] = {0: (0, [])}
    for end in range(least, len(word) + 1):
        ways = [
            (cost + 1 + (0 if part in known else len(part)), [*parts, part])
            for start, (cost, parts) in best.items()
            if len(part := word[start:end]) >= least and part != word
        ]
        if ways:
            best[end] = min(ways)
    parts = best.get(len(word), (0, []))[1]
    return parts if known.intersection(parts) else []
