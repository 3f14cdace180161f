from typing import Any

from django.apps import AppConfig
from django.db import connection, transaction
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class PageCacheConfig(AppConfig):
    name = "seoulsolution.pagecache"
    label = "pagecache"
    verbose_name = _("Page cache")

    def ready(self) -> None:
        from seoulsolution.pagecache.models import ContentVersion

        post_migrate.connect(_start_again, sender=self)
        post_save.connect(_count_anew, sender=ContentVersion)


def _start_again(**kwargs: Any) -> None:
    """Watch the tables as they are now, and give out no page that was made before."""
    from seoulsolution.pagecache import triggers, version
    from seoulsolution.pagecache.models import ContentVersion

    if ContentVersion._meta.db_table not in connection.introspection.table_names():
        return  # only some apps were migrated
    if "plan" in kwargs:  # of migrate; flush sends this signal too
        triggers.install()
    version.renew()


def _count_anew(raw: bool = False, **kwargs: Any) -> None:
    """Give out no page of before after loaddata, which brings back an older count."""
    from seoulsolution.pagecache import version

    if raw:
        transaction.on_commit(version.renew)
