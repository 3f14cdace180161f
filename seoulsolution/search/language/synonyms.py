"""Set terms with a name in each language: a query in one language finds texts in both.

These are only terms with one meaning everywhere, not words for a dictionary: a reader who searches for
명예시민 wants texts about honorary citizens in either language.
"""

import re

from seoulsolution.search.language.english import stem
from seoulsolution.search.language.normalisation import TERM, normalise
from seoulsolution.search.language.romanisation import romanise
from seoulsolution.search.language.terms import ABROAD, PLACES, TERMS


def english_key(term: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in re.findall(r"[a-z0-9]+", normalise(term)))


def entries(terms: str):
    """Yield (Korean names, English names) of each line of ``terms`` that is not empty."""
    for line in filter(None, terms.splitlines()):
        yield tuple([name.strip() for name in side.split(",")] for side in line.split("="))


def grouped(words: list, longest: int, look_up):
    """Yield (group of words, result of ``look_up`` for it) for all ``words`` in order.

    A group is the longest known sequence of up to ``longest`` words, or a single unknown word.
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
#: The number of words of the longest term.
LONGEST = max(len(key) for key in TO_KOREAN)


def token_of(key: tuple[str, ...]) -> str:
    """Return the token of a set term; a text has it if the words of the term are next to each other in it."""
    return TERM + "".join(key) if len(key) > 1 else key[0]


def terms_in(stems: list[str]) -> list[str]:
    """Return the tokens of the set terms of several words in a sequence of stems of Latin words."""
    return [
        token_of(key)
        for place, first in enumerate(stems)
        for key in _BY_FIRST_WORD.get(first, ())
        if tuple(stems[place : place + len(key)]) == key
    ]
