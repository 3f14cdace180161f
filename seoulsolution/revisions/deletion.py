"""What a deletion takes along or empties: kept in the last revision, so that recovering brings it back."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.content.first_public import FIELDS
from seoulsolution.revisions.snapshots import Snapshot, children_of, columns, plain, read

#: Relations that go with a record when it is deleted: where it came from, why to look at it.
ORIGIN = ("provenances", "reviews")


def take(record: models.Model) -> Snapshot:
    """Return what the last snapshot of a deleted record holds besides its text.

    These are the rows that go with it, the links to it, and when its texts first became public.
    """
    moments = {name: plain(moment) for name in FIELDS if (moment := getattr(record, name, None))}
    return {
        "origin": origin_of(record),
        "links": _links_to(type(record), [record.pk]),
        "moments": moments,
    }


def origin_of(record: models.Model) -> list[dict[str, Any]]:
    """Return the rows that go with ``record`` and its children: provenance, reviews, what other apps keep."""
    names = getattr(record, "revision_children", ())
    groups = [[record], *(children_of(record, name) for name in names)]
    return [row for members in groups if members for row in _origin_rows(members)]


def lost(origin: Iterable[dict[str, Any]], before: Snapshot, now: Snapshot) -> list[dict[str, Any]]:
    """Return the rows of ``origin`` of the children that are in ``before`` and no longer in ``now``."""
    then, there = (
        {row["uid"] for rows in read(data)["children"].values() for row in rows} for data in (before, now)
    )
    return [row for row in origin if row["of"] in then - there]


def _origin_rows(members: list[models.Model]) -> Iterator[dict[str, Any]]:
    """Yield what goes with each of ``members``, which are of one kind: a query per relation."""
    uids = {member.pk: str(getattr(member, "uid", "")) for member in members}
    for name, rows, key in _going_with(type(members[0]), list(uids)):
        if name not in getattr(members[0], "revision_children", ()):
            for row in rows:
                of = uids[getattr(row, key)]
                yield {"of": of, "relation": name, "id": row.pk, "fields": columns(row)}


def _links_to(model: type[models.Model], pks: list[int]) -> list[dict[str, Any]]:
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
        links += _links_to(rows.model, list(rows.values_list("pk", flat=True)))
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
