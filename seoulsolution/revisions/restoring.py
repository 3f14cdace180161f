"""Bringing back what a revision holds: into a record that is there, or as a record that was deleted."""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction

from seoulsolution.content.models import Child, Translated
from seoulsolution.revisions import history, snapshots
from seoulsolution.revisions.models import Event, Revision
from seoulsolution.revisions.snapshots import PUBLICATION, Snapshot


@dataclass
class Restored:
    """The record, and the names of the fields and relations of which something could not be brought back."""

    record: models.Model
    left_out: list[str] = field(default_factory=list)


def restore(revision: Revision, record: models.Model, *, user=None, note: str = "") -> Restored:
    """Give ``record`` the texts, children and relations of ``revision``, and return what was left out.

    State, times and withheld languages stay as they are. What no longer exists is left out.
    """
    with history.change([record], user=user, event=Event.RESTORED, note=note) as [locked]:
        restored, there = Restored(locked), _uids(locked)
        _apply(restored, revision.data, PUBLICATION)
        _bring_back_origin(locked, _last_origin(locked, _uids(locked) - there))
    return restored


def recover(revision: Revision, *, user=None, note: str = "") -> Restored:
    """Bring the record of its last revision back under its number, as a draft, with all that went with it."""
    model = revision.content_type.model_class()
    record = model(pk=revision.object_id)
    restored = Restored(record)
    with transaction.atomic():
        _apply(restored, revision.data, frozenset())
        _bring_back_origin(record, revision.data.get("origin", ()))
        history.write([record], user=user, event=Event.RECOVERED, note=note)
        _put_back_links(revision, user, note)
    return restored


def _apply(restored: Restored, data: Snapshot, without: frozenset[str]) -> None:
    record, data = restored.record, snapshots.read(data)
    before = {name: getattr(record, name) for name in data["fields"] if hasattr(record, name)}
    restored.left_out += snapshots.apply_columns(record, data["fields"], without)
    if "state" in data["fields"] and "state" not in without:
        record.state = "draft"
    _drop_what_is_gone(restored)
    for name in _taken(record):
        setattr(record, name, before.get(name) if record._state.db else _free_value(record, name))
        restored.left_out.append(name)
    record.save()
    for name, rows in data["children"].items():
        if name in getattr(record, "revision_children", ()):
            _restore_children(restored, name, rows)
        elif rows:
            restored.left_out.append(name)
    for name, pks in data["relations"].items():
        if name not in getattr(record, "revision_relations", ()):
            restored.left_out += [name] if pks else []
            continue
        relation = getattr(record, name)
        there = set(relation.model._default_manager.filter(pk__in=pks).values_list("pk", flat=True))
        relation.set(there)
        if there != set(pks):
            restored.left_out.append(name)


def _drop_what_is_gone(restored: Restored) -> None:
    """Empty foreign keys to rows that were deleted meanwhile."""
    record = restored.record
    for key in (each for each in record._meta.concrete_fields if isinstance(each, models.ForeignKey)):
        value = getattr(record, key.attname)
        if value is not None and not key.related_model._default_manager.filter(pk=value).exists():
            setattr(record, key.attname, None)
            restored.left_out.append(key.name)


def _taken(record: models.Model) -> list[str]:
    """Return the fields whose old value another record has by now, or that break a rule together."""
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
    field, value = record._meta.get_field(name), getattr(record, name)
    if field.null:
        return None
    if isinstance(field, models.IntegerField):
        highest = type(record)._default_manager.aggregate(highest=models.Max(name))["highest"]
        return (highest or 0) + 1
    return value if field.choices else f"{value}-{record.pk}"


def _restore_children(restored: Restored, name: str, rows: list[dict]) -> None:
    """Make the children those of ``rows``: rows are matched by ``uid``, the others are deleted.

    One that was moved to another record since stays there.
    """
    record = restored.record
    relation = record._meta.get_field(name)
    manager = getattr(record, name)
    there = {str(child.uid): child for child in manager.all()}
    for uid in there.keys() - {row["uid"] for row in rows}:
        there.pop(uid).delete()
    _free_order(list(there.values()))
    children = relation.related_model._default_manager.filter(uid__in=[row["uid"] for row in rows])
    moved = {str(uid) for uid in children.values_list("uid", flat=True)} - there.keys()
    restored.left_out += [name] if moved else []
    for row in (row for row in rows if row["uid"] not in moved):
        # Under its old id, by which the importer's ledger knows it; ids are never given twice.
        child = there.get(row["uid"]) or _new_child(relation.related_model, row)
        setattr(child, relation.field.name, record)
        part = Restored(child)
        restored.left_out += snapshots.apply_columns(child, row["fields"])
        _drop_what_is_gone(part)
        restored.left_out += part.left_out
        try:
            with transaction.atomic():
                child.save()
        except IntegrityError:  # an older format lacks what is needed today
            restored.left_out.append(name)


def _new_child(model: type[models.Model], row: dict) -> models.Model:
    """Return the child of a row of a snapshot, under its old id unless an other has it."""
    pk = row["id"] if isinstance(row["id"], int) else None
    is_taken = model._default_manager.filter(pk=pk).exists()
    return model(pk=None if is_taken else pk, uid=row["uid"])


def _free_order(children: list[models.Model]) -> None:
    """Move children out of the way of each other: their numbers are unique and may change places."""
    if not children:
        return
    order = getattr(children[0], "revision_order", "position")
    highest = max(getattr(child, order) or 0 for child in children)
    for offset, child in enumerate(children, start=1):
        type(child)._default_manager.filter(pk=child.pk).update(**{order: highest + 1000 + offset})


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


def _bring_back_origin(record: models.Model, rows) -> None:
    """Write the provenance and reviews of a deleted record and its children again."""
    owners = {"": record}
    for name in getattr(record, "revision_children", ()):
        owners |= {str(child.uid): child for child in getattr(record, name).all()}
    for row in rows:
        each = owners.get(row["of"])
        if each is None:
            continue
        relation = each._meta.get_field(row["relation"])
        again = relation.related_model(pk=row.get("id"))
        snapshots.apply_columns(again, row["fields"])
        _drop_what_is_gone(Restored(again))  # the person who ticked it off
        if isinstance(relation, GenericRelation):
            again.content_type, again.object_id = ContentType.objects.get_for_model(each), each.pk
        else:
            setattr(again, relation.field.name, each)
        again.save()


def _put_back_links(revision: Revision, user, note: str) -> None:
    """Let others name a record again that is recovered, where nobody has chosen otherwise meanwhile."""
    links: dict[tuple[str, str], list[dict]] = {}
    for link in revision.data.get("links", ()):
        links.setdefault((link["model"], link["field"]), []).append(link)
    for (label, name), rows in links.items():
        try:
            field = apps.get_model(label)._meta.get_field(name)
        except (LookupError, FieldDoesNotExist):
            continue  # of an older format
        has_history = issubclass(field.model, Translated | Child)
        there = field.model._default_manager.filter(pk__in=[row["id"] for row in rows])
        with history.change(there if has_history else (), user=user, note=note):
            put_back = _put_back_related if field.many_to_many else _put_back_key
            put_back(field, rows, revision)


def _put_back_key(field: models.ForeignKey, links: list[dict], revision: Revision) -> None:
    """Fill the foreign keys that the deletion emptied and that are still empty."""
    there = field.model._default_manager.in_bulk([link["id"] for link in links])
    targets = field.related_model._default_manager.in_bulk([link["to"] for link in links])
    for link in links:
        record = there.get(link["id"])
        if record and link["to"] in targets and getattr(record, field.attname) is None:
            setattr(record, field.attname, link["to"])
            record.save()


def _put_back_related(field: models.ManyToManyField, links: list[dict], revision: Revision) -> None:
    """Name the record again where the others named are still those that the deletion left.

    What was deleted or recovered since then is nobody's choice.
    """
    manager = field.related_model._default_manager
    left = manager.filter(pk__in={pk for link in links for pk in link["left"]})
    still = set(left.values_list("pk", flat=True))
    kind = ContentType.objects.get_for_model(field.related_model)
    recovered = Revision.objects.filter(content_type=kind, event=Event.RECOVERED, pk__gt=revision.pk)
    again = set(recovered.values_list("object_id", flat=True))
    there = field.model._default_manager.prefetch_related(field.name).in_bulk([link["id"] for link in links])
    for link in links:
        if record := there.get(link["id"]):
            related = getattr(record, field.name)
            if {other.pk for other in related.all()} - again == still & set(link["left"]) - again:
                related.add(link["to"])
