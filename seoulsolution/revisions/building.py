"""A record as a snapshot has it, in memory: for forms, previews and differences, and before it is written."""

import copy
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from seoulsolution.content import pictures
from seoulsolution.content.fields import RichTextField
from seoulsolution.revisions import snapshots
from seoulsolution.revisions.snapshots import Snapshot


def build(record: models.Model, data: Snapshot, left_out: list[str] | None = None) -> models.Model:
    """Return ``record`` as ``data`` has it, in memory: the inverse of ``take``. Nothing is written.

    Children and relations are in its prefetch cache, where ``.all()`` finds them. What no longer exists (a
    topic, a picture, a field) is left out; the names of the fields are added to ``left_out``.
    """
    left_out = [] if left_out is None else left_out
    data, built = snapshots.read(data), copy.copy(record)
    built._prefetched_objects_cache = {}
    left_out += [*apply_columns(built, data["fields"]), *_leave_out_dead(built)]
    for name, pks in data["relations"].items():
        if name not in getattr(record, "revision_relations", ()):
            left_out += [name] if pks else []
            continue
        related = list(getattr(record, name).model._default_manager.filter(pk__in=pks))
        left_out += [name] if len(related) < len(pks) else []
        set_related(built, name, related)
    for name, rows in data["children"].items():
        if name not in getattr(record, "revision_children", ()):
            left_out += [name] if rows else []
            continue
        set_related(built, name, _build_children(record, built, name, rows, left_out))
    if hasattr(built, "compute"):
        built.compute()
    return built


def _build_children(record, built, name: str, rows: list[dict], left_out: list[str]) -> list[models.Model]:
    """Return the children in ``rows``: those that are there by ``uid``, others under the id they had.

    The importer knows a child by its id. One that was moved to another record stays there.
    """
    relation = record._meta.get_field(name)
    manager = relation.related_model._default_manager
    there = {str(child.uid): child for child in getattr(record, name).all()}
    new = [row for row in rows if row["uid"] not in there]
    moved = {str(uid) for uid in _values_of(manager, "uid", new)}
    taken = set(_values_of(manager, "pk", [{"pk": row["id"]} for row in new if isinstance(row["id"], int)]))
    left_out += [name] if moved else []
    children = []
    for row in (row for row in rows if row["uid"] not in moved):
        old_id = row["id"] if isinstance(row["id"], int) and row["id"] not in taken else None
        known = there.get(row["uid"])
        child = copy.copy(known) if known else relation.related_model(pk=old_id, uid=uuid.UUID(row["uid"]))
        setattr(child, relation.field.name, built)
        left_out += [*apply_columns(child, row["fields"]), *_leave_out_dead(child)]
        children.append(child)
    return snapshots.in_order(children)


def _values_of(manager: models.Manager, name: str, rows: list[dict]) -> Iterable[Any]:
    """Return which of the values ``name`` of ``rows`` the database has; no query for no rows."""
    if not rows:
        return ()
    return manager.filter(**{f"{name}__in": [row[name] for row in rows]}).values_list(name, flat=True)


def set_related(record: models.Model, name: str, related: Iterable[models.Model]) -> None:
    """Let ``record.<name>.all()`` return ``related`` without a query, as if it had been prefetched."""
    related = list(related)
    cache = record.__dict__.setdefault("_prefetched_objects_cache", {})
    cache.pop(name, None)
    queryset = getattr(record, name).get_queryset()
    queryset._result_cache = related
    queryset._prefetch_done = True
    cache[name] = queryset


def _leave_out_dead(record: models.Model) -> list[str]:
    """Take out what ``record`` names and what was deleted meanwhile; return the names of the fields."""
    return [*empty_dead_keys(record), *_without_dead_pictures(record)]


def _without_dead_pictures(record: models.Model) -> list[str]:
    dead = []
    for field in record._meta.concrete_fields:
        if isinstance(getattr(field, "translated_field", None), RichTextField):
            before = getattr(record, field.attname) or ""
            if (after := pictures.without_missing(before)) != before:
                setattr(record, field.attname, after)
                dead.append(field.name)
    return dead


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


def apply_columns(record: models.Model, values: dict[str, Any]) -> list[str]:
    """Set the columns of a snapshot on ``record``; return the names of those that do not fit today."""
    known = {field.name: field for field in record._meta.concrete_fields}
    left_out = []
    for name, value in values.items():
        try:
            setattr(record, known[name].attname, _to_column(known[name], value))
        except (KeyError, ValidationError, TypeError, ValueError):
            left_out.append(name)
    return left_out


def _to_column(field: models.Field, value: Any) -> Any:
    """Return a value of a snapshot as the column has it; raise ValidationError if it cannot hold it."""
    if value is None and field.null:
        return None
    is_text = isinstance(field, models.CharField | models.TextField)
    is_too_long = is_text and isinstance(value, str) and len(value) > (field.max_length or len(value))
    is_odd = value is None or (is_text and not isinstance(value, str)) or is_too_long
    if is_odd or (field.choices and value != "" and value not in dict(field.flatchoices)):
        raise ValidationError(field.name)
    value = field.to_python(value)
    if isinstance(field, models.IntegerField):
        field.run_validators(value)
    if isinstance(field, models.FileField) and value and not field.storage.exists(value):
        raise ValidationError(field.name)
    return value
