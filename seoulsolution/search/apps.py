from django.apps import AppConfig, apps
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "seoulsolution.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from seoulsolution.search import backends, upkeep

        upkeep.connect()
        connection_created.connect(backends.prepare, dispatch_uid="search:connection")
        # Before any other app saves records again.
        post_migrate.connect(_follow_flush, sender=next(iter(apps.get_app_configs())))


def _follow_flush(**kwargs):
    """Empty the tables of the index that Django does not know when ``flush`` has emptied the others."""
    from seoulsolution.search.backends import backend_of

    is_flush = "plan" not in kwargs  # migrate sends this signal too
    if is_flush and "search_vocabulary" in connection.introspection.table_names():
        backend_of(connection).empty(connection)
