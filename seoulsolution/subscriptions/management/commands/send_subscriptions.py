import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPException

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from seoulsolution.subscriptions import confirmations, sending, subscribing


class Command(BaseCommand):
    help = "Send what has become public to those who subscribed by e-mail, each text once; for a timer."

    def handle(self, *args, **options):
        self.stdout.write(f"{subscribing.forget_unconfirmed()} unconfirmed forgotten")
        sending.old().delete()
        if not settings.HAS_MAIL_SERVER:
            self.stdout.write("Nothing sent: EMAIL_URL names no mail server.")
            return
        sending.plan()
        try:
            confirmed = confirmations.send_waiting()
            with stopped_by_sigterm() as stop:
                counts = sending.send_waiting(stop)
        except (OSError, SMTPException) as error:
            reason = f"{type(error).__name__}: {error}"
            raise CommandError(f"The mail server does not take mail: {reason}") from None
        self.stdout.write(f"{confirmed} asked to confirm, {counts.sent} sent, {counts.refused} refused")
        if counts.failed:
            raise CommandError(f"{counts.failed} not sent now; the next run tries again")


@contextmanager
def stopped_by_sigterm() -> Iterator[threading.Event]:
    """Give an event that SIGTERM sets, so that whoever stops the service waits for the mail under way."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGTERM, lambda *_arguments: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGTERM, before)
