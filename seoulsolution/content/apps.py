from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "seoulsolution.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from seoulsolution import housekeeping
        from seoulsolution.content import internal_links

        housekeeping.register("broken links whose page is there by now", internal_links.look_again)
        autodiscover_modules("kinds")
        _follow_old_addresses()
        internal_links.connect()
        post_migrate.connect(_keep_missing_addresses, sender=self)
        post_migrate.connect(write_down_links, sender=self)
        post_migrate.connect(_tell_of_flush, sender=next(iter(apps.get_app_configs())))
        post_migrate.connect(_gather_statistics, sender=self)


def _content_models() -> Iterator[Any]:
    from seoulsolution.content.models import Content

    return (model for model in apps.get_models() if issubclass(model, Content))


def _follow_old_addresses() -> None:
    from seoulsolution.content import old_addresses
    from seoulsolution.content.bulk import bulk_updated

    for model in _content_models():
        post_save.connect(old_addresses.follow_save, sender=model)
        post_delete.connect(old_addresses.follow_delete, sender=model)
        bulk_updated.connect(old_addresses.follow_bulk, sender=model)


def _keep_missing_addresses(using: str, **kwargs: Any) -> None:
    """Write the rows of what the release before saved, while it ran beside this one or came first."""
    from seoulsolution.content import old_addresses

    tables = connections[using].introspection.table_names() if "plan" in kwargs else []
    if old_addresses.OldAddress._meta.db_table in tables:
        for model in _content_models():
            if model._meta.db_table in tables:
                old_addresses.keep_missing(model, using)


def write_down_links(plan: Any = (), **kwargs: Any) -> None:
    """Write the rows of the texts that are there when their table is made."""
    from seoulsolution.content import internal_links

    if any((step.app_label, step.name) == internal_links.MADE_BY and not back for step, back in plan):
        internal_links.keep_all()


def _tell_of_flush(sender: AppConfig, **kwargs: Any) -> None:
    from seoulsolution.content.signals import flushed

    if "plan" not in kwargs:  # migrate sends this signal too
        flushed.send(sender=sender)


def _gather_statistics(using: str, **kwargs: Any) -> None:
    """Let SQLite know all its indexes, as PostgreSQL does by itself.

    It takes an index that came after its statistics for one that finds a few rows, whatever it is: a list
    read and sorted 20,000 records for the first twelve.
    """
    if connections[using].vendor == "sqlite" and "plan" in kwargs:
        with connections[using].cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")  # rows per index: quick however many there are
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA analysis_limit = 0")
