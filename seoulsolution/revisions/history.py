"""Writing history: every change of a record, however it is made, is one revision of it.

``change()`` is for who changes records that are there; ``write()`` for who has just made or changed one.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import OuterRef, Subquery

from seoulsolution.content.models import Child, Translated
from seoulsolution.revisions import deletion, snapshots, translations
from seoulsolution.revisions.models import Draft, Event, PreviewLink, Revision, Submission, Translation

#: What makes a revision although the record stays as it was.
ALWAYS_WRITTEN = frozenset(
    {
        Event.DELETED,
        Event.RECOVERED,
        Event.DISCARDED,
        Event.SUBMITTED,
        Event.RETURNED,
        Event.APPROVED,
        Event.CONFIRMED,
    }
)

#: A draft that is published by hand, and a submission that nobody has approved.
NO_PLAN = {"publish_at": None, "scheduled_by": None, "failed_at": None, "problem": {}}
NOT_APPROVED = {"status": Submission.Status.SUBMITTED, "decided_by": None}


@contextmanager
def change(
    records: Iterable[models.Model],
    *,
    user=None,
    event: str = Event.EDITED,
    note: str = "",
    due_at: datetime.datetime | None = None,
    notes: Mapping[models.Model, str] | None = None,
) -> Iterator[list[models.Model]]:
    """Lock ``records`` and yield them as the database has them; when the block ends, write what changed.

    A record without a revision gets a first one, "found", before its first change; a record that is gone is
    left out. Of a child (a story) its record (the issue) is locked and written. All is one transaction.
    """
    with transaction.atomic():
        locked = lock(map(owner, records))
        keep_first(locked)
        origins = _origins(locked)
        yield locked
        about = {"user": user, "event": event, "note": note, "notes": notes, "due_at": due_at}
        write(_fresh(locked), **about, origins=origins)


def owner(record: models.Model) -> models.Model:
    """Return the record whose history ``record`` is part of: itself, or that of which it is a child."""
    parent = getattr(record, "revision_parent", "")
    return getattr(record, parent) if parent else record


def lock(records: Iterable[models.Model]) -> list[models.Model]:
    """Return ``records`` fresh from the database and locked, in the order of kind and id.

    The order is the same for everybody, so that two who change many records never wait for each other.
    """
    return _fresh(records, locked=True)


def _fresh(records: Iterable[models.Model], locked: bool = False) -> list[models.Model]:
    pks: dict[type[models.Model], set[int]] = {}
    for record in records:
        pks.setdefault(type(record), set()).add(record.pk)
    found = []
    for model in sorted(pks, key=lambda model: model._meta.label):
        rows = model._default_manager.filter(pk__in=pks[model]).order_by("pk")
        found += rows.select_for_update() if locked else rows
    return found


def keep_first(records: list[models.Model]) -> None:
    """Give those of ``records`` that have no revision a first one, as they are in the database now."""
    known = latest_live(records)
    write([record for record in records if _key(record) not in known], event=Event.FOUND)


def _origins(records: list[models.Model]) -> dict[tuple[int, int], list[dict]]:
    """Return where the children of each record come from, by the key of the record, before any is deleted."""
    with_children = [record for record in records if getattr(record, "revision_children", ())]
    return {_key(record): deletion.origin_of(record) for record in with_children}


def write(
    records: list[models.Model],
    *,
    user=None,
    event: str = Event.EDITED,
    note: str = "",
    due_at: datetime.datetime | None = None,
    origins=None,
    always: bool = False,
    notes: Mapping[models.Model, str] | None = None,
    loaded: Collection[models.Model] = (),
) -> list[Revision]:
    """Write a revision of each of ``records`` that differs from its latest one, and return the new ones.

    Those of ``ALWAYS_WRITTEN``, and with ``always`` all, are written without a difference. ``notes`` has one
    per record, instead of ``note``. The children of ``loaded`` are in their caches as the database has them.

    A fixed number of queries per kind, however many records. To be called in the transaction of the change,
    which holds the lock of the records. A revision holds those of ``origins`` whose child is gone by then.
    """
    records = [record for record in records if record.pk]
    unread = set(loaded)
    _forget_children([record for record in records if record not in unread])
    known, numbers, new = latest_live(records), latest_numbers(records), []
    always = always or event in ALWAYS_WRITTEN
    for record in records:
        before = known.get(_key(record))
        data = _data(record, event, before, (origins or {}).get(_key(record), ()))
        if not always and before and snapshots.alike(before.data, data):
            continue
        revision = Revision(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            number=numbers[record] + 1,
            data=data,
            event=_event(event, before, data),
            note=(notes or {}).get(record, note),
            due_at=due_at,
            created_by=user,
        )
        translations.note(revision, _text_before(revision, before))
        new.append(revision)
    _end_plans(new)
    translations.follow(new)
    return Revision.objects.bulk_create(new)


def _data(record: models.Model, event: str, before: Revision | None, origin) -> snapshots.Snapshot:
    """Return the snapshot of ``record`` for a revision, with what brings back what is deleted by then."""
    data = snapshots.take(record)
    if event == Event.DELETED:
        return _with_draft(record, data) | deletion.take(record)
    lost = deletion.lost(origin, before.data, data) if before else []
    return data | {"origin": lost} if lost else data


def _text_before(revision: Revision, live: Revision | None) -> snapshots.Snapshot | None:
    """Return the text that became that of a new revision: of what is published, its draft if that ended."""
    if live and revision.event == Event.PUBLISHED and live.number < revision.number - 1:
        about = {"content_type": revision.content_type_id, "object_id": revision.object_id}
        if not Draft.objects.filter(**about).exists():
            return Revision.objects.filter(**about).first().data
    return live.data if live else None


def _end_plans(new: list[Revision]) -> None:
    """End what was planned or decided about another text, however the change was made.

    Publishing ends links to previews and what was decided; withdrawing ends the plan of a draft; another text
    ends an approval, which was given to the one before.
    """
    pks: dict[tuple[str, int], list[int]] = {}
    for revision in new:
        pks.setdefault((revision.event, revision.content_type_id), []).append(revision.object_id)
    for (event, kind), object_ids in pks.items():
        about = {"content_type": kind, "object_id__in": object_ids}
        if event == Event.PUBLISHED:
            PreviewLink.objects.filter(**about).delete()
            Submission.objects.filter(**about).delete()
        elif event == Event.WITHDRAWN:
            Draft.objects.filter(**about).update(**NO_PLAN)
        elif event in (Event.EDITED, Event.RESTORED):
            Submission.objects.filter(**about).approved().update(**NOT_APPROVED)


def _with_draft(record: models.Model, data: snapshots.Snapshot) -> snapshots.Snapshot:
    """Return the text that staff worked on, so that recovering a deleted record brings it back."""
    draft = Draft.objects.of(record).select_related("base", "revision").first()
    return snapshots.merge(draft.base.data, data, draft.revision.data)[0] if draft else data


def _forget_children(records: list[models.Model]) -> None:
    """Load children and relations as they are now, a query per relation of a kind."""
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for record in records:
        getattr(record, "_prefetched_objects_cache", {}).clear()
        by_model.setdefault(type(record), []).append(record)
    for model, members in by_model.items():
        models.prefetch_related_objects(members, *snapshots.prefetches(model))


def _event(event: str, before: Revision | None, data: snapshots.Snapshot) -> str:
    """Return ``event``, or what an edit did to the state of the record when it changed that."""
    if event != Event.EDITED or before is None:
        return event
    state = data["fields"].get("state")
    changed = state != snapshots.read(before.data)["fields"].get("state")
    return (
        {"published": Event.PUBLISHED, "withdrawn": Event.WITHDRAWN}.get(state, event) if changed else event
    )


def _key(thing: models.Model) -> tuple[int, int]:
    """Return content type and id: of a record, or of the record of a revision."""
    if isinstance(thing, Revision):
        return thing.content_type_id, thing.object_id
    return ContentType.objects.get_for_model(thing).pk, thing.pk


def close(record: models.Model) -> None:
    """End the draft of ``record``, what was decided about it and the links to its previews."""
    for about in (Draft, Submission, PreviewLink):
        about.objects.of(record).delete()


def delete(records: Iterable[models.Model], *, user=None, note: str = "") -> None:
    """Delete ``records`` and keep what brings them back: a last revision with where they came from.

    Records that named them (a post its topic) lose that, which is a revision of each; so is the loss of a
    child. Raise ProtectedError, and delete nothing, when one is in use where it may not be missing.
    """
    with transaction.atomic():
        records = list(records)
        own = {record for record in records if owner(record) is record}
        children = [record for record in records if record not in own and owner(record) not in own]
        # All at once, in the order that everybody keeps.
        lock([*own, *map(owner, children), *(other for record in own for other in referrers(record))])
        locked = lock(own)
        others = [other for record in locked for other in referrers(record) if other not in own]
        with change([*others, *children], user=user, note=note):
            keep_first(locked)
            write(locked, user=user, event=Event.DELETED, note=note)
            for record in [*children, *locked]:
                close(record)
                Translation.objects.of(record).delete()
                record.delete()


def referrers(record: models.Model) -> Iterator[models.Model]:
    """Yield the records with a history that name ``record``, but for its own children."""
    own = getattr(record, "revision_children", ())
    for relation in record._meta.get_fields(include_hidden=True):
        model = relation.related_model
        points_here = relation.auto_created and not relation.concrete and relation.name not in own
        if points_here and issubclass(model, Translated | Child):
            yield from map(owner, model._default_manager.filter(**{relation.field.name: record}))


def latest_live(records: Iterable[models.Model]) -> dict[tuple[int, int], Revision]:
    """Return {(content type, id): latest revision that is no draft} of ``records``. A query per kind."""
    found = {}
    for revisions in _revisions_by_kind(records):
        live = Revision.objects.live().filter(
            content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
        )
        newest = live.order_by("-number").values("number")[:1]
        found |= {_key(revision): revision for revision in revisions.filter(number=Subquery(newest))}
    return found


def _revisions_by_kind(records: Iterable[models.Model]) -> Iterator[models.QuerySet[Revision]]:
    for kind, pks in _by_kind(map(_key, records)).items():
        yield Revision.objects.filter(content_type=kind, object_id__in=pks)


def _by_kind(keys: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Return the ids by content type."""
    by_kind: dict[int, list[int]] = {}
    for kind, pk in keys:
        by_kind.setdefault(kind, []).append(pk)
    return by_kind


def latest_numbers(records: Iterable[models.Model]) -> dict[models.Model, int]:
    """Return the number of the latest revision of each of ``records``, 0 for none. A query per kind.

    That of a child is the one of its record.
    """
    owners = {record: _owner_key(record) for record in records}
    numbers = {}
    for kind, pks in _by_kind(set(owners.values())).items():
        revisions = Revision.objects.filter(content_type=kind, object_id__in=pks).order_by()
        counted = revisions.values_list("object_id").annotate(models.Max("number"))
        numbers |= {(kind, pk): number for pk, number in counted}
    return {record: numbers.get(key, 0) for record, key in owners.items()}


def _owner_key(record: models.Model) -> tuple[int, int]:
    """Return content type and id of the record whose history ``record`` is part of, without loading it."""
    parent = getattr(record, "revision_parent", "")
    if not parent:
        return _key(record)
    field = record._meta.get_field(parent)
    return ContentType.objects.get_for_model(field.related_model).pk, getattr(record, field.attname)


def owner_keys(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the key of the record whose history each record is part of; keys are content type and id.

    A query per kind of children.
    """
    by_kind = _by_kind(keys)
    owners = {(kind, pk): (kind, pk) for kind, pks in by_kind.items() for pk in pks}
    for kind, pks in by_kind.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if parent := getattr(model, "revision_parent", ""):
            field = model._meta.get_field(parent)
            above = ContentType.objects.get_for_model(field.related_model).pk
            rows = model._default_manager.filter(pk__in=pks).values_list("pk", field.attname)
            owners |= {(kind, pk): (above, owner) for pk, owner in rows}
    return owners


def latest_number(record: models.Model) -> int:
    """Return the number of the latest revision of ``record``; 0 while it has none."""
    return Revision.objects.of(record).values_list("number", flat=True).first() or 0
