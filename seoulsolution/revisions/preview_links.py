"""Links by which people without an account read a text that is not published.

A link shows the draft as it is at the moment, not as it was when the link was made. It lasts until its time
is over, it is revoked, or there is nothing unpublished any more.
"""

import datetime
import hashlib
import secrets

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models, transaction
from django.utils import timezone

from seoulsolution.content.models import State
from seoulsolution.revisions import drafts, history
from seoulsolution.revisions.models import PreviewLink

_SIGNER = signing.Signer(salt="seoulsolution.revisions.preview_links", sep=".")
#: Bytes of chance in a token.
RANDOM_BYTES = 24


def has_unpublished_text(record: models.Model) -> bool:
    """Return whether staff work on a text of ``record`` that was not published."""
    return record.state != State.PUBLISHED or drafts.exist(record)


def create(record: models.Model, *, user, days: int) -> tuple[str, PreviewLink] | None:
    """Make a link to previews of ``record`` that lasts ``days``; return its token, kept nowhere, and the row.

    Return None when everything is published.
    """
    with transaction.atomic():
        locked = history.lock([record])
        if not locked or not has_unpublished_text(locked[0]):
            return None
        token = _SIGNER.sign(secrets.token_urlsafe(RANDOM_BYTES))
        return token, PreviewLink.objects.create(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            digest=_digest(token),
            created_by=user,
            expires_at=timezone.now() + datetime.timedelta(days=days),
        )


def find(token: str) -> PreviewLink | None:
    """Return the link of ``token``, or None if it cannot be used (any more)."""
    try:
        _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    link = PreviewLink.objects.usable().filter(digest=_digest(token)).first()
    return link if link and link.record and has_unpublished_text(link.record) else None


def revoke(link: PreviewLink) -> None:
    """End ``link``; one that was revoked before keeps its time."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
