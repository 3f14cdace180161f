"""Drafts over published records: readers go on seeing the row until somebody publishes the draft.

While a record is not published, its row is its draft, and saving it writes the row.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.content.models import Content, State
from seoulsolution.revisions import applying, building, history, snapshots, translations
from seoulsolution.revisions.editing import autosaves_of
from seoulsolution.revisions.models import Draft, Event, PreviewLink, Revision, Submission
from seoulsolution.revisions.snapshots import Snapshot


def are_kept_of(record: models.Model) -> bool:
    """Return whether a change of ``record`` is kept as a draft: readers see its row, or will by the clock."""
    return isinstance(record, Content) and record.state == State.PUBLISHED


def exist(record: models.Model) -> bool:
    """Return whether there is a draft over the public text of ``record``."""
    return Draft.objects.of(record).exists()


def worked_on(record: models.Model) -> bool:
    """Return whether staff have a text of ``record`` that is not in its row: then nobody writes over it."""
    return exist(history.owner(record)) or autosaves_of(record).exists()


def current(record: models.Model) -> Snapshot:
    """Return the text that staff work on: the draft, with what changed in public since it was begun."""
    return merged(record)[0]


def shown(record: models.Model) -> models.Model | None:
    """Return ``record`` as staff work on it: as its draft has it, in memory, or itself without a draft.

    A child is as the draft of its record has it; None when that has it no more.
    """
    owner = history.owner(record)
    if (draft := draft_of(owner)) is None:
        return record
    built = building.build(owner, _merge(owner, draft)[0])
    if owner is record:
        return built
    return next((child for child in getattr(built, _relation_of(record)).all() if child == record), None)


def as_shown(record: models.Model, number: int) -> Snapshot:
    """Return the text that staff saw when the latest revision of ``record`` was ``number``.

    That is the revision's own, unless it changed the public record below an open draft (a withdrawal).
    """
    revisions = Revision.objects.of(record).filter(number__lte=number)
    last = revisions.first() or Revision.objects.of(record).last()
    draft = revisions.filter(is_draft=True).first()
    if last.is_draft or draft is None:
        return last.data
    later = revisions.live().filter(number__gt=draft.number)
    base = revisions.live().filter(number__lt=draft.number).first()
    if base is None or later.exclude(event=Event.WITHDRAWN).exists():
        return last.data
    return snapshots.merge(base.data, last.data, draft.data)[0]


def naming(record: models.Model) -> Iterator[models.Model]:
    """Yield the records whose drafts name ``record``: they have it as a topic or a picture."""
    names: dict[type[models.Model], list[str]] = {}
    for relation in record._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            names.setdefault(relation.related_model, []).append(relation.field.name)
    for draft in Draft.objects.select_related("revision", "content_type").prefetch_related("record"):
        data, model = draft.revision.data, draft.content_type.model_class()
        sides = [(model, data["fields"] | data["relations"])]
        for name in getattr(model, "revision_children", ()):
            child = model._meta.get_field(name).related_model
            sides += [(child, row["fields"]) for row in data["children"].get(name, ())]
        named = (values.get(name) for each, values in sides for name in names.get(each, ()))
        if draft.record and any(value == record.pk or record.pk in _list(value) for value in named):
            yield draft.record


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []


def with_values(record: models.Model, values: dict[str, Any]) -> Snapshot:
    """Return the text of ``record`` that staff work on, with other values of some columns."""
    data = current(record)
    return data | {"fields": data["fields"] | values}


def with_child(record: models.Model, child: models.Model) -> Snapshot:
    """Return the text of ``record`` that staff work on, with ``child`` as it is in memory."""
    data = without_child(record, child)
    data["children"][_relation_of(child)].append(snapshots.row_of(child))
    return data


def without_child(record: models.Model, child: models.Model) -> Snapshot:
    data, name = current(record), _relation_of(child)
    rows = [row for row in data["children"].get(name, []) if row["uid"] != str(child.uid)]
    return data | {"children": data["children"] | {name: rows}}


def _relation_of(child: models.Model) -> str:
    return child._meta.get_field(child.revision_parent).remote_field.get_accessor_name()


def draft_of(record: models.Model) -> Draft | None:
    """Return the draft of ``record`` with its text and the public one that it was begun over."""
    return Draft.objects.of(record).select_related("base", "revision").first()


def merged(record: models.Model) -> tuple[Snapshot, set[str]]:
    """Return the text that staff work on, and what both it and the public text have changed differently."""
    draft = draft_of(record)
    return _merge(record, draft) if draft else (snapshots.take(record), set())


def _merge(record: models.Model, draft: Draft) -> tuple[Snapshot, set[str]]:
    sides = [snapshots.read(draft.base.data), snapshots.take(record), snapshots.read(draft.revision.data)]
    for name in getattr(record, "revision_relations", ()):
        _leave_out_deleted(sides, name, getattr(record, name).model)
    return snapshots.merge(*sides)


def _leave_out_deleted(sides: list[Snapshot], name: str, related: type[models.Model]) -> None:
    """Take out of the relation ``name`` what was deleted: that is nobody's change of the text."""
    named = {pk for side in sides for pk in side["relations"].get(name, ())}
    if not named:
        return
    there = set(related._default_manager.filter(pk__in=named).values_list("pk", flat=True))
    for place, side in enumerate(sides):
        kept = [pk for pk in side["relations"].get(name, ()) if pk in there]
        sides[place] = side | {"relations": side["relations"] | {name: kept}}


def save(
    record: models.Model, data: Snapshot, *, user=None, event: str = Event.EDITED, note: str = ""
) -> Revision | None:
    """Keep ``data`` as the draft of ``record``, which the caller has locked; return the new revision.

    Return None when nothing differs from the draft that is there. A plan to publish it at a time ends, and an
    approval: they were made for another text.
    """
    history.write([record], event=Event.FOUND)  # if it was changed without a revision, as by a script
    draft = draft_of(record)
    live = snapshots.take(record)
    [base] = history.latest_live([record]).values()
    if snapshots.alike(data, draft.revision.data if draft else live):
        Draft.objects.of(record).update(base=base)  # its writer has seen the public text as it is now
        return None
    before = draft.revision.data if draft else base.data
    if is_public := snapshots.alike(data, live):
        data = data | {"outdated": translations.outdated_in(base.data)}
    else:
        data = data | {"outdated": translations.outdated_after(type(record), before, data)}
    revision = write_revision(record, data, before, created_by=user, event=event, note=note)
    draft = draft or Draft(content_type_id=base.content_type_id, object_id=record.pk)
    for name, value in ({"revision": revision, "base": base} | history.NO_PLAN).items():
        setattr(draft, name, value)
    draft.save()
    if is_public:
        forget(record)
        PreviewLink.objects.of(record).delete()
    Submission.objects.of(record).approved().update(**history.NOT_APPROVED)
    return revision


def replace(
    record: models.Model, data: Snapshot, *, user=None, event: str = Event.EDITED, note: str = ""
) -> applying.Applied:
    """Write ``data`` into the row of ``record``, which is not published; the caller writes the revision.

    A draft from the time when it was published ends. That is a revision even where the row stays as it is.
    """
    had_draft = exist(record)
    applied = applying.apply(record, data)
    forget(record)
    [live] = history.latest_live([record]).values() if had_draft else [None]
    if live and snapshots.alike(live.data, snapshots.take(applied.record)):
        history.write([applied.record], user=user, event=event, note=note, always=True)
    return applied


def write_revision(record: models.Model, data: Snapshot, before: Snapshot, **values) -> Revision:
    """Write a revision with a text of ``record`` that readers do not see; ``before`` is what it changes."""
    revision = Revision(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        number=history.latest_number(record) + 1,
        data=data,
        is_draft=True,
        **values,
    )
    translations.note(revision, before)
    translations.follow([revision])
    revision.save()
    return revision


def note(record: models.Model, event: str, *, user=None, text: str = "") -> None:
    """Write a revision that says what was decided about the text of ``record``, and leaves it as it is."""
    [record] = history.lock([record])  # as it is now, whatever the caller has read before
    history.keep_first([record])
    if exist(record):
        data = current(record)
        write_revision(record, data, data, created_by=user, event=event, note=text)
    else:
        history.write([record], user=user, event=event, note=text)


def forget(record: models.Model) -> None:
    """Delete the pointer to the draft of ``record``; its revisions stay."""
    Draft.objects.of(record).delete()


def discard(record: models.Model, *, user=None, note: str = "") -> None:
    """End the draft of ``record``; a revision with the public text says so."""
    with history.change([record], user=user) as [locked]:
        if exist(locked):
            history.close(locked)
            history.write([locked], user=user, event=Event.DISCARDED, note=note)
