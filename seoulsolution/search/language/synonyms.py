"""Names of the same thing, in one language or both: a query with one of them finds texts with the others.

The rows are data of the site (models.Term). This module only looks them up.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from seoulsolution.search.language.english import stem
from seoulsolution.search.language.korean import without_particle
from seoulsolution.search.language.normalisation import PIECE, has_hangul, normalise

#: Limits: ways to take the words of a query as names, and those among which these are chosen.
GROUPINGS, LOOKED_THROUGH = 4, 64


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
        #: All names, normalised.
        self.names = {normalise(name) for row in rows for name in row.korean + row.english}
        #: The most words of a query that may be a name; a short one may be typed with gaps: 도 시 재 생.
        self.longest = 4
        for row in rows:
            names = [_stems(_words_of(name)) for name in row.korean + row.english]
            self.longest = max([self.longest, *map(len, names)])
            for key in dict.fromkeys(map("".join, names)):
                self._rows[key].append(row)

    def others(self, typed: Sequence[str]) -> list[Name]:
        """Return the other names of the thing whose name is the normalised words ``typed``, if any."""
        is_korean = has_hangul("".join(typed))
        forms = [_stems(typed), _stems([*typed[:-1], without_particle(typed[-1])])]
        rows = next(filter(None, (self._rows.get("".join(form)) for form in forms)), ())
        names = {
            Name(name, has_hangul(name) != is_korean, row.always): None
            for row in rows
            for name in row.korean + row.english
            if _stems(_words_of(name)) not in forms
        }
        return list(names)

    def groupings(self, words: list) -> Iterator[list[tuple[list, list[Name]]]]:
        """Yield ways to take ``words`` as names, each as [(group of words, its other names)].

        The first one takes the longest name at each place; the others, at most GROUPINGS in all, take shorter
        ones or words one by one, those with the fewest groups first.
        """
        found = self._groupings(words)
        yield next(found)
        yield from sorted(islice(found, LOOKED_THROUGH), key=len)[: GROUPINGS - 1]

    def _groupings(self, words):
        if not words:
            yield []
        for length in range(min(self.longest, len(words)), 0, -1):
            group = words[:length]
            names = self.others([word.typed for word in group])
            if names or length == 1:
                for rest in self._groupings(words[length:]):
                    yield [(group, names), *rest]


def _words_of(name):
    """Return the words of a name as those of a query are taken: women's is one, and so is 2.5."""
    return [word for match in PIECE.finditer(normalise(name)) for word in match.group().split(" ")]


def _stems(words):
    """Return the stems of words; written together, they are one name however it is spaced."""
    return [*map(stem, words)]
