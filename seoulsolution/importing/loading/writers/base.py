"""What every writer does: values of a record, values of a model, and the way between them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models

from seoulsolution.content import richtext
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import State
from seoulsolution.importing.parsing.records import (
    Block,
    Heading,
    Item,
    ItemList,
    ParsedRecord,
    Preformatted,
    ReviewNote,
)

Values = dict[str, Any]


@dataclass(frozen=True)
class Context:
    """What a writer needs besides the record: the topics' words, and the record of its parent."""

    topics: tuple[tuple[str, str, str], ...] = ()
    parent: models.Model | None = None
    position: int = 0


class Writer:
    """Writes one kind of record. Values are by field name; lists stand for rows below the record."""

    model: type[models.Model]
    #: Names of values that are no field of the model but rows or relations, kept by ``write_rows``.
    rows: tuple[str, ...] = ()
    #: Path of the field that says whether a record is published.
    state_field = "state"

    def values(self, record: ParsedRecord, context: Context) -> Values:
        raise NotImplementedError

    def reviews(self, record: ParsedRecord, values: Values) -> list[ReviewNote]:
        """Reasons to look at the record: its own, and those that follow from the values."""
        return list(record.reviews)

    def existing(self, record: ParsedRecord) -> models.Model | None:
        """A record that staff made by hand and that the database allows only once."""
        return None

    def create(self, values: Values, key: str, context: Context) -> models.Model:
        instance = self.model(import_key=key)
        self.write(instance, self._filled(values))
        return instance

    def _filled(self, values: Values) -> Values:
        """The values without empty rows, which a new record has anyway."""
        return {name: value for name, value in values.items() if value or name not in self.rows}

    def created(self, instance: models.Model, values: Values) -> Values:
        """The values of a new record as the ledger keeps them."""
        empty = {name: [] for name in self.rows if name in values}
        return empty | self.current(instance, self._filled(values))

    def write(self, instance: models.Model, values: Values):
        """Write the values given and save; rows below are replaced."""
        for name, value in values.items():
            if name not in self.rows:
                setattr(instance, name, value)
        instance.save()
        self.write_rows(instance, {name: values[name] for name in self.rows if name in values})

    def write_rows(self, instance: models.Model, rows: Values):
        """Write what stands in other tables."""

    def current(self, instance: models.Model, names) -> Values:
        """The values as they stand now, in the form the ledger keeps them."""
        return {
            name: self.current_rows(instance, name)
            if name in self.rows
            else storable(getattr(instance, name))
            for name in names
        }

    def current_rows(self, instance: models.Model, name: str) -> list:
        raise NotImplementedError

    def after(self, titles: list[str]):
        """Do what waits for records of these titles, once the ledger knows the records."""

    def published_of(self, ids) -> dict[int, bool]:
        """Whether they are published, of those of these ids that are still there."""
        states = self.model.objects.filter(pk__in=ids).order_by().values_list("pk", self.state_field)
        return {pk: state == State.PUBLISHED for pk, state in states}

    def published(self, instance: models.Model) -> bool:
        return getattr(instance, "state", None) == State.PUBLISHED


def storable(value: Any) -> Any:
    """A value as JSON keeps it, so that it compares equal after being stored."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else value


def state(record: ParsedRecord) -> str:
    return State.DRAFT if record.draft else State.PUBLISHED


def in_language(record: ParsedRecord, **texts: str) -> Values:
    """Values of translated fields: only the column of the record's language is filled.

    A record in a language without columns keeps its title and language apart, and nothing else.
    """
    if record.language in CODES:
        return {f"{name}_{record.language}": text for name, text in texts.items()}
    return {"foreign_language": record.language, "foreign_title": record.title}


def rich_text(blocks: tuple[Block, ...], heading_level: int = 2) -> str:
    """Return blocks in order as the site's rich text, which escapes everything in them."""
    return "".join(_block(block, heading_level) for block in blocks)


def _block(block: Block, heading_level: int) -> str:
    if isinstance(block, ItemList):
        return _list(block.items, block.ordered)
    if isinstance(block, Heading):
        return richtext.heading(block.text, heading_level)
    if isinstance(block, Preformatted):
        return richtext.preformatted(block.text)
    return richtext.paragraph(block.text)


def _list(items: tuple[Item, ...], ordered: bool) -> str:
    return richtext.list_of(
        [(item.text, _list(item.children, item.ordered_children) if item.children else "") for item in items],
        ordered=ordered,
    )
