"""Drafts over published records: readers go on seeing the row until somebody publishes the draft.

While a record is not published, its row is its draft, and saving it writes the row.
"""

import datetime
import logging

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content, State
from seoulsolution.revisions import applying, history, snapshots
from seoulsolution.revisions.models import Draft, Event, PreviewLink, Revision, Submission
from seoulsolution.revisions.snapshots import Snapshot

logger = logging.getLogger(__name__)


def are_kept_of(record: models.Model) -> bool:
    """Return whether a change of ``record`` is kept as a draft: readers see its row, or will by the clock."""
    return isinstance(record, Content) and record.state == State.PUBLISHED


def current(record: models.Model) -> Snapshot:
    """Return the text that staff work on: the draft, with what changed in public since it was begun."""
    return _merged(record)[0]


def shown(record: models.Model) -> models.Model:
    """Return ``record`` as staff work on it: as its draft has it, in memory, or itself without a draft."""
    return snapshots.build(record, current(record)) if Draft.objects.of(record).exists() else record


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


def _merged(record: models.Model) -> tuple[Snapshot, set[str]]:
    live = snapshots.take(record)
    draft = Draft.objects.of(record).select_related("base", "revision").first()
    return snapshots.merge(draft.base.data, live, draft.revision.data) if draft else (live, set())


def save(
    record: models.Model, data: Snapshot, *, user=None, event: str = Event.EDITED, note: str = ""
) -> Revision | None:
    """Keep ``data`` as the draft of ``record``, which the caller has locked; return the new revision.

    Return None when nothing differs from the draft that is there. A plan to publish it at a time ends, and an
    approval: they were made for another text.
    """
    history.write([record], event=Event.FOUND)  # if it was changed by a door that writes no history
    draft = Draft.objects.of(record).select_related("revision").first()
    live = snapshots.take(record)
    if snapshots.alike(data, draft.revision.data if draft else live):
        return None
    revision = _write(record, data, created_by=user, event=event, note=note)
    Draft.objects.of(record).update(publish_at=None, scheduled_by=None, failed_at=None, problem={})
    if snapshots.alike(data, live):
        forget(record)
        PreviewLink.objects.of(record).delete()
    text_changed(record)
    return revision


def _write(record: models.Model, data: Snapshot, **values) -> Revision:
    """Write a revision that is the draft of ``record`` from now on."""
    [base] = history.latest_live([record]).values()
    about = {"content_type": base.content_type, "object_id": record.pk}
    number = history.latest_number(record) + 1
    revision = Revision.objects.create(**about, number=number, data=data, is_draft=True, **values)
    Draft.objects.update_or_create(**about, defaults={"revision": revision, "base": base})
    return revision


def note(record: models.Model, event: str, *, user=None, text: str = "") -> None:
    """Write a revision that says what was decided about the text of ``record``, and leaves it as it is."""
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
    """Make the draft of ``record`` its public text.

    Raise ValidationError, and change nothing, when a rule forbids it: a number is taken by now, no language
    is complete, or, of what the clock publishes (``due_at``), somebody changed the public text meanwhile.
    """
    with history.change([record], user=user, event=Event.PUBLISHED, note=note, due_at=due_at) as [locked]:
        data, both = _merged(locked)
        if both and due_at:
            raise ValidationError(_("The public text was changed meanwhile as well."))
        built = snapshots.build(locked, data)
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
        planned = {"publish_at": at, "scheduled_by": user if at else None}
        Draft.objects.of(locked).update(**planned, failed_at=None, problem={})


def publish_due(may_publish=None, now: datetime.datetime | None = None) -> int:
    """Publish the drafts whose time has come; return how many were.

    ``may_publish(user, record)`` says whether who planned it still has the right. One that cannot be
    published stays a draft with its problem. Whoever comes meanwhile waits for the lock of the record, then
    finds nothing due. On a database that cannot be written the public text stays as it is.
    """
    now = now or timezone.now()
    number = 0
    for draft in Draft.objects.due(now).order_by("publish_at", "pk"):
        try:
            number += _publish_when_due(draft, may_publish, now)
        except DatabaseError:
            logger.exception("A draft that is due cannot be published yet")
            break
    return number


def _publish_when_due(draft: Draft, may_publish, now: datetime.datetime) -> bool:
    """Publish one draft under the lock of its record, unless another request just did."""
    with transaction.atomic():
        record = draft.record
        history.lock([record] if record else [])
        draft = Draft.objects.due(now).filter(pk=draft.pk).select_related("scheduled_by").first()
        if draft is None:
            return False
        try:
            with transaction.atomic():
                _check_right(draft, may_publish)
                publish(draft.record, user=draft.scheduled_by, due_at=draft.publish_at)
        except (ValidationError, IntegrityError) as error:
            draft.failed_at, draft.problem = now, _in_each_language(error)
            draft.save(update_fields=["failed_at", "problem"])
            logger.warning("%s could not be published when it was due: %s", draft, draft.problem)
            return False
    return True


def _check_right(draft: Draft, may_publish) -> None:
    record, user = draft.record, draft.scheduled_by
    if record is None or not are_kept_of(record):
        raise ValidationError(_("The record is no longer published."))
    if may_publish and not (user and may_publish(user, record)):
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
