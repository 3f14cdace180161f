"""Addresses: the converters of URL patterns, and the address of a page in each language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import URLPattern, get_script_prefix, path, register_converter, reverse
from django.utils.text import Truncator, slugify
from django.utils.translation import override

from seoulsolution.content.languages import CODES, active_language, other
from seoulsolution.content.marks import tidy_title

LOCALES = {"en": "en_US", "ko": "ko_KR"}
SLUG_LENGTH = 60


class IdAndSlugConverter:
    """``42-up-to-1-gw``: the id decides, the slug decorates and may be missing or in any script."""

    regex = r"[0-9]{1,18}(?:-[^/]*)?"

    def to_python(self, value: str) -> tuple[int, str]:
        identity, _dash, slug = value.partition("-")
        return int(identity), slug

    def to_url(self, value: str) -> str:
        return value

    @staticmethod
    def join(identity: int, slug: str) -> str:
        """Return the value for a record; an id without a slug keeps its dash where it would be a year."""
        needs_dash = slug or re.fullmatch(YearConverter.regex, str(identity))
        return f"{identity}-{slug}" if needs_dash else str(identity)


class YearConverter:
    """A year of four digits, as text; a number beyond these centuries is the id of a record."""

    regex = r"(?:19|20|21)[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: int | str) -> str:
        return str(value)


class MonthConverter(YearConverter):
    """A month as two digits, as text: one address per month."""

    regex = r"0[1-9]|1[0-2]"


class DayConverter(YearConverter):
    """A day as ``2026-11-29``, as text."""

    regex = r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"


register_converter(DayConverter, "day")
register_converter(IdAndSlugConverter, "id_and_slug")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")


@lru_cache(maxsize=5000)
def slug_of(title: str) -> str:
    """Return the slug of ``title`` without the marks of machines, cut between words."""
    words = slugify(tidy_title(title, is_film=True), allow_unicode=True)
    return Truncator(words.replace("-", " ")).chars(SLUG_LENGTH, truncate="").strip().replace(" ", "-")


def record_path(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Return the URL pattern of records' pages: ``route`` followed by id and slug."""
    return path(f"{route}<id_and_slug:id_and_slug>/", view, name=name)


def path_of(name: str, language: str | None = None, /, **kwargs: Any) -> str:
    """Return the path of the page called ``name`` in ``language`` (default: the active one).

    It is remembered: a page has dozens of links, and reverse() would take a tenth of its time.
    """
    return _path_of(name, language or active_language(), get_script_prefix(), **kwargs)


@lru_cache(maxsize=4000)
def _path_of(name: str, language: str, _prefix: str, /, **kwargs: Any) -> str:
    with override(language):
        return reverse(name, kwargs=kwargs)


def path_in(language: str, path: str) -> str:
    """Return ``path`` under the prefix of ``language``; if it has none, the home page in ``language``."""
    for code in CODES:
        prefix = f"/{code}/"
        if path.startswith(prefix):
            return quote(f"/{language}/{path.removeprefix(prefix)}")
    return f"/{language}/"


@dataclass(frozen=True)
class PageAddress:
    """The addresses of one page.

    ``paths`` has its path in each of the site's languages, whether its text is translated or not, so that
    the language switch stays on the page. Where staff withhold the other language there is no such page:
    the switch leads to ``switch_instead``, the list above it. ``available`` are the languages its text has:
    only those are announced to search engines, so that an untranslated record is never indexed under two
    addresses. ``query`` decides what the page shows; it begins with "?" or is empty.
    """

    language: str
    paths: dict[str, str]
    available: tuple[str, ...] = CODES
    query: str = ""
    switch_instead: str = ""

    @classmethod
    def of_path(cls, path: str, language: str, query: str = "") -> Self:
        """Return the address of a page that exists in every language, from its path in one."""
        return cls(language, {code: path_in(code, path) for code in CODES}, CODES, query)

    @classmethod
    def of_record(cls, record: Any, language: str, list_url: str = "") -> Self:
        """Return the address of ``record``'s page for a reader of ``language``.

        ``list_url`` is the path of the list above it, in any language.
        """
        paths = {code: record.get_absolute_url(code) for code in CODES}
        second = other(language)
        instead = path_in(second, list_url) if record.is_withheld(second) else ""
        return cls(language, paths, record.languages, switch_instead=instead)

    @property
    def switch(self) -> str:
        """This page, with its query, in the other language, or the list above it."""
        return self.switch_instead or self.paths[other(self.language)] + self.query

    @property
    def shown(self) -> str:
        """The language the text is shown in."""
        return self.language if self.language in self.available else self.available[0]

    @property
    def locale(self) -> str:
        """The language shown, as Open Graph names it."""
        return LOCALES[self.shown]

    @property
    def canonical(self) -> str:
        """The absolute address for search engines: in the language shown."""
        return self._absolute(self.shown)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Pairs of language and absolute address, ``x-default`` last."""
        pairs = [(code, self._absolute(code)) for code in self.available]
        return [*pairs, ("x-default", pairs[0][1])]

    def _absolute(self, language: str) -> str:
        return settings.SITE_URL + self.paths[language] + self.query
