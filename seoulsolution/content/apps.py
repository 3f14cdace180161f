from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "seoulsolution.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self):
        # What each kind of content gives to machines stands in its own app, under these names.
        autodiscover_modules("feeds", "sitemaps", "opendata", "structured")
