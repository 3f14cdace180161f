"""Which language of a record a reader sees: the one place where that is decided."""

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import get_language

from seoulsolution.content import richtext
from seoulsolution.content.outgoing import holds_address, outgoing

CODES = tuple(code for code, _name in settings.LANGUAGES)


def availability(language: str, *required: str) -> models.GeneratedField:
    """Return the database column that says whether a record can be read in ``language``.

    It can when each field in ``required`` has text in that language and staff did not withhold it.
    The database computes it, so no path of writing (form, importer, shell, bulk update) can leave it
    stale, and lists can use an index.
    """
    has_text = Q(**{f"withheld_{language}": False})
    for name in required:
        has_text &= Q(**{f"{name}_{language}__gt": ""})
    field: Any = models.GeneratedField(
        expression=Case(When(has_text, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    field.required = required
    field.compute = lambda record: (
        not getattr(record, f"withheld_{language}")
        and all(getattr(record, f"{name}_{language}") for name in required)
    )
    return field


def active_language() -> str:
    """Return the active language if it is one of the site's, else the site's first."""
    language = (get_language() or "")[:2]
    return language if language in CODES else CODES[0]


def other(language: str) -> str:
    """Return the site's other language."""
    return next(code for code in CODES if code != language)


class Localized:
    """A record as a reader of one language sees it: read-only, for templates.

    Translated fields read the column of ``lang``, the language shown: the reader's if the record
    has it, else the first it has. They never fall back field by field, so one page never
    mixes two languages without saying so. ``<name>_html`` is the rich text field ``<name>``, safe.
    Of a field that holds an address, only one that may be linked is given. Every other attribute is the
    record's own.
    """

    def __init__(self, record: Any, reader_language: str, allowed: Collection[str] = CODES) -> None:
        self.record = record
        self.reader_language = reader_language
        languages = tuple(code for code in record.languages if code in allowed)
        self.lang = reader_language if reader_language in languages else (languages or CODES)[0]

    @property
    def is_translated(self) -> bool:
        """Whether the reader's own language is the one shown."""
        return self.lang == self.reader_language

    @property
    def alternates(self) -> list[str]:
        """The available languages besides the one shown."""
        return [code for code in self.record.languages if code != self.lang]

    @property
    def url(self) -> str:
        """The record's address under the reader's language, unless staff withhold that."""
        return self.record.get_absolute_url(self.reader_language)

    @property
    def canonical_url(self) -> str:
        """The record's address under the language shown: the one for search engines."""
        return self.record.get_absolute_url(self.lang)

    def __getattr__(self, name: str) -> Any:
        if name.endswith("_html"):
            return richtext.render(getattr(self, name.removesuffix("_html")), self.lang)
        if name in self.record.translated_fields:
            value = getattr(self.record, f"{name}_{self.lang}") or ""
        else:
            value = getattr(self.record, name)
        return outgoing(value) if holds_address(self.record, name) else value

    def __str__(self) -> str:
        return self.record.title_in(self.lang)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Localized) and self.record == other.record

    def __hash__(self) -> int:
        return hash(self.record)


def localize(records: Iterable[Any], language: str) -> list[Localized]:
    """Return ``records`` as a reader of ``language`` sees them."""
    return [Localized(record, language) for record in records]


def own_first(records: Any, language: str, limit: int) -> list[Localized]:
    """Return the first ``limit`` of the ordered ``records``: those in ``language`` before the others.

    One query, and another if some are not in the language.
    """
    newest = list(records[:limit])
    foreign = [record for record in newest if language not in record.languages]
    own = list(records.filter(**{f"available_{language}": True})[:limit]) if foreign else newest
    found = (own + foreign)[:limit]
    return localize(found, language)


def localize_parts(parts: Iterable[Any], whole: Localized) -> list[Localized]:
    """Return ``parts`` of ``whole`` (a Localized: a newsletter issue, a notice) as its reader sees them.

    A part is shown in the language of the whole, else in another that the whole can be read in; a part
    that has neither is left out, so that withholding a language of the whole withholds all of it.
    """
    allowed = whole.record.languages
    readable = (part for part in parts if set(part.languages) & set(allowed))
    return [Localized(part, whole.lang, allowed) for part in readable]
