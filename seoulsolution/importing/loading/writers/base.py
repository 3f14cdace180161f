"""What all writers share: from a parsed record to values, and from values to a model and back."""

import datetime
import functools
from typing import Any

from django.db import models

from seoulsolution.content import layout, richtext
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import State
from seoulsolution.importing.loading.topics import Topics
from seoulsolution.importing.parsing.records import (
    Block,
    Descriptions,
    Heading,
    Item,
    ItemList,
    ParsedRecord,
    Preformatted,
    ReviewNote,
)

Values = dict[str, Any]


class Writer:
    """Writes one kind of record. Values are keyed by field name; a list means child rows or relations."""

    model: type[models.Model]
    #: Names of values that are rows or relations instead of fields; ``write_rows`` writes them.
    rows: tuple[str, ...] = ()
    #: Whether all rows of a record are written with it, and none as a record of its own.
    has_all_rows = True
    #: Lookup of the field that says whether a record is published.
    state_field = "state"

    def values(self, record: ParsedRecord, topics: Topics, position: int = 0) -> Values:
        """Return the values of a new record; ``position`` is its place among the children of another."""
        raise NotImplementedError

    def reviews(self, record: ParsedRecord, values: Values) -> list[ReviewNote]:
        """Return the record's reasons for review and those that follow from the values."""
        return list(record.reviews)

    def existing(self, records: list[ParsedRecord]) -> dict[str, models.Model]:
        """Return the records that staff made by hand where the database allows only one, by import key."""
        return {}

    def build(self, values: Values, key: str) -> models.Model:
        """Return a new record with the values of its fields, unsaved."""
        fields = {name: value for name, value in values.items() if name not in self.rows}
        return self.model(**_empty_texts(self.model) | fields, import_key=key)

    def create(self, values: Values, key: str) -> models.Model:
        """Create one record and return it."""
        instance = self.build(values, key)
        self.create_all([(instance, values)])
        forget_rows(instance)
        return instance

    def create_all(self, new: list[tuple[models.Model, Values]]):
        """Create new records with their rows, which they have in their prefetch cache then."""
        self.model._default_manager.bulk_create([instance for instance, _values in new])
        self.create_rows(new)

    def create_rows(self, new: list[tuple[models.Model, Values]]):
        """Create the rows of new records, and leave them in the prefetch cache of each."""

    def write(self, instance: models.Model, values: Values):
        """Set the given values and save; child rows are replaced."""
        for name, value in values.items():
            if name not in self.rows:
                setattr(instance, name, value)
        instance.save()
        self.write_rows(instance, {name: values[name] for name in self.rows if name in values})

    def write_rows(self, instance: models.Model, rows: Values):
        """Write the values that are in other tables."""

    def current(self, instance: models.Model, names) -> Values:
        """Return the present values of these names as the ledger stores them."""
        return {
            name: self.current_rows(instance, name)
            if name in self.rows
            else storable(getattr(instance, name))
            for name in names
        }

    def current_rows(self, instance: models.Model, name: str) -> list:
        raise NotImplementedError

    def _remember(self, instance: models.Model, name: str, rows: list):
        """Put the rows of a new record into its prefetch cache."""
        vars(instance).setdefault("_prefetched_objects_cache", {})[name] = rows

    def after(self, titles: list[str]):
        """Called with the titles of a file's created and updated records once they are in the ledger."""

    def published_of(self, ids) -> dict[int, bool]:
        """Return whether each record is published, for those of these ids that still exist."""
        states = self.model.objects.filter(pk__in=ids).order_by().values_list("pk", self.state_field)
        return {pk: state == State.PUBLISHED for pk, state in states}

    def published(self, instance: models.Model) -> bool:
        return getattr(instance, "state", None) == State.PUBLISHED


@functools.cache
def _empty_texts(model: type[models.Model]) -> Values:
    """Return the translated columns of a new record; modeltranslation takes long to find what is in them."""
    return {field.attname: field.get_default() for field in model._meta.fields if hasattr(field, "language")}


def forget_rows(instance: models.Model):
    """Let the rows of a record be read as the database has them."""
    vars(instance).pop("_prefetched_objects_cache", None)


def storable(value: Any) -> Any:
    """Return a value as JSON stores it, so that it compares equal afterwards."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else value


def state(record: ParsedRecord) -> str:
    return State.DRAFT if record.draft else State.PUBLISHED


def in_language(record: ParsedRecord, **texts: str) -> Values:
    """Return values for the translated fields: only the columns of the record's language.

    A record in a language without columns keeps only its title and language, in fields of their own.
    """
    if record.language in CODES:
        return {f"{name}_{record.language}": text for name, text in texts.items()}
    return {"foreign_language": record.language, "foreign_title": record.title}


def rich_text(blocks: tuple[Block, ...], heading_level: int = 2) -> str:
    """Return blocks in order as the site's rich text, which escapes everything in them.

    Addresses are links, so that staff see them in the editor as readers do.
    """
    return layout.linked("".join(_block(block, heading_level) for block in blocks))


def _block(block: Block, heading_level: int) -> str:
    if isinstance(block, ItemList):
        return _list(block.items, block.ordered)
    if isinstance(block, Heading):
        return richtext.heading(block.text, heading_level)
    if isinstance(block, Preformatted):
        return richtext.preformatted(block.text)
    if isinstance(block, Descriptions):
        return richtext.descriptions(block.pairs)
    return richtext.paragraph(block.text)


def _list(items: tuple[Item, ...], ordered: bool) -> str:
    return richtext.list_of(
        [(item.text, _list(item.children, item.ordered_children) if item.children else "") for item in items],
        ordered=ordered,
    )
