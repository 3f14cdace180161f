"""Bringing back what a revision holds: into a record that is there, or as a record that was deleted."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from seoulsolution.content.models import Child, Translated
from seoulsolution.content.postponing import postponed
from seoulsolution.revisions import applying, drafts, history, snapshots, translations
from seoulsolution.revisions.applying import Applied
from seoulsolution.revisions.models import Draft, Event, Revision
from seoulsolution.revisions.snapshots import PUBLICATION, Snapshot


def restore(revision: Revision, record: models.Model, *, user=None, note: str = "") -> Applied:
    """Give ``record`` the texts, children and relations of ``revision``, and return what was left out.

    State, times and withheld languages stay as they are. What no longer exists is left out. Of a published
    record it becomes a draft.
    """
    with history.change([record], user=user, event=Event.RESTORED, note=note) as [locked]:
        now, data = drafts.current(locked), snapshots.read(revision.data)
        kept = {name: value for name, value in now["fields"].items() if name in PUBLICATION}
        data, left_out = applying.usable(locked, data | {"fields": data["fields"] | kept})
        if drafts.are_kept_of(locked):
            drafts.save(locked, data, user=user, event=Event.RESTORED, note=note)
        else:
            applied = drafts.replace(locked, data, user=user, event=Event.RESTORED, note=note)
            left_out += applied.left_out
    last = Revision.objects.of(record).first()
    if last and last.event == Event.RESTORED:
        translations.put(last, translations.outdated_in(revision.data))
    return Applied(locked, left_out)


def recover(revision: Revision, *, user=None, note: str = "") -> Applied:
    """Bring the record of its last revision back under its number, as a draft, with all that went with it."""
    model = revision.content_type.model_class()
    with transaction.atomic(), postponed():
        linked = (record for field, links in _links(revision) for record in _with_history(field, links))
        # All at once, in the order that everybody keeps.
        history.lock([*map(history.owner, linked), *_with_draft_since(revision)])
        data, left_out = applying.usable(model(pk=revision.object_id), revision.data)
        if "state" in data["fields"]:
            data["fields"]["state"] = "draft"
        moments = revision.data.get("moments", {}).items()
        known = {name: datetime.datetime.fromisoformat(moment) for name, moment in moments}
        applied = applying.apply(model(pk=revision.object_id, **known), data)
        own = [row for row in revision.data.get("origin", ()) if not row["of"]]
        applying.bring_back_origin(applied.record, own)
        history.write([applied.record], user=user, event=Event.RECOVERED, note=note)
        _put_back_links(revision, user, note)
        _put_back_in_drafts(revision, user, note)
    return Applied(applied.record, left_out + applied.left_out)


def _links(revision: Revision) -> Iterator[tuple[Any, list[dict]]]:
    """Yield each field of another model that named the deleted record, with its links."""
    links: dict[tuple[str, str], list[dict]] = {}
    for link in revision.data.get("links", ()):
        links.setdefault((link["model"], link["field"]), []).append(link)
    for (label, name), rows in links.items():
        try:
            yield apps.get_model(label)._meta.get_field(name), rows
        except (LookupError, FieldDoesNotExist):
            continue  # of an older format


def _with_history(field: Any, links: list[dict]) -> list[models.Model]:
    """Return the records of ``links`` whose change is a revision."""
    has_history = issubclass(field.model, Translated | Child)
    there = field.model._default_manager.filter(pk__in=[link["id"] for link in links])
    return list(there) if has_history else []


def _put_back_links(revision: Revision, user, note: str) -> None:
    """Let others name a record again that is recovered, where nobody has chosen otherwise meanwhile."""
    for field, links in _links(revision):
        with history.change(_with_history(field, links), user=user, note=note):
            put_back = _put_back_related if field.many_to_many else _put_back_key
            put_back(field, links, revision)


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
    again = _recovered_since(revision, field.related_model)
    there = field.model._default_manager.prefetch_related(field.name).in_bulk([link["id"] for link in links])
    for link in links:
        if record := there.get(link["id"]):
            related = getattr(record, field.name)
            if {other.pk for other in related.all()} - again == still & set(link["left"]) - again:
                related.add(link["to"])


def _recovered_since(revision: Revision, model: type[models.Model]) -> set[int]:
    kind = ContentType.objects.get_for_model(model)
    recovered = Revision.objects.filter(content_type=kind, event=Event.RECOVERED, pk__gt=revision.pk)
    return set(recovered.values_list("object_id", flat=True))


def _with_draft_since(revision: Revision) -> list[models.Model]:
    """Return the records whose draft was saved after ``revision``: it names nothing that was deleted then."""
    since = Draft.objects.filter(revision__gt=revision.pk).prefetch_related("record")
    return [draft.record for draft in since if draft.record]


def _put_back_in_drafts(revision: Revision, user, note: str) -> None:
    """Let drafts name the recovered record again that named it when it was deleted, and were saved since."""
    target = revision.content_type.model_class()
    again = _recovered_since(revision, target)
    for record in history.lock(_with_draft_since(revision)):
        revisions = Revision.objects.of(record)
        then = revisions.filter(is_draft=True, pk__lt=revision.pk).first()
        ended = revisions.filter(event__in=(Event.PUBLISHED, Event.DISCARDED))
        if then is None or ended.filter(number__gt=then.number).exists():
            continue  # it is another draft
        before, data = snapshots.read(then.data), drafts.current(record)
        related = _put_back_relations(type(record), target, before, data, revision.object_id, again)
        keys = _put_back_columns(type(record), target, before, data, revision.object_id)
        if related or keys:
            drafts.save(record, data, user=user, note=note)


def _put_back_relations(model, target, before: Snapshot, data: Snapshot, pk: int, again: set[int]) -> bool:
    """Name ``pk`` in ``data`` where the others named are still those that the deletion left."""
    changed = False
    for name in getattr(model, "revision_relations", ()):
        then, now = (set(side["relations"].get(name, ())) for side in (before, data))
        if model._meta.get_field(name).related_model is not target or pk not in then - now:
            continue
        there = set(target._default_manager.filter(pk__in=then).values_list("pk", flat=True))
        if now - again == there - again:
            data["relations"][name] = sorted(now | {pk})
            changed = True
    return changed


def _put_back_columns(model, target, before: Snapshot, data: Snapshot, pk: int) -> bool:
    """Fill the foreign keys in ``data``, of the record and its children, that held ``pk`` and are empty."""
    sides = [(model, before["fields"], data["fields"])]
    for name in getattr(model, "revision_children", ()):
        then = {row["uid"]: row["fields"] for row in before["children"].get(name, ())}
        child = model._meta.get_field(name).related_model
        rows = data["children"].get(name, ())
        sides += [(child, then.get(row["uid"], {}), row["fields"]) for row in rows]
    changed = False
    for each, then, now in sides:
        for field in snapshots.fields_of(each):
            was_it = field.related_model is target and then.get(field.name) == pk
            if was_it and now.get(field.name) is None:
                now[field.name] = pk
                changed = True
    return changed
