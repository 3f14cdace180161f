from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "seoulsolution.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        autodiscover_modules("kinds")
