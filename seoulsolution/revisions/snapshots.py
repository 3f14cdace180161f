"""A record as plain JSON: its own columns, its children and what it is related to, in both languages.

    {"format": 1,
     "fields": {"title_en": "…", "date": "2023-11-24", "cover": 5, …},
     "relations": {"topics": [3, 7]},
     "children": {"stories": [{"uid": "…", "id": 7, "fields": {…}}, …]}}

A model names its children in ``revision_children`` (reverse relations, in their order) and its many-to-many
fields in ``revision_relations``. Columns that the database or ``save()`` makes are left out.
"""

import copy
import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

#: Raise it when snapshots are written differently; older ones must still be read.
FORMAT = 1
#: Of every kind of content: decisions about being public, which are not part of its text.
PUBLICATION = frozenset({"state", "go_live_at", "expires_at", "withheld_en", "withheld_ko"})
_IDENTITY = frozenset({"id", "uid"})

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
            name: [row_of(child) for child in _children(record, name)]
            for name in getattr(record, "revision_children", ())
        },
    }


def empty() -> Snapshot:
    """Return the snapshot of nothing: of a record before its first revision, or of an erased text."""
    return {"format": FORMAT, "fields": {}, "relations": {}, "children": {}}


def row_of(child: models.Model) -> dict[str, Any]:
    """Return ``child`` as a snapshot of its record holds it."""
    return {"uid": str(child.uid), "id": child.pk, "fields": columns(child)}


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
    return _in_order(getattr(record, name).all())


def _in_order(children: Iterable[models.Model]) -> list[models.Model]:
    def place(child: models.Model) -> tuple[int, int]:
        return getattr(child, getattr(child, "revision_order", "position")) or 0, child.pk or 0

    return sorted(children, key=place)


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


def build(record: models.Model, data: Snapshot, left_out: list[str] | None = None) -> models.Model:
    """Return ``record`` as ``data`` has it, in memory: the inverse of ``take``. Nothing is written.

    Children and relations are in its prefetch cache, where ``.all()`` finds them. What no longer exists (a
    topic, a picture, a field) is left out; the names of the fields are added to ``left_out``.
    """
    left_out = [] if left_out is None else left_out
    built = copy.copy(record)
    built._prefetched_objects_cache = {}
    left_out += [*apply_columns(built, data["fields"]), *empty_dead_keys(built)]
    for name, pks in data["relations"].items():
        if name not in getattr(record, "revision_relations", ()):
            left_out.append(name)
            continue
        related = list(getattr(record, name).model._default_manager.filter(pk__in=pks))
        left_out += [name] if len(related) < len(pks) else []
        set_related(built, name, related)
    for name, rows in data["children"].items():
        if name not in getattr(record, "revision_children", ()):
            left_out.append(name)
            continue
        set_related(built, name, _build_children(record, built, name, rows, left_out))
    if hasattr(built, "compute"):
        built.compute()
    return built


def _build_children(record, built, name: str, rows: list[dict], left_out: list[str]) -> list[models.Model]:
    """Return the children in ``rows``: those that are there by ``uid``, others under the id they had.

    The importer knows a child by its id, and ids are never given twice.
    """
    relation = record._meta.get_field(name)
    there = {str(child.uid): child for child in getattr(record, name).all()}
    children = []
    for row in rows:
        known = there.get(row["uid"])
        child = copy.copy(known) if known else relation.related_model(pk=row["id"], uid=uuid.UUID(row["uid"]))
        setattr(child, relation.field.name, built)
        left_out += [*apply_columns(child, row["fields"]), *empty_dead_keys(child)]
        children.append(child)
    return _in_order(children)


def set_related(record: models.Model, name: str, related: Iterable[models.Model]) -> None:
    """Let ``record.<name>.all()`` return ``related`` without a query, as if it had been prefetched."""
    related = list(related)
    cache = record.__dict__.setdefault("_prefetched_objects_cache", {})
    cache.pop(name, None)
    queryset = getattr(record, name).get_queryset()
    queryset._result_cache = related
    queryset._prefetch_done = True
    cache[name] = queryset


def empty_dead_keys(record: models.Model) -> list[str]:
    """Empty foreign keys to rows that were deleted meanwhile; return the names of the fields."""
    dead = []
    for key in record._meta.concrete_fields:
        value = getattr(record, key.attname) if isinstance(key, models.ForeignKey) else None
        if value is None or key.is_cached(record):
            continue
        if not key.related_model._default_manager.filter(pk=value).exists():
            setattr(record, key.attname, None)
            dead.append(key.name)
    return dead


def same(one: Any, other: Any) -> bool:
    """Return whether two values of a column say the same: forms write "" where nothing was written."""
    return one == other or (one in _NOTHING and other in _NOTHING)


def alike(one: Snapshot, other: Snapshot) -> bool:
    """Return whether two snapshots hold the same text, children and relations."""
    return _said(one) == _said(other)


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
    state is always the live one.
    """
    both: set[str] = set()

    def columns(*sides: dict[str, Any]) -> dict[str, Any]:
        return {name: choose(name, *(side.get(name) for side in sides)) for name in {**sides[1], **sides[2]}}

    def choose(name: str, before: Any, now: Any, mine: Any) -> Any:
        if same(mine, before) or same(mine, now):
            return now
        both.update(() if same(now, before) else {name})
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
    if "state" in live["fields"]:
        merged["fields"]["state"] = live["fields"]["state"]
        both.discard("state")
    return merged, both


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
