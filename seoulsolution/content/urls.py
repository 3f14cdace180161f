"""Addresses: the parts that URL patterns share, and where one page can be read in each language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import URLPattern, path, register_converter

from seoulsolution.content.languages import CODES, other

LOCALES = {"en": "en_US", "ko": "ko_KR"}


class IdAndSlugConverter:
    """``42-up-to-1-gw``: the id decides, the slug decorates and may be missing or in any script."""

    regex = r"[0-9]{1,18}(?:-[^/]*)?"

    def to_python(self, value: str) -> tuple[int, str]:
        identity, _dash, slug = value.partition("-")
        return int(identity), slug

    def to_url(self, value: str) -> str:
        return value


class YearConverter:
    """A year of four digits, as text; a number beyond these centuries is the id of a record."""

    regex = r"(?:19|20|21)[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: int | str) -> str:
        return str(value)


class MonthConverter(YearConverter):
    """A month as two digits, as text: one address a month."""

    regex = r"0[1-9]|1[0-2]"


register_converter(IdAndSlugConverter, "id_and_slug")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")


def record_path(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Return the URL pattern of records' pages: ``route`` followed by id and slug."""
    return path(f"{route}<id_and_slug:id_and_slug>/", view, name=name)


def path_in(language: str, path: str) -> str:
    """Return ``path`` under the prefix of ``language``; outside both languages, the home page there."""
    for code in CODES:
        prefix = f"/{code}/"
        if path.startswith(prefix):
            return quote(f"/{language}/{path.removeprefix(prefix)}")
    return f"/{language}/"


@dataclass(frozen=True)
class PageAddress:
    """Where one page can be read.

    ``paths`` has its path in each of the site's languages, whatever language its text is in: the
    switch stays on the page. ``available`` are the languages its text really has: only those are
    announced to search engines, so that an untranslated record is never indexed under two addresses.
    ``query`` begins with "?" or is empty; the switch keeps it. It belongs to the address itself only
    where it chooses what the page shows (``query_counts``): not what a campaign hung onto a record.
    """

    language: str
    paths: dict[str, str]
    available: tuple[str, ...] = CODES
    query: str = ""
    query_counts: bool = True

    @classmethod
    def of_path(cls, path: str, language: str, query: str = "") -> Self:
        """Return the address of a page that exists in every language, from its path in one."""
        return cls(language, {code: path_in(code, path) for code in CODES}, CODES, query)

    @classmethod
    def of_record(cls, record: Any, language: str, query: str = "") -> Self:
        """Return the address of ``record``'s page as a reader of ``language`` meets it."""
        paths = {code: record.get_absolute_url(code) for code in CODES}
        return cls(language, paths, record.languages, query, query_counts=False)

    @property
    def switch(self) -> str:
        """This page, with its query, in the other language."""
        return self.paths[other(self.language)] + self.query

    @property
    def shown(self) -> str:
        """The language the text is really in."""
        return self.language if self.language in self.available else self.available[0]

    @property
    def locale(self) -> str:
        """The language really shown, as Open Graph names it."""
        return LOCALES[self.shown]

    @property
    def canonical(self) -> str:
        """The absolute address search engines should keep: in the language really shown."""
        return self._absolute(self.shown)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Pairs of language and absolute address, ``x-default`` last."""
        pairs = [(code, self._absolute(code)) for code in self.available]
        return [*pairs, ("x-default", pairs[0][1])]

    def _absolute(self, language: str) -> str:
        return settings.SITE_URL + self.paths[language] + (self.query if self.query_counts else "")
