"""The fields of the API: how each is read from a record, written into a row, and documented."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seoulsolution.content import richtext
from seoulsolution.content.languages import CODES
from seoulsolution.content.marks import tidy_author
from seoulsolution.content.outgoing import holds_address, outgoing
from seoulsolution.content.syndication.http import absolute

#: Between several values in one cell of a spreadsheet.
SEPARATOR = "; "


@dataclass(frozen=True)
class Reading:
    """The languages of a payload.

    ``chosen`` is the language asked for, or None for all; ``available`` are those in which the record can be
    read: text in any other language is never given out.
    """

    chosen: str | None = None
    available: tuple[str, ...] = ()

    def of(self, record: Any) -> "Reading":
        """Return this reading for ``record``."""
        return Reading(self.chosen, tuple(record.languages))

    def each(self, text: Callable[[str], str | None]) -> str | dict[str, str | None] | None:
        """Return ``text(language)`` in the chosen language, or as {language: text or None}."""
        if self.chosen:
            return text(self.chosen) if self.chosen in self.available else None
        return {code: text(code) if code in self.available else None for code in CODES}

    def columns(self, name: str) -> list[str]:
        return [name] if self.chosen else [f"{name}_{code}" for code in CODES]


@dataclass(frozen=True)
class Field:
    """A value that is the same in every language. ``read`` gets the record (default: its attribute).

    ``relation`` is the many-to-many relation that it reads, if any.
    """

    name: str
    meaning: str | Promise
    read: Callable[..., Any] | None = None
    in_rows: bool = True
    relation: str = ""
    is_translated = False

    @property
    def words(self) -> list[str]:
        """The words of the name, between which a narrow page may break the line."""
        return self.name.split("_")

    def value(self, record: Any, reading: Reading) -> Any:
        read = self.read or attrgetter(self.name)
        value = read(record)
        if holds_address(record, self.name):
            value = outgoing(value)
        return None if value == "" else value

    def columns(self, reading: Reading) -> list[str]:
        return [self.name]

    def cells(self, record: Any, reading: Reading) -> list[Any]:
        value = self.value(record, reading)
        return [SEPARATOR.join(map(str, value)) if isinstance(value, list | tuple) else value]


#: Who wrote a record, as far as readers are told.
AUTHOR = Field("author", _("author"), lambda record: tidy_author(record.author))


@dataclass(frozen=True)
class LastChange(Field):
    """When the texts that are given out last changed, as feeds, sitemap and JSON-LD say; None if unknown."""

    def value(self, record: Any, reading: Reading) -> str | None:
        codes = [code for code in reading.available if reading.chosen in (None, code)]
        moments = [moment for code in codes if (moment := record.changed_in(code))]
        return utc(max(moments)) if moments else None


def utc(moment: datetime.datetime) -> str:
    """Return ``moment`` as ``2023-11-24T09:30:00Z``."""
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True)
class TranslatedField(Field):
    """A text in each language; ``read`` gets the record and a language."""

    is_translated = True

    def value(self, record: Any, reading: Reading) -> Any:
        return reading.each(lambda code: self.text(record, code))

    def text(self, record: Any, code: str) -> str | None:
        if self.read:
            return self.read(record, code) or None
        text = getattr(record, f"{self.name}_{code}")
        return (outgoing(text) if holds_address(record, self.name) else text) or None

    def columns(self, reading: Reading) -> list[str]:
        return reading.columns(self.name)

    def cells(self, record: Any, reading: Reading) -> list[Any]:
        value = self.value(record, reading)
        return [value] if reading.chosen else [value[code] for code in CODES]


@dataclass(frozen=True)
class HtmlField(TranslatedField):
    """HTML in each language, its links absolute; too long for a spreadsheet."""

    in_rows: bool = False

    def text(self, record: Any, code: str) -> str | None:
        html = super().text(record, code)
        return richtext.with_absolute_links(html, absolute("/"), code) if html else None


@dataclass(frozen=True)
class RowsField(Field):
    """Rows that belong to a record, in their order, each with ``fields`` of its own."""

    fields: tuple[Field, ...] = ()
    in_rows: bool = False

    def value(self, record: Any, reading: Reading) -> Any:
        read = self.read or (lambda record: getattr(record, self.name).all())
        return [values(self.fields, part, reading) for part in read(record)]


def values(fields: Iterable[Field], record: Any, reading: Reading) -> dict[str, Any]:
    """Return ``record`` as a dictionary."""
    return {field.name: field.value(record, reading) for field in fields}


def picture(image: Any) -> dict[str, Any] | None:
    """Return an image as a dictionary, or None."""
    if not image or not image.renditions:
        return None
    width = image.widths()[-1]
    return {
        "url": absolute(image.url(width=width)),
        "width": width,
        "height": image.height_of("full", width),
        "credit": image.credit or None,
    }
