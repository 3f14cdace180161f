from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "seoulsolution.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self):
        from seoulsolution.content import checks  # noqa: F401
