"""Notices of recommendation with their numbered parts and the steps of selection."""

from typing import Any

from notices.models import Notice, NoticePart, SelectionStep
from seoulsolution.content.languages import CODES
from seoulsolution.importing.loading.topics import Topics
from seoulsolution.importing.loading.writers.base import (
    Values,
    Writer,
    forget_rows,
    in_language,
    rich_text,
    state,
)
from seoulsolution.importing.parsing.records import ParsedRecord

# The page's title is level 1, the part's own is level 2.
PART_HEADING_LEVEL = 3


class NoticeWriter(Writer):
    model = Notice
    rows = ("parts", "selection_steps")

    def values(self, record: ParsedRecord, topics: Topics, position: int = 0) -> Values:
        details = record.details
        texts = in_language(
            record,
            title=record.title,
            intro=rich_text(details.intro),
            how_to_submit=details.how_to_submit,
            where_to_submit=details.where_to_submit,
        )
        return {
            **texts,
            "date": record.date,
            "author": record.author,
            "submission_opens": details.opens,
            "submission_closes": details.closes,
            "citizens_required": details.citizens_required,
            "state": state(record),
            **_rows(record),
        }

    def create_rows(self, new: list[tuple[Any, Values]]):
        parts, steps = [], []
        for notice, values in new:
            own_parts = [_part(notice, *row) for row in values.get("parts", ())]
            own_steps = [
                _step(notice, position, *row)
                for position, row in enumerate(values.get("selection_steps", ()), start=1)
            ]
            self._remember(notice, "parts", own_parts)
            self._remember(notice, "selection_steps", own_steps)
            parts += own_parts
            steps += own_steps
        NoticePart.objects.bulk_create(parts)
        SelectionStep.objects.bulk_create(steps)

    def write_rows(self, instance: Notice, rows: Values):
        for name in rows:
            getattr(instance, name).all().delete()
        self.create_rows([(instance, rows)])
        forget_rows(instance)

    def current_rows(self, instance: Notice, name: str) -> list:
        """Return the rows with their language; a row has two languages only when staff translated it."""
        if name == "parts":
            return [[part.number, part.kind, *_texts(part, "title", "body")] for part in instance.parts.all()]
        steps = instance.selection_steps.all()
        return [[step.year, step.month, *_texts(step, "title")] for step in steps]


def _rows(record: ParsedRecord) -> Values:
    """Return parts and steps of a record; none when its language has no columns."""
    if record.language not in CODES:
        return {"parts": [], "selection_steps": []}
    return {
        "parts": [
            [part.number, part.kind, record.language, part.title, rich_text(part.blocks, PART_HEADING_LEVEL)]
            for part in record.details.parts
        ],
        "selection_steps": [
            [step.year, step.month, record.language, step.title] for step in record.details.steps
        ],
    }


def _part(notice: Notice, number: int, kind: str, language: str, title: str, body: str) -> NoticePart:
    texts = {f"title_{language}": title, f"body_{language}": body}
    return NoticePart(notice=notice, number=number, kind=kind, **texts)


def _step(notice: Notice, position: int, year: int, month: int, language: str, title: str) -> SelectionStep:
    texts = {f"title_{language}": title}
    return SelectionStep(notice=notice, position=position, year=year, month=month, **texts)


def _texts(row, *names: str) -> list:
    """Return [language, text, …] of a row for each language it has text in."""
    return [
        part
        for code in CODES
        if any(getattr(row, f"{name}_{code}") for name in names)
        for part in (code, *(getattr(row, f"{name}_{code}") or "" for name in names))
    ]
