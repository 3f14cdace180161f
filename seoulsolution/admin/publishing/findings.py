"""What checks are given, a record as it is in memory with its parts and texts, and what they say of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.urls import form_url
from seoulsolution.content import outline
from seoulsolution.content.internal_links import text_columns
from seoulsolution.content.languages import CODES


class Weight(IntEnum):
    """How much a finding weighs."""

    #: Shown, and nobody is asked.
    HINT = 1
    #: Published only with a reason, which is kept in the history.
    ADVICE = 2
    #: Not published before it is mended.
    OBSTACLE = 3

    @property
    def label(self):
        return _WEIGHT_LABELS[self]


_WEIGHT_LABELS = {
    Weight.HINT: _("hint"),
    Weight.ADVICE: _("advice"),
    Weight.OBSTACLE: _("must be mended"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to mend: ``text`` says what, ``field`` of ``part`` is where.

    ``part`` is the record itself or one of its children.
    """

    weight: Weight
    part: Any
    field: str
    text: str

    @property
    def language(self) -> str:
        """The language of the field, "" for one that has none."""
        return getattr(self.part._meta.get_field(self.field), "language", "")

    @property
    def place(self) -> str:
        """The field as the form calls it, with its language, behind the title of the part that has it."""
        field = self.part._meta.get_field(self.field)
        label = capfirst(getattr(field, "translated_field", field).verbose_name)
        label = f"{label} ({NAMES[self.language]})" if self.language else label
        return f"{self.part}: {label}" if hasattr(self.part, "revision_parent") else label

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass(frozen=True)
class Text:
    """A rich text that readers see: in a column of the record or of one of its children."""

    part: Any
    field: str

    @property
    def html(self) -> str:
        return getattr(self.part, self.field)

    @cached_property
    def outline(self) -> outline.Outline:
        return outline.read(self.html)

    def finding(self, weight: Weight, text: str) -> Finding:
        return Finding(weight, self.part, self.field, text)


class Subject:
    """A record that is to be published, with its children and texts. They are read once for all checks."""

    def __init__(self, record: Any) -> None:
        self.record = record

    @cached_property
    def parts(self) -> list[Any]:
        names = getattr(self.record, "revision_children", ())
        models.prefetch_related_objects([self.record], *names)  # none is read twice
        return [self.record, *(child for name in names for child in getattr(self.record, name).all())]

    @cached_property
    def languages(self) -> list[str]:
        """The languages that somebody has begun to write it in and that are not withheld."""
        return [code for code in CODES if self.record.title_in(code) and not self.record.is_withheld(code)]

    @cached_property
    def texts(self) -> list[Text]:
        found = [(part, name) for part in self.parts for name in text_columns(type(part))]
        return [
            Text(part, name)
            for part, name in found
            if getattr(part, name) and not self.record.is_withheld(name.rpartition("_")[2])
        ]

    def column(self, name: str, language: str) -> str:
        """Return the name of the column of a translated field, "" where the record has no such field."""
        return f"{name}_{language}" if name in self.record.translated_fields else ""

    def finding(self, weight: Weight, field: str, text: str) -> Finding:
        return Finding(weight, self.record, field, text)


#: A small function over a record as it is in memory; it yields what it finds.
Check = Callable[[Subject], Iterable[Finding]]
_checks: list[Check] = []


def check(function: Check) -> Check:
    """Register a check (a decorator). Its module is imported by ``seoulsolution.admin.apps``."""
    _checks.append(function)
    return function


def findings_of(record: Any) -> list[Finding]:
    """Return what all checks say of ``record`` as it is in memory, the heaviest first.

    A fixed number of queries, however many texts, pictures and links it has.
    """
    subject = Subject(record)
    found = [finding for each in _checks for finding in each(subject)]
    return sorted(found, key=lambda finding: -finding.weight)


def links_to(findings: Iterable[Finding], prefixes: dict[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield each finding with the address of the input where it is mended, for templates.

    ``prefixes`` are those of the rows in a form, by the ``uid`` of the child, on the page of that form;
    without them the address is that of the record's form, whose rows are in the order of the children.
    """
    for finding in findings:
        prefix, page = "", ""
        if parent := getattr(finding.part, "revision_parent", ""):
            name = finding.part._meta.get_field(parent).remote_field.get_accessor_name()
            rows = list(getattr(getattr(finding.part, parent), name).all()) if prefixes is None else []
            at = rows.index(finding.part) if finding.part in rows else 0
            prefix = f"{name}-{at}" if prefixes is None else prefixes.get(str(finding.part.uid), "")
        if prefixes is None:
            page = form_url(getattr(finding.part, parent) if parent else finding.part)
        input_id = "-".join(filter(None, (prefix, finding.field)))
        yield {"finding": finding, "url": f"{page}#id_{input_id}", "weight": finding.weight.name.lower()}
