from django.apps import AppConfig
from django.db import connection
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "seoulsolution.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from seoulsolution.content.signals import flushed
        from seoulsolution.monitoring import ready
        from seoulsolution.pagecache import triggers
        from seoulsolution.search.index import signals
        from seoulsolution.search.models import Term

        signals.connect()
        triggers.watch(Term)
        flushed.connect(_follow_flush)
        ready.check("search_index", once=True)(_older_version)


def _older_version():
    """Return what to do if words of another version are in the index, else ""."""
    from seoulsolution.search.index.consistency import is_outdated

    is_old = is_outdated(connection.alias)
    return "its words are of an older version: run rebuild_search" if is_old else ""


def _follow_flush(**kwargs):
    """Empty the tables of the index that Django does not know."""
    from seoulsolution.search.index.backends import backend_of

    if "search_vocabulary" in connection.introspection.table_names():
        backend_of(connection).empty(connection)
