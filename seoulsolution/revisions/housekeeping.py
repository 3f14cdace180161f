"""What is forgotten of texts: unsaved ones and links to previews after a while, old revisions by policy."""

import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from seoulsolution import housekeeping
from seoulsolution.revisions.editing import OPEN_FOR, REMEMBERED
from seoulsolution.revisions.models import (
    Autosave,
    Draft,
    EditingSession,
    Event,
    PreviewLink,
    Revision,
    SubmittedForm,
)

#: A link that no longer works says so for as long; afterwards its page is not found.
TELLS_FOR = datetime.timedelta(days=30)
#: The latest revisions of each record, which stay however old they are.
LATEST = 20
#: Of the others, only what is text and nothing else goes: who published, approved or withdrew what stays.
TEXTS = (Event.EDITED, Event.RESTORED, Event.IMPORTED)


def old_revisions() -> QuerySet[Revision]:
    """Return revisions older than REVISION_DAYS that neither readers, a draft nor the record's history need.

    The first of a record, its latest and its latest live one stay, and what drafts are made of.
    """
    if not settings.REVISION_DAYS:
        return Revision.objects.none()
    same = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
    before = timezone.now() - datetime.timedelta(days=settings.REVISION_DAYS)
    drafts = Draft.objects.filter(Q(revision=OuterRef("pk")) | Q(base=OuterRef("pk")))
    return Revision.objects.filter(
        Exists(Revision.objects.filter(number__gte=OuterRef("number") + LATEST, **same)),
        Exists(Revision.objects.live().filter(number__gt=OuterRef("number"), **same)),
        ~Exists(drafts),
        created_at__lt=before,
        event__in=TEXTS,
        number__gt=1,
    )


def _unsaved_texts() -> QuerySet[Autosave]:
    before = timezone.now() - datetime.timedelta(days=settings.UNSAVED_DAYS)
    return (
        Autosave.objects.filter(updated_at__lt=before) if settings.UNSAVED_DAYS else Autosave.objects.none()
    )


def _links() -> QuerySet[PreviewLink]:
    before = timezone.now() - TELLS_FOR
    return PreviewLink.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def register() -> None:
    now = timezone.now
    housekeeping.register_rows("old revisions", old_revisions)
    housekeeping.register_rows("unsaved texts", _unsaved_texts)
    housekeeping.register_rows("links to previews that no longer work", _links)
    housekeeping.register_rows(
        "forms that were sent", lambda: SubmittedForm.objects.filter(created_at__lt=now() - REMEMBERED)
    )
    housekeeping.register_rows(
        "forms that were open", lambda: EditingSession.objects.filter(seen_at__lt=now() - OPEN_FOR)
    )
