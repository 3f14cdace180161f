"""A record as plain JSON: its own columns, its children and what it is related to, in both languages.

    {"format": 1,
     "fields": {"title_en": "…", "date": "2023-11-24", "cover": 5, …},
     "relations": {"topics": [3, 7]},
     "children": {"stories": [{"uid": "…", "id": 7, "fields": {…}}, …]}}

A model names its children in ``revision_children`` (reverse relations, in their order) and its many-to-many
fields in ``revision_relations``. Columns that the database or ``save()`` makes are left out.
"""

import datetime
import functools
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models

from seoulsolution.content.models import WITHDRAWAL_FIELDS

#: Raise it when snapshots are written differently; older ones must still be read.
FORMAT = 1
#: Of every kind of content: decisions about being public, which are not part of its text.
PUBLICATION = frozenset(
    {"state", "go_live_at", "expires_at", "withheld_en", "withheld_ko", *WITHDRAWAL_FIELDS}
)
_IDENTITY = frozenset({"id", "uid"})

#: Decided about the public record alone, never in a draft.
_NOT_OF_DRAFTS = frozenset({"state", "withdrawn_at", "withdrawal_reason_en", "withdrawal_reason_ko"})
_NOTHING = (None, "", [])

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
            name: [row_of(child) for child in children_of(record, name)]
            for name in getattr(record, "revision_children", ())
        },
    }


def empty() -> Snapshot:
    """Return the snapshot of nothing: of a record before its first revision, or of an erased text."""
    return {"format": FORMAT, "fields": {}, "relations": {}, "children": {}}


def row_of(child: models.Model) -> dict[str, Any]:
    """Return ``child`` as a snapshot of its record holds it."""
    return {"uid": str(child.uid), "id": child.pk, "fields": columns(child)}


def read(data: Any) -> Snapshot:
    """Return a snapshot of any format in the shape of today's. Its fields may be unknown, its values odd.

    Rows of children without a ``uid`` get one that is the same each time.
    """
    data = _dict(data)
    return data | {
        "fields": _dict(data.get("fields")),
        "relations": {
            name: [pk for pk in pks if isinstance(pk, int)]
            for name, pks in _dict(data.get("relations")).items()
            if isinstance(pks, list)
        },
        "children": {
            name: [
                _dict(row)
                | {"uid": _uid(row, f"{name} {at}"), "id": row.get("id"), "fields": _dict(row.get("fields"))}
                for at, row in enumerate(rows)
                if isinstance(row, dict)
            ]
            for name, rows in _dict(data.get("children")).items()
            if isinstance(rows, list)
        },
    }


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _uid(row: dict, name: str) -> str:
    try:
        return str(uuid.UUID(row["uid"]))
    except (KeyError, ValueError, AttributeError, TypeError):
        return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def prefetches(model: type[models.Model]) -> tuple[str, ...]:
    """Return what to prefetch before many records of ``model`` are taken: no query per record then."""
    return (*getattr(model, "revision_relations", ()), *getattr(model, "revision_children", ()))


def children_of(record: models.Model, name: str) -> list[models.Model]:
    return in_order(getattr(record, name).all())


def in_order(children: Iterable[models.Model]) -> list[models.Model]:
    """Return the children of a record in the order of their numbers."""

    def place(child: models.Model) -> tuple[int, int]:
        return getattr(child, getattr(child, "revision_order", "position")) or 0, child.pk or 0

    return sorted(children, key=place)


@functools.cache
def fields_of(model: type[models.Model]) -> tuple[models.Field, ...]:
    """Return the columns of ``model`` that a snapshot holds."""
    parents = {
        relation.field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        for relation in field.related_model._meta.related_objects
        if relation.name in getattr(field.related_model, "revision_children", ())
    }
    translated = getattr(model(), "translated_fields", ())
    return tuple(
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
    )


def columns(record: models.Model) -> dict[str, Any]:
    """Return the columns of ``record`` by name, as a snapshot holds them."""
    return {field.name: plain(getattr(record, field.attname)) for field in fields_of(type(record))}


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two values mean the same: NULL, "" and [] are one; 0 and false are not empty."""
    return one == other or (one in _NOTHING and other in _NOTHING)


def plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    return value


def alike(one: Snapshot, other: Snapshot) -> bool:
    """Return whether two snapshots hold the same text, children and relations."""
    return _said(read(one)) == _said(read(other))


def _said(data: Snapshot) -> Snapshot:
    def columns(fields: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in fields.items() if value not in _NOTHING}

    children = {
        name: {row["uid"]: row | {"fields": columns(row["fields"])} for row in rows}
        for name, rows in data["children"].items()
        if rows
    }
    return {"fields": columns(data["fields"]), "relations": data["relations"], "children": children}


def merge(base: Snapshot, live: Snapshot, draft: Snapshot) -> tuple[Snapshot, set[str]]:
    """Return ``draft`` with what has changed from ``base`` to ``live``, and what both changed differently.

    The latter are names of fields, relations and children; the draft's value is the one that is kept. The
    state is always the live one, and so is what is said of a withdrawal.
    """
    both: set[str] = set()

    def columns(*sides: dict[str, Any]) -> dict[str, Any]:
        return {name: choose(name, *(side.get(name) for side in sides)) for name in {**sides[1], **sides[2]}}

    def choose(name: str, before: Any, now: Any, mine: Any) -> Any:
        if is_same(mine, before) or is_same(mine, now):
            return now
        both.update(() if is_same(now, before) else {name})
        return mine

    def rows(name: str, *sides: list[dict]) -> list[dict]:
        before, now, mine = ({row["uid"]: row for row in side} for side in sides)
        merged = []
        for uid in {**mine, **now}:
            if uid in before and uid in now and uid in mine:
                fields = columns(*(side[uid]["fields"] for side in (before, now, mine)))
                merged.append(mine[uid] | {"fields": fields})
            elif kept := choose(name, before.get(uid), now.get(uid), mine.get(uid)):
                merged.append(kept)
        return merged

    sides = (base, live, draft)
    merged = draft | {
        "fields": columns(*(side["fields"] for side in sides)),
        "relations": columns(*(side["relations"] for side in sides)),
        "children": {
            name: rows(name, *(side["children"].get(name, []) for side in sides))
            for name in {**live["children"], **draft["children"]}
        },
    }
    merged["fields"] |= {name: live["fields"][name] for name in _NOT_OF_DRAFTS & live["fields"].keys()}
    return merged, both - _NOT_OF_DRAFTS
