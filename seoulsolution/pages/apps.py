from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "seoulsolution.pages"
    label = "pages"
    verbose_name = _("Site")

    def ready(self):
        from seoulsolution import checks  # noqa: F401
        from seoulsolution.pages.default_pages import create_default_pages

        post_migrate.connect(create_default_pages, sender=self)
