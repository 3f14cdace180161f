"""Who looks at a text before readers do: an author submits it, an editor returns or approves it."""

from collections.abc import Collection

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from seoulsolution.revisions import drafts, translations
from seoulsolution.revisions.models import Draft, Event, Revision, Submission

Status = Submission.Status
#: Revisions that say something about a text and leave it as it is.
ABOUT_TEXT = (
    Event.SUBMITTED,
    Event.RETURNED,
    Event.APPROVED,
    Event.SCHEDULED,
    Event.UNSCHEDULED,
    Event.CONFIRMED,
)


def submission_of(record: models.Model) -> Submission | None:
    return Submission.objects.of(record).select_related("submitted_by", "decided_by").first()


def submit(record: models.Model, *, user, note: str = "") -> None:
    """Ask others to look at ``record``."""
    values = {"status": Status.SUBMITTED, "remarks": {}, "submitted_by": user, "decided_by": None}
    _decide(record, Event.SUBMITTED, user, note, **values)


def send_back(record: models.Model, *, user, note: str = "", remarks: dict[str, str] | None = None) -> None:
    """Return ``record`` to who submitted it, with a note and with remarks on fields, by their names."""
    values = {"status": Status.RETURNED, "remarks": remarks or {}, "decided_by": user}
    _decide(record, Event.RETURNED, user, note, **values)


def approve(record: models.Model, *, user, note: str = "") -> None:
    values = {"status": Status.APPROVED, "remarks": {}, "decided_by": user}
    _decide(record, Event.APPROVED, user, note, **values)


def confirm(record: models.Model, keys: Collection[str], *, user, note: str = "") -> bool:
    """Say that the translations ``keys`` are right, although the other language has changed.

    Return whether any of them was behind.
    """
    with transaction.atomic():
        outdated = translations.of(record)
        left = {key: right for key, right in outdated.items() if key not in keys}
        if left != outdated:
            drafts.note(record, Event.CONFIRMED, user=user, text=note)
            last = Revision.objects.of(record).first()
            translations.put(last, left)
            Draft.objects.of(record).update(revision=last)
    return left != outdated


def needs_second_person(record: models.Model, user) -> bool:
    """Return whether ``user`` may not publish ``record`` alone: they wrote it, and no other approved it."""
    if not settings.SECOND_PAIR_OF_EYES:
        return False
    texts = Revision.objects.of(record).exclude(event__in=ABOUT_TEXT)
    public = texts.filter(event=Event.PUBLISHED).first()
    since = texts.filter(number__gt=public.number) if public else texts
    if not since.filter(created_by=user).exists():
        return False
    approved = Submission.objects.of(record).filter(status=Status.APPROVED)
    return not approved.exclude(decided_by=user).exists()


def wrote_draft(record: models.Model, user) -> bool:
    """Return whether ``user`` alone wrote the draft of ``record`` since it was begun."""
    revisions = Revision.objects.of(record)
    ended = revisions.filter(event__in=(Event.PUBLISHED, Event.DISCARDED)).first()
    texts = revisions.filter(is_draft=True, number__gt=ended.number if ended else 0)
    return not texts.exclude(event__in=ABOUT_TEXT).exclude(created_by=user).exists()


def _decide(record: models.Model, event: str, user, note: str, **values) -> None:
    about = {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk}
    with transaction.atomic():
        drafts.note(record, event, user=user, text=note)
        Submission.objects.update_or_create(**about, defaults=values | {"note": note})
