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
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.content.first_public import FIELDS
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


#: Relations that go with a record when it is deleted: where it came from, why to look at it.
ORIGIN = ("provenances", "reviews")


def take_origin(record: models.Model) -> Snapshot:
    """Return what the last snapshot of a deleted record holds besides: the rows that go with it.

    These are provenance and reviews, and what other apps keep of it and of its children.
    """
    names = getattr(record, "revision_children", ())
    groups = [[record], *(_children(record, name) for name in names)]
    return {"origin": [row for members in groups if members for row in _origin_rows(members)]}


def take_moments(record: models.Model) -> dict[str, str]:
    """Return when the texts of ``record`` first became public: known also after it was recovered."""
    return {name: _plain(moment) for name in FIELDS if (moment := getattr(record, name, None))}


def _origin_rows(members: list[models.Model]) -> Iterator[dict[str, Any]]:
    """Yield what goes with each of ``members``, which are of one kind: a query per relation."""
    uids = {member.pk: str(getattr(member, "uid", "")) for member in members}
    for name, rows, key in _going_with(type(members[0]), list(uids)):
        if name not in getattr(members[0], "revision_children", ()):
            for row in rows:
                of = uids[getattr(row, key)]
                yield {"of": of, "relation": name, "id": row.pk, "fields": columns(row)}


def take_links(model: type[models.Model], pks: list[int]) -> list[dict[str, Any]]:
    """Return the links to rows of ``model``, and to what goes with them, that their deletion empties.

    A link is ``{"model": "news.populartitle", "id": 7, "field": "post", "to": 42}``. That of a many-to-many
    field holds in "left" what the field names besides.
    """
    if not pks:
        return []
    links = []
    for relation in _pointing_at(model):
        source, field = relation.related_model, relation.field
        known = {"model": source._meta.label_lower, "field": field.name}
        if relation.many_to_many:
            for pk, named in _named_by(field, pks).items():
                left = sorted(named - set(pks))
                links += [known | {"id": pk, "to": to, "left": left} for to in sorted(named & set(pks))]
        elif relation.on_delete is models.SET_NULL:
            rows = source._base_manager.filter(**{f"{field.name}__in": pks}).order_by("pk")
            links += [known | {"id": pk, "to": to} for pk, to in rows.values_list("pk", field.attname)]
    for _name, rows, _key in _going_with(model, pks):
        links += take_links(rows.model, list(rows.values_list("pk", flat=True)))
    return links


def _named_by(field: models.ManyToManyField, pks: list[int]) -> dict[int, set[int]]:
    """Return all that each row names in ``field``, of the rows that name one of ``pks``."""
    rows = field.remote_field.through._default_manager
    owner, named = field.m2m_field_name(), field.m2m_reverse_field_name()
    owners = rows.filter(**{f"{named}__in": pks}).values(owner)
    found: dict[int, set[int]] = {}
    for pk, other in rows.filter(**{f"{owner}__in": owners}).order_by(owner).values_list(owner, named):
        found.setdefault(pk, set()).add(other)
    return found


def _pointing_at(model: type[models.Model]) -> Iterator[Any]:
    """Yield the relations of other models to ``model``, hidden ones included."""
    for relation in model._meta.get_fields(include_hidden=True):
        is_own = relation.concrete or not relation.auto_created
        if not is_own and not relation.related_model._meta.auto_created:
            yield relation


def _going_with(model: type[models.Model], pks: list[int]) -> Iterator[tuple[str, models.QuerySet, str]]:
    """Yield (relation, rows, attribute with the id in ``pks``) of what is deleted with these of ``model``."""
    for relation in _pointing_at(model):
        if getattr(relation, "on_delete", None) is models.CASCADE:
            rows = relation.related_model._base_manager
            rows = rows.filter(**{f"{relation.field.name}__in": pks}).order_by("pk")
            yield relation.name, rows, relation.field.attname
    for field in model._meta.private_fields:
        if isinstance(field, GenericRelation):
            kind = ContentType.objects.get_for_model(model)
            rows = field.related_model._base_manager.filter(content_type=kind, object_id__in=pks)
            yield field.name, rows.order_by("pk"), field.object_id_field_name


def prefetches(model: type[models.Model]) -> tuple[str, ...]:
    """Return what to prefetch before many records of ``model`` are taken: no query per record then."""
    return (*getattr(model, "revision_relations", ()), *getattr(model, "revision_children", ()))


def _children(record: models.Model, name: str) -> list[models.Model]:
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
    return {field.name: _plain(getattr(record, field.attname)) for field in fields_of(type(record))}


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two values mean the same: NULL, "" and [] are one; 0 and false are not empty."""
    return one == other or (one in _NOTHING and other in _NOTHING)


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
