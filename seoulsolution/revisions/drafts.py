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
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content, State
from seoulsolution.monitoring.outages import one_line, outage_of
from seoulsolution.revisions import applying, building, history, snapshots, translations
from seoulsolution.revisions.editing import autosaves_of
from seoulsolution.revisions.models import Draft, Event, PreviewLink, Revision, Submission
from seoulsolution.revisions.snapshots import Snapshot

CHANGED_MEANWHILE = _(
    "The public text was changed meanwhile as well: compare them, and save the draft again."
)
logger = logging.getLogger(__name__)


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
    history.write([record], event=Event.FOUND)  # if it was changed by a door that writes no history
    draft = _draft_of(record)
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
    revision = _write(record, data, before, created_by=user, event=event, note=note)
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


def _write(record: models.Model, data: Snapshot, before: Snapshot, **values) -> Revision:
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
        _write(record, data, data, created_by=user, event=event, note=text)
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


def publish(
    record: models.Model,
    *,
    user=None,
    note: str = "",
    due_at: datetime.datetime | None = None,
    language: str = "",
) -> None:
    """Make the text that staff work on the public one, and ``record`` published.

    With ``language`` readers of the other go on seeing its former text: what differs there stays a draft.

    Raise ValidationError, and change nothing, when a rule forbids it: a number is taken by now, no language
    is complete, the page would leave the site by its times, or the public text was changed meanwhile in the
    same places. ``due_at`` is the moment for which it was planned.
    """
    with transaction.atomic():
        with history.change([record], user=user, event=Event.PUBLISHED, note=note, due_at=due_at) as [locked]:
            data, both = _merged(locked)
            if both:
                raise ValidationError(CHANGED_MEANWHILE)
            data["fields"]["state"] = State.PUBLISHED.value
            public = data
            if draft := _draft_of(locked) if language else None:
                public = translations.only_in(language, type(locked), snapshots.take(locked), data)
            built = building.build(locked, public)
            applying.check(built)
            check_public(built, over=locked)
            applying.write(locked, built)
            if is_whole := snapshots.alike(public, data):
                history.close(locked)
        if not is_whole:
            _go_on(record, draft, data)


def _go_on(record: models.Model, draft: Draft, data: Snapshot) -> None:
    """Let ``draft`` go on over the public text as it is now, with what is left of it: still its writer's."""
    [base] = history.latest_live([record]).values()
    revision = _write(record, data, data, created_by=draft.revision.created_by)
    Draft.objects.of(record).update(base=base, revision=revision, **history.NO_PLAN)


def check_public(built: models.Model, over: models.Model) -> None:
    """Raise ValidationError if publishing ``built`` would take the page of ``over`` off the site."""
    if not built.languages:
        raise ValidationError(_("It is not complete in any language."))
    now = timezone.now()
    is_on_site = type(over)._default_manager.visible(at=now).filter(pk=over.pk).exists()
    if is_on_site and built.go_live_at and built.go_live_at > now:
        text = _("The page would leave the site until then. Publish the draft at that time instead.")
        raise ValidationError({"go_live_at": text})
    if is_on_site and built.expires_at and built.expires_at <= now:
        text = _("The page would leave the site at once. Withdraw it instead.")
        raise ValidationError({"expires_at": text})


def schedule(record: models.Model, at: datetime.datetime | None, *, user=None, note: str = "") -> None:
    """Publish the draft of ``record`` at ``at``; None ends such a plan. A revision says so."""
    with history.change([record], user=user) as [locked]:
        event = Event.SCHEDULED if at else Event.UNSCHEDULED
        data = current(locked)
        _write(locked, data, data, created_by=user, event=event, note=note, due_at=at)
        plan = {"publish_at": at, "scheduled_by": user} if at else {}
        Draft.objects.of(locked).update(**history.NO_PLAN | plan)


def publish_due(now: datetime.datetime | None = None) -> int:
    """Publish the drafts whose time has come; return how many were.

    One that cannot be published stays a draft with its problem. Whoever comes meanwhile waits for the lock of
    the record, then finds nothing due. On a database that cannot be written the public text stays as it is;
    one that cannot be read raises its error.
    """
    now = now or timezone.now()
    try:
        due = list(Draft.objects.due(now).order_by("publish_at", "pk")) if _any_due(now) else ()
    except DatabaseError as error:
        if outage_of(error):
            raise
        logger.exception("Nobody knows which drafts are due")
        return 0
    return sum(_publish_when_due(draft, now) for draft in due)


def _any_due(now: datetime.datetime) -> bool:
    """Return whether a draft is due: asked before every page that is made, hence without building a query."""
    sql = "SELECT 1 FROM revisions_draft WHERE failed_at IS NULL AND publish_at <= %s LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(now)])
        return cursor.fetchone() is not None


def _publish_when_due(draft: Draft, now: datetime.datetime) -> bool:
    """Publish one draft under the lock of its record, unless another request just did.

    Whatever goes wrong is kept with the draft: it neither breaks the page that was asked for, nor holds up
    the other drafts.
    """
    try:
        with transaction.atomic():
            history.lock([draft.record] if draft.record else [])
            still_due = Draft.objects.due(now).filter(pk=draft.pk).select_related("scheduled_by").first()
            if still_due is None:
                return False
            _check_right(still_due)
            publish(still_due.record, user=still_due.scheduled_by, due_at=still_due.publish_at)
    except Exception as error:
        if outage_of(error) or isinstance(error, OperationalError):
            logger.error("%s cannot be published yet: %s", draft, one_line(error))
            return False
        logger.warning("%s could not be published when it was due", draft, exc_info=True)
        _keep_problem(draft, error, now)
        return False
    return True


def _keep_problem(draft: Draft, error: Exception, now: datetime.datetime) -> None:
    try:
        due = Draft.objects.due(now).filter(pk=draft.pk)
        due.update(failed_at=now, problem=_in_each_language(error))
    except DatabaseError:
        logger.exception("The problem of %s cannot be kept", draft)


def _check_right(draft: Draft) -> None:
    record, user = draft.record, draft.scheduled_by
    if record is None or not are_kept_of(record):
        raise ValidationError(_("The record is no longer published."))
    codename = get_permission_codename("publish", record._meta)
    if user is None or not user.has_perm(f"{record._meta.app_label}.{codename}"):
        raise ValidationError(_("Who planned it may no longer publish it."))


def _in_each_language(error: Exception) -> dict[str, str]:
    messages = {}
    for code in CODES:
        with override(code):
            known = isinstance(error, ValidationError)
            told = error.messages if known else [_("It cannot be stored as it is: save it again, and look.")]
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
