"""The terms that staff keep: synonyms for queries, and set words of which translations are told."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from seoulsolution.content.languages import other
from seoulsolution.content.remembered import remembered
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.language.synonyms import Row, Synonyms
from seoulsolution.search.models import Term, names_in

#: Shorter Korean names are found inside other words.
SHORTEST = 2


def _rows() -> tuple[Row, ...]:
    """Return the terms as they are now. One query."""
    terms = Term.objects.values_list("korean", "english", "always")
    return tuple(Row(names_in(korean), names_in(english), always) for korean, english, always in terms)


def synonyms() -> Synonyms:
    """Return the terms as they are now; a change of them changes the content version."""
    return remembered("search:terms", lambda: _synonyms_of(_rows()))


@lru_cache(maxsize=1)
def _synonyms_of(rows):
    """Finding the stems of all names takes a while, and the content changes more often than the terms do."""
    return Synonyms(rows)


def plan_of(query: str) -> Plan:
    """Return the plan for a query as typed (see make_plan), with the terms of the site."""
    return make_plan(query, synonyms())


class Departure(NamedTuple):
    """A name in a source, and the set names of it in the other language: its translation has none of them."""

    said: str
    expected: tuple[str, ...]


class Glossary:
    """The terms that have names in both languages. One query."""

    def __init__(self):
        self._names = {code: defaultdict(tuple) for code in ("ko", "en")}
        for korean, english, _always in _rows():
            for code, names, others in (("ko", korean, english), ("en", english, korean)):
                for name in names if others else ():
                    self._names[code][name] += others

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
