"""A record as plain JSON: its own columns, its children and what it is related to, in both languages.

    {"format": 1,
     "fields": {"title_en": "…", "date": "2023-11-24", "cover": 5, …},
     "relations": {"topics": [3, 7]},
     "children": {"stories": [{"uid": "…", "id": 7, "fields": {…}}, …]}}

A model names its children in ``revision_children`` (reverse relations, in their order) and its many-to-many
fields in ``revision_relations``. Columns that the database or ``save()`` makes are left out.
"""

import datetime
import uuid
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from seoulsolution.content.models import WITHDRAWAL_FIELDS

#: Raise it when snapshots are written differently; older ones must still be read.
FORMAT = 1
#: Of every kind of content: decisions about being public, which are not part of its text.
PUBLICATION = frozenset(
    {"state", "go_live_at", "expires_at", "withheld_en", "withheld_ko", *WITHDRAWAL_FIELDS}
)
_IDENTITY = frozenset({"id", "uid"})

Snapshot = dict[str, Any]


def take(record: models.Model) -> Snapshot:
    """Return the snapshot of ``record`` as its attributes, children and relations are now."""
    return {
        "format": FORMAT,
        "fields": columns(record),
        "relations": {
            name: sorted(related.pk for related in getattr(record, name).all())
            for name in getattr(record, "revision_relations", ())
        },
        "children": {
            name: [
                {"uid": str(child.uid), "id": child.pk, "fields": columns(child)}
                for child in _children(record, name)
            ]
            for name in getattr(record, "revision_children", ())
        },
    }


#: Generic relations that go with a record when it is deleted: where it came from, why to look at it.
ORIGIN = ("provenances", "reviews")


def take_origin(record: models.Model) -> Snapshot:
    """Return what the last snapshot of a deleted record holds besides: its provenance and reviews."""
    names = getattr(record, "revision_children", ())
    records = [record, *(child for name in names for child in _children(record, name))]
    return {
        "origin": [
            {"of": str(getattr(each, "uid", "")), "relation": name, "fields": columns(row)}
            for each in records
            for name in ORIGIN
            if hasattr(each, name)
            for row in getattr(each, name).all()
        ]
    }


def prefetches(model: type[models.Model]) -> tuple[str, ...]:
    """Return what to prefetch before many records of ``model`` are taken: no query per record then."""
    return (*getattr(model, "revision_relations", ()), *getattr(model, "revision_children", ()))


def _children(record: models.Model, name: str) -> list[models.Model]:
    relation = record._meta.get_field(name)
    order = getattr(relation.related_model, "revision_order", "position")
    return sorted(getattr(record, name).all(), key=lambda child: (getattr(child, order) or 0, child.pk))


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of ``model`` that a snapshot holds."""
    parents = {
        relation.field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        for relation in field.related_model._meta.related_objects
        if relation.name in getattr(field.related_model, "revision_children", ())
    }
    translated = getattr(model(), "translated_fields", ())
    return [
        field
        for field in model._meta.concrete_fields
        if not (
            field.generated
            or field in parents
            or field.name in _IDENTITY
            or field.name in translated  # the column of each language is there
            or getattr(field, "auto_now", False)
            or getattr(field, "auto_now_add", False)
            or field.name in getattr(model, "revision_computed", ())
        )
    ]


def columns(record: models.Model) -> dict[str, Any]:
    """Return the columns of ``record`` by name, as a snapshot holds them."""
    return {field.name: _plain(getattr(record, field.attname)) for field in fields_of(type(record))}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    return value


def apply_columns(record: models.Model, values: dict[str, Any], without: frozenset[str] = frozenset()):
    """Set the columns of a snapshot on ``record``; return the names that its model does not know today."""
    unknown = []
    for name, value in values.items():
        if name in without:
            continue
        try:
            field = record._meta.get_field(name)
            setattr(record, field.attname, field.to_python(value))
        except (FieldDoesNotExist, ValidationError):
            unknown.append(name)
    return unknown
