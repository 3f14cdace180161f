from typing import Any

from django.apps import AppConfig, apps
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


def _tell_of_flush(sender: AppConfig, **kwargs: Any) -> None:
    from seoulsolution.content.models import flushed

    if "plan" not in kwargs:  # migrate sends this signal too
        flushed.send(sender=sender)
