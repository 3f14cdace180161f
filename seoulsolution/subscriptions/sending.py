"""Sending what has become public: each text once to each subscriber, however often and often at once."""

import datetime
import logging
import threading
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from seoulsolution.content.first_public import in_order_of
from seoulsolution.content.languages import CODES, Localized
from seoulsolution.content.syndication.kinds import Kind
from seoulsolution.subscriptions import mails
from seoulsolution.subscriptions.mails import is_final
from seoulsolution.subscriptions.models import Delivery, Subscription, mailed_kinds

logger = logging.getLogger(__name__)
#: A text is news for so long; after a longer break of the mail server it is not sent any more.
NEWS = datetime.timedelta(days=30)
#: For how long it is kept who got what: longer than anything is news.
KEPT = datetime.timedelta(days=60)
BATCH = 1000


@dataclass
class Counts:
    """What a run did. ``refused`` counts the mails that the mail server will never take."""

    sent: int = 0
    refused: int = 0
    failed: int = 0


def old() -> QuerySet[Delivery]:
    return Delivery.objects.filter(created_at__lte=timezone.now() - KEPT)


def plan() -> None:
    """Write down what is to be sent to whom. Whoever does it a second time changes nothing."""
    for kind in mailed_kinds():
        for language in CODES:
            for record in _news(kind, language):
                _plan_text(kind, record, language)


def _news(kind: Kind, language: str) -> Any:
    """Return what became public lately for readers of ``language``, the oldest first."""
    records = kind.model.objects.visible().annotate(moment=in_order_of(language))
    return records.filter(moment__gt=timezone.now() - NEWS).order_by("moment", "pk")


def _plan_text(kind: Kind, record: Any, language: str) -> None:
    shown = Localized(record, language).lang
    sent = Delivery.objects.filter(subscription=OuterRef("pk"), record_id=record.pk)
    if shown == language:
        sent = sent.filter(language=shown)
    # A text in another language is no news for who had the record in their own.
    subscriptions = Subscription.objects.filter(
        ~Exists(sent), kind=kind.name, subscriber__language=language, since__lt=record.moment
    )
    pks = list(subscriptions.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            # Locked, so that none ends before its row is written.
            there = Subscription.objects.select_for_update().filter(pk__in=pks[start : start + BATCH])
            there = there.order_by("pk")
            rows = [Delivery(subscription=each, record_id=record.pk, language=shown) for each in there]
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def send_waiting(stop: threading.Event) -> Counts:
    """Send what waits, until ``stop`` is set; raise OSError or SMTPException if the mail server is away."""
    counts = Counts()
    pks = list(Delivery.objects.filter(claimed_at=None).order_by("pk").values_list("pk", flat=True))
    if not pks:
        return counts
    with get_connection() as connection:
        for pk in pks:
            if stop.is_set():
                break
            _send(pk, connection, counts)
    return counts


def _send(pk: int, connection: Any, counts: Counts) -> None:
    waiting = Delivery.objects.filter(pk=pk, claimed_at=None)
    delivery = waiting.select_related("subscription__subscriber").first()
    if delivery is None:
        return  # another run has it, or the subscriber has left
    try:
        mail = _mail_of(delivery)
    except Exception:
        logger.exception("The mail %s cannot be made", delivery)
        counts.failed += 1
        return
    if mail is None:
        waiting.delete()
    elif waiting.update(claimed_at=timezone.now()):
        mail.connection = connection
        _hand_over(pk, mail, counts)


def _mail_of(delivery: Delivery) -> EmailMultiAlternatives | None:
    """Return the mail, or None if its text is not public any more in the language that it was planned in."""
    subscription = delivery.subscription
    kind = next((kind for kind in mailed_kinds() if kind.name == subscription.kind), None)
    if kind is None:
        return None
    records = kind.model.objects.visible_among(pk=delivery.record_id)
    record = records.prefetch_related(*kind.feed_prefetch_related).first()
    item = Localized(record, subscription.subscriber.language) if record else None
    return mails.delivery(delivery, kind, item) if item and item.lang == delivery.language else None


def _hand_over(pk: int, mail: EmailMultiAlternatives, counts: Counts) -> None:
    """Give a claimed mail to the mail server.

    What is known not to have been taken waits again; what is not known, such as after a lost connection,
    stays claimed. What the server will never take does, too.
    """
    claimed = Delivery.objects.filter(pk=pk)
    try:
        mail.send()
    except SMTPSenderRefused:  # it will take no other mail either
        claimed.update(claimed_at=None)
        raise
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        if is_final(error):
            counts.refused += 1
        else:
            counts.failed += 1
            claimed.update(claimed_at=None)
    else:
        claimed.update(sent_at=timezone.now())
        counts.sent += 1
