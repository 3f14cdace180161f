"""Set words in a translation: names in its source for which it has none of the set ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import takewhile
from typing import NamedTuple

from seoulsolution.content.languages import CODES, other
from seoulsolution.search.language.korean import PARTICLES
from seoulsolution.search.language.synonyms import Row
from seoulsolution.search.terms import rows

#: Shorter Korean names are found inside other words.
SHORTEST = 2


class Departure(NamedTuple):
    """A name in a source, and the set names of it in the other language: its translation has none of them."""

    said: str
    expected: tuple[str, ...]


class Glossary:
    """The terms of search with names in both languages that mean nothing else; not changed once it is made.

    Words with several meanings have several translations.
    """

    def __init__(self, terms: Iterable[Row]):
        self._names = {code: defaultdict(tuple) for code in CODES}
        #: {name: its letters}.
        self._letters = {}
        #: By the names of a term that has one: its short name in each language.
        self._cores = {}
        for korean, english, is_clear in terms:
            if korean and english and is_clear:
                self._add({"ko": korean, "en": english})

    def _add(self, names: dict[str, tuple[str, ...]]) -> None:
        cores = {code: _core(names[code], code) for code in CODES}
        for code in CODES:
            for name in names[code]:
                self._letters[name] = _letters(name)
                known = self._names[code][name]
                self._names[code][name] = tuple(dict.fromkeys(known + names[other(code)]))
                if all(cores.values()):
                    self._cores[name] = cores

    def departures(self, source: str, language: str, text: str) -> list[Departure]:
        """Return what ``source`` names in ``language`` and ``text``, its translation, does not, each once.

        A text that has a shorter name of a thing names it: that of a term of which the thing's is a longer
        form (북촌 and Bukchon for 북촌한옥마을, Bukchon Hanok Village), or what all its names share.
        """
        found = {}
        for name, expected in sorted(self._near(source, language), key=lambda pair: -len(pair[0])):
            # What a longer name has taken is not found again in it.
            is_said, rest = _take(name, language, source)
            if is_said:
                names = [*expected, *self._parts(name, language, expected)]
                is_named = _has_any(text, names, other(language))
                if not is_named and not self._has_core(name, language, source, text):
                    found.setdefault(expected, Departure(name, expected))
            source = rest
        return list(found.values())

    def _near(self, text: str, language: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return (name, others) of all names that may be in ``text``: patterns would take far longer."""
        letters = _letters(text)
        return [pair for pair in self._names[language].items() if self._letters[pair[0]] in letters]

    def _parts(self, name: str, language: str, expected: Iterable[str]) -> Iterator[str]:
        """Yield the names of terms that are part of this one in both languages."""
        for part, others in self._near(name, language):
            if part != name and _pattern(part, language).search(name):
                yield from (each for each in others if each not in expected and _is_in_any(each, expected))

    def _has_core(self, name: str, language: str, source: str, text: str) -> bool:
        """Tell whether ``text`` has what all names of a term share, if that is a name: it has a capital."""
        cores = self._cores.get(name)
        if not cores:
            return False
        english = source if language == "en" else text
        is_name = re.search(rf"\b{re.escape(cores['en'].title())}\b", english)
        return bool(is_name) and _has_any(text, [cores[other(language)]], other(language))


def glossary() -> Glossary:
    """Return the terms as they are now. One query."""
    return _glossary_of(rows())


@lru_cache(maxsize=1)
def _glossary_of(terms):
    return Glossary(terms)


def _core(names: tuple[str, ...], language: str) -> str:
    """Return the part that all of ``names`` share, such as 서울 of 서울시 and 서울특별시, or ""."""
    if language == "ko":
        same = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
        core = "".join(letters[0] for letters in same)
    else:
        words = [name.lower().split() for name in names]
        core = " ".join(word for word in words[0] if all(word in each for each in words))
    return "" if core in names or len(core) < SHORTEST else core


def _take(name: str, language: str, source: str) -> tuple[bool, str]:
    """Return whether ``source`` names a thing by ``name``, and the source without it."""
    pattern = _pattern(name, language)
    rest = pattern.sub(" ", source)
    if rest == source or language == "en":
        return rest != source, rest
    words = re.finditer(rf"([가-힣]*?)(?:{pattern.pattern})([가-힣]*)", source, pattern.flags)
    return any(_is_same_word(*word.groups()) for word in words), rest


def _is_same_word(before: str, after: str) -> bool:
    """Tell whether a Korean word still names the thing: a syllable more makes another of it.

    서울시장, the mayor, is not 서울시, nor is 초미세먼지 미세먼지; 도시재생사업 is about 도시재생.
    """
    is_longer = after not in PARTICLES and after[1:] in {"", *PARTICLES}
    return len(before) != 1 and not (after and is_longer)


def _is_in_any(part: str, names: Iterable[str]) -> bool:
    return any(part in name for name in names)


def _has_any(text: str, names: Iterable[str], language: str) -> bool:
    return any(_pattern(name, language).search(text) for name in names)


def _letters(text: str) -> str:
    """Return ``text`` in lower case without white space and hyphens."""
    return "".join(text.lower().replace("-", "").split())


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    """Return what finds ``name``: in Korean with particles and any spacing, in English in the plural too.

    A hyphen is as good as a space: single-person households.
    """
    if language == "ko" and name.isascii():
        return re.compile(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", re.IGNORECASE)  # AI를
    if language == "ko":
        letters = re.sub(r"\s", "", name)
        before = r"(?<!\d)" if letters[:1].isdigit() else ""  # 2호선, but not 12호선
        found = before + r"\s?".join(map(re.escape, letters))
        return re.compile(found if len(letters) >= SHORTEST else r"(?!)")
    words = r"[\s-]".join(map(re.escape, re.split(r"[\s-]", name)))
    return re.compile(rf"\b{words}(?:e?s)?\b", re.IGNORECASE)
