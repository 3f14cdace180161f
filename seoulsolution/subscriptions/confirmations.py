"""Sending the mails that ask for confirmation: at once by the server, and by the command if that failed."""

import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.utils import timezone

from seoulsolution import background
from seoulsolution.subscriptions import mails
from seoulsolution.subscriptions.models import SignUp

logger = logging.getLogger(__name__)


def send_soon() -> None:
    """Whoever signs up does not wait for the mail server, nor learns from the wait what was sent."""
    _in_background(send_waiting)


def _in_background(action: Callable[[], object]) -> None:
    background.run(action, "Sign-ups cannot be answered")


def send_waiting() -> int:
    """Send what waits and return how many mails went. What the mail server does not take now waits."""
    number = 0
    for sign_up in SignUp.objects.filter(claimed_at=None).order_by("pk"):
        waiting = SignUp.objects.filter(pk=sign_up.pk, claimed_at=None)
        if not waiting.update(claimed_at=timezone.now()):
            continue  # another server, or the command
        try:
            mails.confirmation(sign_up).send()
            number += 1
        except (OSError, SMTPException) as error:
            if isinstance(error, SMTPException) and mails.is_final(error):
                continue  # there is no such mailbox
            logger.warning("The mail for %s was not sent: %s", sign_up, type(error).__name__)
            SignUp.objects.filter(pk=sign_up.pk).update(claimed_at=None)
    return number
