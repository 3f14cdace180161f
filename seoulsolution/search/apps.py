from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "seoulsolution.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from seoulsolution.search import backends, upkeep

        # Each content app registers what it puts into the index in its search.py.
        autodiscover_modules("search")
        upkeep.connect()
        connection_created.connect(backends.prepare, dispatch_uid="search:connection")
