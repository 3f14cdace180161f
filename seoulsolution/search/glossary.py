"""Set terms of the archive that have one name in each language: asked in one, found in both.

Only terms that mean the same thing everywhere stand here, not words a dictionary could translate:
a reader who asks for 명예시민 wants what is written about honorary citizens, in whatever language.
"""

import re

from seoulsolution.search.analysis import TERM, normalise
from seoulsolution.search.english import stem
from seoulsolution.search.romanisation import romanise
from seoulsolution.search.terms import ABROAD, PLACES, TERMS


def english_key(term: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in re.findall(r"[a-z0-9]+", normalise(term)))


def entries(terms: str):
    """Yield (Korean names, English names) of each line of ``terms``; empty lines mean nothing."""
    for line in filter(None, terms.splitlines()):
        yield tuple([name.strip() for name in side.split(",")] for side in line.split("="))


def grouped(words: list, longest: int, look_up):
    """Yield (group, what ``look_up`` knows of it) for all ``words`` in order.

    A group is the longest row of at most ``longest`` words that is known, or a single word that is not.
    """
    start = 0
    while start < len(words):
        for length in range(min(longest, len(words) - start), 0, -1):
            group = words[start : start + length]
            if (known := look_up(group)) or length == 1:
                yield group, known
                break
        start += length


def _read(terms):
    """Return ({Korean: [English keys]}, {English key: [Korean]})."""
    to_english, to_korean = {}, {}
    for korean, english in entries(terms):
        keys = list(dict.fromkeys(english_key(name) for name in english))
        for name in korean:
            to_english.setdefault(name, []).extend(keys)
        for key in keys:
            to_korean.setdefault(key, []).extend(korean[:1])
    for name in PLACES.split():
        key = (stem(romanise(name)),)
        to_english.setdefault(name, [key])
        to_korean.setdefault(key, [name])
    return to_english, to_korean


TO_ENGLISH, TO_KOREAN = _read(TERMS + ABROAD)
_BY_FIRST_WORD = {}
for _key in filter(lambda key: len(key) > 1, TO_KOREAN):
    _BY_FIRST_WORD.setdefault(_key[0], []).append(_key)
#: The most words that one term has.
LONGEST = max(len(key) for key in TO_KOREAN)


def token_of(key: tuple[str, ...]) -> str:
    """Return the token of a set term: a text has it where the words of the term stand together."""
    return TERM + "".join(key) if len(key) > 1 else key[0]


def terms_in(stems: list[str]) -> list[str]:
    """Return the tokens of the set terms of several words that stand in a row of Latin words, as stems."""
    return [
        token_of(key)
        for place, first in enumerate(stems)
        for key in _BY_FIRST_WORD.get(first, ())
        if tuple(stems[place : place + len(key)]) == key
    ]
