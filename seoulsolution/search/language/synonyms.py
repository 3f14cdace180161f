"""Names of the same thing, in one language or both: a query with one of them finds texts with the others.

The rows are data of the site (models.Term). This module only looks them up.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from seoulsolution.search.language.english import stem
from seoulsolution.search.language.korean import without_particle
from seoulsolution.search.language.normalisation import has_hangul, normalise


class Row(NamedTuple):
    """Names of one thing. With ``always`` they mean nothing else, so every query looks for all of them."""

    korean: tuple[str, ...]
    english: tuple[str, ...]
    always: bool


@dataclass(frozen=True)
class Name:
    """Another name of what was typed; ``is_other`` if it is in the other language."""

    text: str
    is_other: bool
    always: bool


class Synonyms:
    """Rows by each of their names."""

    def __init__(self, rows: Sequence[Row] = ()):
        self._rows = defaultdict(list)
        for row in rows:
            for key in dict.fromkeys(key for name in row.korean + row.english for key in _keys_of(name)):
                self._rows[key].append(row)
        #: The most words of a name.
        self.longest = max([4, *(len(key) for key in self._rows if isinstance(key, tuple))])

    def others(self, typed: Sequence[str]) -> list[Name]:
        """Return the other names of the thing whose name is the normalised words ``typed``, if any."""
        is_korean = has_hangul("".join(typed))
        keys = _keys(typed, is_korean)
        rows = next(filter(None, (self._rows.get(key) for key in keys)), ())
        names = {
            Name(name, has_hangul(name) != is_korean, row.always): None
            for row in rows
            for name in row.korean + row.english
            if not set(keys).intersection(_keys_of(name))
        }
        return list(names)

    def groups(self, words: list, typed=str) -> Iterator[tuple[list, list[Name]]]:
        """Yield (group of words, their other names) for all ``words``: the longest known name, or one word.

        ``typed(word)`` is the normalised text of a word.
        """
        start = 0
        while start < len(words):
            for length in range(min(self.longest, len(words) - start), 0, -1):
                group = words[start : start + length]
                names = self.others([typed(word) for word in group])
                if names or length == 1:
                    yield group, names
                    break
            start += length


def _keys_of(name):
    """Return the keys of a name: its syllables, or its stems and the stem of all as one word."""
    plain = normalise(name)
    if has_hangul(plain):
        return ["".join(plain.split())]
    words = re.findall(r"[^\W_]+", plain)
    return [tuple(map(stem, words)), (stem("".join(words)),)]


def _keys(typed, is_korean):
    """Return what names are looked up for words: with and without a particle, or as one word."""
    if is_korean:
        before = "".join(typed[:-1])
        return [before + typed[-1], before + without_particle(typed[-1])]
    return [tuple(map(stem, typed)), (stem("".join(typed)),)]
