from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "seoulsolution.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from seoulsolution.content import pictures
        from seoulsolution.media import figures, housekeeping, uses

        housekeeping.register()
        uses.connect()
        post_save.connect(_wake_when_committed, sender=figures.Image)
        pictures.register(figures.figures, figures.existing)


def _wake_when_committed(instance: Any, **kwargs: Any) -> None:
    from seoulsolution.media import making

    if not instance.is_complete:
        transaction.on_commit(making.wake)
