"""Set terms: where a translation names a thing otherwise than the search terms that staff keep."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from seoulsolution.content.languages import other
from seoulsolution.search.models import Term, names_in

#: Shorter Korean names are found inside other words.
SHORTEST = 2


class Departure(NamedTuple):
    """A name in a source, and the set names of it in the other language: its translation has none of them."""

    said: str
    expected: tuple[str, ...]


class Glossary:
    """The terms that have names in both languages. One query."""

    def __init__(self):
        self._names = {code: defaultdict(tuple) for code in ("ko", "en")}
        terms = Term.objects.exclude(korean="").exclude(english="").values_list("korean", "english")
        for korean, english in terms:
            for name in names_in(korean):
                self._names["ko"][name] += names_in(english)
            for name in names_in(english):
                self._names["en"][name] += names_in(korean)

    def departures(self, source: str, language: str, text: str) -> list[Departure]:
        """Return what ``source`` names in ``language`` and ``text``, its translation, does not, each once."""
        found = {}
        for name, expected in sorted(self._names[language].items(), key=lambda pair: -len(pair[0])):
            # What a longer name has taken is not found again in it.
            rest = _pattern(name, language).sub(" ", source)
            if rest != source and not _has_any(text, expected, other(language)):
                found.setdefault(expected, Departure(name, expected))
            source = rest
        return list(found.values())


def _has_any(text: str, names: Iterable[str], language: str) -> bool:
    return any(_pattern(name, language).search(text) for name in names)


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    """Return what finds ``name``: in Korean with particles and any spacing, in English also in the plural."""
    if language == "ko":
        letters = re.sub(r"\s", "", name)
        return re.compile(r"\s?".join(map(re.escape, letters)) if len(letters) >= SHORTEST else r"(?!)")
    return re.compile(rf"\b{re.escape(name)}(?:e?s)?\b", re.IGNORECASE)
