"""What is forgotten of signing in: sessions that ended, and after AUDIT_DAYS who signed in and who failed."""

import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from seoulsolution import housekeeping
from seoulsolution.accounts.models import AuditEntry, StaffSession


def register() -> None:
    housekeeping.register_rows("sessions of staff that ended", _ended_sessions)
    housekeeping.register_rows("failed sign-ins", lambda: _old(AccessAttempt.objects.all(), "attempt_time"))
    housekeeping.register_rows("entries of the audit log", lambda: _old(AuditEntry.objects.all(), "at"))


def _old(rows: QuerySet, field: str) -> QuerySet:
    before = timezone.now() - datetime.timedelta(days=settings.AUDIT_DAYS)
    return rows.filter(**{f"{field}__lt": before}) if settings.AUDIT_DAYS else rows.none()


def _ended_sessions() -> QuerySet[StaffSession]:
    now = timezone.now()
    return StaffSession.objects.exclude(pk__in=StaffSession.objects.alive(now).values("pk"))
