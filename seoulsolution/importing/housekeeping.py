"""Runs that found nothing new, as a timer leaves many of; what a run imported is remembered for good."""

import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from seoulsolution import housekeeping
from seoulsolution.importing.models import FileOutcome, Run


def idle_runs() -> QuerySet[Run]:
    """Return the runs older than IMPORT_RUN_DAYS in which no file went in that was not known."""
    if not settings.IMPORT_RUN_DAYS:
        return Run.objects.none()
    before = timezone.now() - datetime.timedelta(days=settings.IMPORT_RUN_DAYS)
    imported = FileOutcome.objects.filter(run=OuterRef("pk"), status=FileOutcome.Status.IMPORTED)
    # The only outcome of a file says under which name it is known.
    others = FileOutcome.objects.filter(source=OuterRef("source")).exclude(run=OuterRef("run"))
    only = FileOutcome.objects.filter(~Exists(others), run=OuterRef("pk"), source__isnull=False)
    runs = Run.objects.filter(~Exists(imported), ~Exists(only), started_at__lt=before)
    return runs.exclude(status=Run.Status.RUNNING)


def register() -> None:
    housekeeping.register_rows("runs of the import without news", idle_runs)
