"""Publishing the text that staff work on: by hand, or at the time for which it is planned."""

import datetime
import logging

from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seoulsolution.content.languages import CODES
from seoulsolution.content.models import State
from seoulsolution.monitoring.outages import one_line, outage_of
from seoulsolution.revisions import applying, building, drafts, history, snapshots, translations
from seoulsolution.revisions.models import Draft, Event
from seoulsolution.revisions.snapshots import Snapshot

CHANGED_MEANWHILE = _(
    "The public text was changed meanwhile as well: compare them, and save the draft again."
)
logger = logging.getLogger(__name__)


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
            data, both = drafts.merged(locked)
            if both:
                raise ValidationError(CHANGED_MEANWHILE)
            data["fields"]["state"] = State.PUBLISHED.value
            public = data
            if draft := drafts.draft_of(locked) if language else None:
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
    writer = draft.revision.created_by
    revision = drafts.write_revision(record, data, data, created_by=writer, event=Event.EDITED)
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
        data = drafts.current(locked)
        drafts.write_revision(locked, data, data, created_by=user, event=event, note=note, due_at=at)
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
    if record is None or not drafts.are_kept_of(record):
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
