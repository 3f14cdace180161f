"""Second texts: how they differ from the record, and what staff decide about them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from seoulsolution.admin.columns import NAMES
from seoulsolution.content import richtext, worddiff
from seoulsolution.content.fields import RichTextField
from seoulsolution.content.languages import CODES
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.models import LedgerEntry, Proposal
from seoulsolution.importing.parsing.records import RecordKind
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions import diff

KEEP, TAKE = "keep", "take"


@dataclass(frozen=True)
class Difference:
    """One field of a proposal: its name, what people call it, and the two texts word by word."""

    name: str
    label: str
    language: str
    pieces: list[tuple[str, str]]

    @property
    def is_same(self) -> bool:
        return all(what == worddiff.SAME for what, _text in self.pieces)


def open_for(record) -> list[Proposal]:
    """Return the open proposals for a record, the oldest first. Their files come without their texts."""
    proposals = Proposal.objects.filter(entry__in=LedgerEntry.objects.of(record), status=Proposal.Status.OPEN)
    proposals = proposals.select_related("entry", "source").defer("source__text", "source__listing")
    return list(proposals.prefetch_related("source__outcomes").order_by("pk"))


def differences(proposal: Proposal, record) -> list[Difference]:
    """Return the fields of a proposal, compared with the record as it is now."""
    writer = WRITERS[RecordKind(proposal.entry.kind)]
    current = writer.current(record, proposal.values)
    found = []
    for name, value in proposal.values.items():
        label, language = _label(record, name)
        pieces = worddiff.compare(_text(record, name, current[name]), _text(record, name, value))
        found.append(Difference(name, label, language, pieces))
    return found


def decide(proposal: Proposal, record, taken: list[str], user):
    """Write the fields ``taken`` into the record, keep the others, and close the proposal.

    The ledger keeps what was imported first: what staff took counts as written by staff, so no later file
    overwrites it, and the same text is not proposed again. Raise ValidationError when the record would
    break a rule of the database.
    """
    if taken:
        values = {name: _stored(record, name, proposal.values[name]) for name in taken}
        writer = WRITERS[RecordKind(proposal.entry.kind)]
        for name, value in values.items():
            if name not in writer.rows:
                setattr(record, name, value)
        record.validate_constraints()
        writer.write(record, values)
    proposal.status = Proposal.Status.TAKEN if taken else Proposal.Status.DISMISSED
    proposal.resolve(user)


def settle_review(record, user):
    """Tick off the review "another text" when no proposal for the record is open."""
    if not open_for(record):
        for review in record.reviews.filter(reason=ReviewReason.SECOND_TEXT, resolved_at=None):
            review.resolve(user)


def _field(record, name) -> models.Field | None:
    return next((field for field in record._meta.concrete_fields if field.name == name), None)


def _label(record, name: str) -> tuple[str, str]:
    """Return the field's label and its language, "" if it has none."""
    column, _, code = name.rpartition("_")
    if code in CODES and column in record.translated_fields:
        label = record._meta.get_field(column).verbose_name
        return f"{capfirst(label)} ({NAMES[code]})", code
    field = record._meta.get_field(name)
    related = getattr(field, "related_model", None)
    label = related._meta.verbose_name_plural if related else field.verbose_name
    return str(capfirst(label)), ""


def _text(record, name: str, value: Any) -> str:
    """Return a value as people read it; a table has one line per row."""
    if isinstance(value, list):
        return "\n".join(richtext.to_text(" · ".join(str(part) for part in row)) for row in value)
    if isinstance(getattr(_field(record, name), "translated_field", None), RichTextField):
        return richtext.to_text(value)
    return diff.show(_field(record, name), value)


def _stored(record, name: str, value: Any) -> Any:
    """Return a value of the ledger as the model has it: the ledger has dates as text, and "" for None."""
    field = _field(record, name)
    if isinstance(field, models.DateField):
        return datetime.date.fromisoformat(value) if value else None
    return None if field is not None and field.null and value == "" else value
