"""Drafts over published records: readers go on seeing the row until somebody publishes the draft.

While a record is not published, its row is its draft, and saving it writes the row.
"""

import datetime
import logging
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content, State
from seoulsolution.revisions import applying, building, history, snapshots
from seoulsolution.revisions.editing import autosaves_of
from seoulsolution.revisions.models import Draft, Event, PreviewLink, Revision, Submission
from seoulsolution.revisions.snapshots import Snapshot

logger = logging.getLogger(__name__)

_NO_PLAN = {"publish_at": None, "scheduled_by": None, "failed_at": None, "problem": {}}


def are_kept_of(record: models.Model) -> bool:
    """Return whether a change of ``record`` is kept as a draft: readers see its row, or will by the clock."""
    return isinstance(record, Content) and record.state == State.PUBLISHED


def worked_on(record: models.Model) -> bool:
    """Return whether staff have a text of ``record`` that is not in its row: then nobody writes over it."""
    return Draft.objects.of(history.owner(record)).exists() or autosaves_of(record).exists()


def current(record: models.Model) -> Snapshot:
    """Return the text that staff work on: the draft, with what changed in public since it was begun."""
    return _merged(record)[0]


def shown(record: models.Model) -> models.Model | None:
    """Return ``record`` as staff work on it: as its draft has it, in memory, or itself without a draft.

    A child is as the draft of its record has it; None when that has it no more.
    """
    owner = history.owner(record)
    if (draft := _draft_of(owner)) is None:
        return record
    built = building.build(owner, _merge(owner, draft)[0])
    if owner is record:
        return built
    return next((child for child in getattr(built, _relation_of(record)).all() if child == record), None)


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


def _draft_of(record: models.Model) -> Draft | None:
    return Draft.objects.of(record).select_related("base", "revision").first()


def _merged(record: models.Model) -> tuple[Snapshot, set[str]]:
    draft = _draft_of(record)
    return _merge(record, draft) if draft else (snapshots.take(record), set())


def _merge(record: models.Model, draft: Draft) -> tuple[Snapshot, set[str]]:
    return snapshots.merge(draft.base.data, snapshots.take(record), draft.revision.data)


def save(
    record: models.Model, data: Snapshot, *, user=None, event: str = Event.EDITED, note: str = ""
) -> Revision | None:
    """Keep ``data`` as the draft of ``record``, which the caller has locked; return the new revision.

    Return None when nothing differs from the draft that is there. A plan to publish it at a time ends, and an
    approval: they were made for another text.
    """
    history.write([record], event=Event.FOUND)  # if it was changed by a door that writes no history
    draft = _draft_of(record)
    live = snapshots.take(record)
    if snapshots.alike(data, draft.revision.data if draft else live):
        return None
    revision = _write(record, data, created_by=user, event=event, note=note)
    [base] = history.latest_live([record]).values()
    draft = draft or Draft(content_type_id=base.content_type_id, object_id=record.pk)
    for name, value in ({"revision": revision, "base": base} | _NO_PLAN).items():
        setattr(draft, name, value)
    draft.save()
    if snapshots.alike(data, live):
        forget(record)
        PreviewLink.objects.of(record).delete()
    text_changed(record)
    return revision


def replace(
    record: models.Model, data: Snapshot, *, user=None, event: str = Event.EDITED, note: str = ""
) -> applying.Applied:
    """Write ``data`` into the row of ``record``, which is not published; the caller writes the revision.

    A draft from the time when it was published ends. That is a revision even where the row stays as it is.
    """
    had_draft = Draft.objects.of(record).exists()
    applied = applying.apply(record, data)
    forget(record)
    [live] = history.latest_live([record]).values() if had_draft else [None]
    if live and snapshots.alike(live.data, snapshots.take(applied.record)):
        history.write([applied.record], user=user, event=event, note=note, always=True)
    return applied


def _write(record: models.Model, data: Snapshot, **values) -> Revision:
    """Write a revision with a text of ``record`` that readers do not see."""
    return Revision.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        number=history.latest_number(record) + 1,
        data=data,
        is_draft=True,
        **values,
    )


def note(record: models.Model, event: str, *, user=None, text: str = "") -> None:
    """Write a revision that says what was decided about the text of ``record``, and leaves it as it is."""
    history.keep_first([record])
    if Draft.objects.of(record).exists():
        _write(record, current(record), created_by=user, event=event, note=text)
    else:
        history.write([record], user=user, event=event, note=text)


def text_changed(record: models.Model) -> None:
    """Take back an approval: it was given to another text."""
    approved = Submission.objects.of(record).filter(status=Submission.Status.APPROVED)
    approved.update(status=Submission.Status.SUBMITTED, decided_by=None)


def forget(record: models.Model) -> None:
    """Delete the pointer to the draft of ``record``; its revisions stay."""
    Draft.objects.of(record).delete()


def close(record: models.Model) -> None:
    """End the draft of ``record``, what was decided about it and the links to its previews."""
    forget(record)
    PreviewLink.objects.of(record).delete()
    Submission.objects.of(record).delete()


def discard(record: models.Model, *, user=None, note: str = "") -> None:
    """End the draft of ``record``; a revision with the public text says so."""
    with history.change([record], user=user) as [locked]:
        if Draft.objects.of(locked).exists():
            close(locked)
            history.write([locked], user=user, event=Event.DISCARDED, note=note)


def publish(
    record: models.Model, *, user=None, note: str = "", due_at: datetime.datetime | None = None
) -> None:
    """Make the text that staff work on the public one, and ``record`` published.

    Raise ValidationError, and change nothing, when a rule forbids it: a number is taken by now, no language
    is complete, or, of what the clock publishes (``due_at``), somebody changed the public text meanwhile.
    """
    with history.change([record], user=user, event=Event.PUBLISHED, note=note, due_at=due_at) as [locked]:
        data, both = _merged(locked)
        if both and due_at:
            raise ValidationError(_("The public text was changed meanwhile as well."))
        data["fields"]["state"] = State.PUBLISHED.value
        built = building.build(locked, data)
        applying.check(built)
        if not built.languages:
            raise ValidationError(_("It is not complete in any language."))
        applying.apply(locked, data)
        close(locked)


def schedule(record: models.Model, at: datetime.datetime | None, *, user=None, note: str = "") -> None:
    """Publish the draft of ``record`` at ``at``; None ends such a plan. A revision says so."""
    with history.change([record], user=user) as [locked]:
        event = Event.SCHEDULED if at else Event.UNSCHEDULED
        _write(locked, current(locked), created_by=user, event=event, note=note, due_at=at)
        plan = {"publish_at": at, "scheduled_by": user} if at else {}
        Draft.objects.of(locked).update(**_NO_PLAN | plan)


def publish_due(now: datetime.datetime | None = None) -> int:
    """Publish the drafts whose time has come; return how many were.

    One that cannot be published stays a draft with its problem. Whoever comes meanwhile waits for the lock of
    the record, then finds nothing due. On a database that cannot be written the public text stays as it is.
    """
    now = now or timezone.now()
    number = 0
    try:
        for draft in Draft.objects.due(now).order_by("publish_at", "pk"):
            number += _publish_when_due(draft, now)
    except DatabaseError:
        logger.exception("Drafts that are due cannot be published yet")
    return number


def _publish_when_due(draft: Draft, now: datetime.datetime) -> bool:
    """Publish one draft under the lock of its record, unless another request just did."""
    with transaction.atomic():
        history.lock([draft.record] if draft.record else [])
        draft = Draft.objects.due(now).filter(pk=draft.pk).select_related("scheduled_by").first()
        if draft is None:
            return False
        try:
            with transaction.atomic():
                _check_right(draft)
                publish(draft.record, user=draft.scheduled_by, due_at=draft.publish_at)
        except (ValidationError, IntegrityError) as error:
            draft.failed_at, draft.problem = now, _in_each_language(error)
            draft.save(update_fields=["failed_at", "problem"])
            logger.warning("%s could not be published when it was due: %s", draft, draft.problem)
            return False
    return True


def _check_right(draft: Draft) -> None:
    record, user = draft.record, draft.scheduled_by
    if record is None or not are_kept_of(record):
        raise ValidationError(_("The record is no longer published."))
    codename = get_permission_codename("publish", record._meta)
    if user is None or not user.has_perm(f"{record._meta.app_label}.{codename}"):
        raise ValidationError(_("Who planned it may no longer publish it."))


def _in_each_language(error: ValidationError | IntegrityError) -> dict[str, str]:
    messages = {}
    for code in CODES:
        with override(code):
            told = error.messages if isinstance(error, ValidationError) else [_("Another record has it.")]
            messages[code] = " ".join(map(str, told))
    return messages


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
