"""What Django keeps beyond its time."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from seoulsolution import housekeeping


def register() -> None:
    housekeeping.register_rows(
        "sessions that have ended", lambda: Session.objects.filter(expire_date__lt=timezone.now())
    )
