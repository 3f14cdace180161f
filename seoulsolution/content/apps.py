from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "seoulsolution.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        autodiscover_modules("kinds")
        post_migrate.connect(_tell_of_flush, sender=next(iter(apps.get_app_configs())))
        post_migrate.connect(_gather_statistics, sender=self)


def _tell_of_flush(sender: AppConfig, **kwargs: Any) -> None:
    from seoulsolution.content.models import flushed

    if "plan" not in kwargs:  # migrate sends this signal too
        flushed.send(sender=sender)


def _gather_statistics(using: str, **kwargs: Any) -> None:
    """Let SQLite know all its indexes, as PostgreSQL does by itself.

    It takes an index that came after its statistics for one that finds a few rows, whatever it is: a list
    read and sorted 20,000 records for the first twelve.
    """
    if connections[using].vendor == "sqlite" and "plan" in kwargs:
        with connections[using].cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")  # rows an index: quick however many there are
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA analysis_limit = 0")
