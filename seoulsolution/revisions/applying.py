"""Writing a snapshot into the rows of its record: by save(), delete() and set(), so that signals follow."""

import itertools
from dataclasses import dataclass, field

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models

from seoulsolution.revisions import building, snapshots
from seoulsolution.revisions.models import Revision
from seoulsolution.revisions.snapshots import Snapshot


@dataclass
class Applied:
    """The record, and the names of the fields and relations of which something could not be written."""

    record: models.Model
    left_out: list[str] = field(default_factory=list)


def usable(record: models.Model, data: Snapshot) -> tuple[Snapshot, list[str]]:
    """Return ``data`` without what cannot be written any more, and the names of what was left out.

    That is what no longer exists, what another record has by now (a number, a slug; ``record`` keeps its own
    value there, or gets a free one when it is new), and children that lack what is needed today.
    """
    left_out: list[str] = []
    built = building.build(record, data, left_out)
    for name in taken(built):
        free = getattr(record, name) if record._state.db else _free_value(built, name)
        setattr(built, name, free)
        left_out.append(name)
    for name in getattr(built, "revision_children", ()):
        children = list(getattr(built, name).all())
        storable = [child for child in children if _is_storable(child)]
        left_out += [name] if len(storable) < len(children) else []
        building.set_related(built, name, storable)
    return snapshots.take(built), left_out


def apply(record: models.Model, data: Snapshot) -> Applied:
    """Give ``record`` and its children the values in ``data``. The caller has locked it.

    A child that was deleted once and is back has its provenance and reviews again.
    """
    left_out: list[str] = []
    built = building.build(record, data, left_out)
    write(record, built)
    return Applied(built, left_out)


def write(record: models.Model, built: models.Model) -> None:
    """Write ``built``, which is ``record`` as a snapshot has it in memory, into the rows of ``record``."""
    there = _uids(record)
    children = {name: list(getattr(built, name).all()) for name in getattr(built, "revision_children", ())}
    relations = {name: list(getattr(built, name).all()) for name in getattr(built, "revision_relations", ())}
    built._prefetched_objects_cache = {}  # what follows a save by signal reads the rows
    built.save()
    for name, rows in children.items():
        _write_children(built, name, rows)
    for name, related in relations.items():
        getattr(built, name).set(related)
    bring_back_origin(built, _last_origin(built, _uids(built) - there))


def check(record: models.Model) -> None:
    """Raise ValidationError if ``record``, as it is in memory, breaks a rule of its model.

    Required texts are not asked for: one language is enough, and which one is for the form to say.
    """
    _check_columns(record)
    record.validate_unique()
    record.validate_constraints()
    for name in getattr(record, "revision_children", ()):
        for child in getattr(record, name).all():
            _check_columns(child)


def _check_columns(record: models.Model) -> None:
    translated = getattr(record, "translated_fields", frozenset())
    texts = [
        each.name
        for each in record._meta.fields
        if each.name in translated or getattr(each, "translated_field", None)
    ]
    record.clean_fields(exclude=[*texts, getattr(record, "revision_parent", "")])


def _is_storable(child: models.Model) -> bool:
    """Return whether a child has what is needed today: in a snapshot of an older format it may lack it."""
    try:
        _check_columns(child)
    except ValidationError:
        return False
    return True


def taken(record: models.Model) -> list[str]:
    """Return the fields whose value another record has, or that break a rule together."""
    try:
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as error:
        names = list(getattr(error, "error_dict", {}))
        constrained = {name for rule in record._meta.total_unique_constraints for name in rule.fields}
        return [name for name in names if name != "__all__"] or sorted(constrained)
    return []


def _free_value(record: models.Model, name: str):
    """Return a value of a unique field for a record that is recovered, instead of one that is taken."""
    column, value = record._meta.get_field(name), getattr(record, name)
    if column.null:
        return None
    if isinstance(column, models.IntegerField):
        highest = type(record)._default_manager.aggregate(highest=models.Max(name))["highest"]
        return (highest or 0) + 1
    return value if column.choices else f"{value}-{record.pk}"


def _write_children(record: models.Model, name: str, rows: list[models.Model]) -> None:
    """Make ``rows`` the children of ``record``: they are matched by ``uid``, and the others are deleted."""
    wanted = {child.uid for child in rows}
    there = {child.uid: child for child in getattr(record, name).all()}
    for uid, child in there.items():
        if uid not in wanted:
            child.delete()
    changed = [child for child in rows if not _is_written(child, there.get(child.uid))]
    _free_order(changed, there)
    relation = record._meta.get_field(name)
    for child in changed:
        setattr(child, relation.field.name, record)
        child.save()


def _is_written(child: models.Model, row: models.Model | None) -> bool:
    return row is not None and snapshots.columns(child) == snapshots.columns(row)


def _free_order(children: list[models.Model], there: dict) -> None:
    """Move the rows of ``children`` out of each other's way: numbers are unique and may change places."""
    if not children:
        return
    order = getattr(children[0], "revision_order", "position")
    used = {getattr(child, order) for child in (*children, *there.values())}
    free = (number for number in itertools.count(1) if number not in used)
    for child in children:
        row = there.get(child.uid)
        if row is not None and getattr(row, order) != getattr(child, order):
            type(child)._default_manager.filter(pk=row.pk).update(**{order: next(free)})


def _uids(record: models.Model) -> set[str]:
    names = getattr(record, "revision_children", ())
    return {str(uid) for name in names for uid in getattr(record, name).values_list("uid", flat=True)}


def _last_origin(record: models.Model, uids: set[str]) -> list[dict]:
    """Return the provenance and reviews that the children ``uids`` had when each was last deleted."""
    rows, found = [], set()
    for revision in Revision.objects.of(record).filter(data__has_key="origin") if uids else ():
        new = [row for row in revision.data["origin"] if row["of"] in uids - found]
        rows += new
        found |= {row["of"] for row in new}
    return rows


def bring_back_origin(record: models.Model, rows) -> None:
    """Write the provenance and reviews in ``rows`` again, of ``record`` and its children."""
    owners = {"": record}
    for name in getattr(record, "revision_children", ()):
        owners |= {str(child.uid): child for child in getattr(record, name).all()}
    for row in rows:
        each = owners.get(row["of"])
        if each is None:
            continue
        relation = each._meta.get_field(row["relation"])
        again = relation.related_model(pk=row.get("id"))
        building.apply_columns(again, row["fields"])
        building.empty_dead_keys(again)  # the person who ticked it off
        if isinstance(relation, GenericRelation):
            again.content_type, again.object_id = ContentType.objects.get_for_model(each), each.pk
        else:
            setattr(again, relation.field.name, each)
        again.save()
