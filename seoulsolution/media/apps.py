from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "seoulsolution.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from seoulsolution.content import pictures
        from seoulsolution.media import figures, uses

        uses.connect()
        pictures.register(figures.figures, figures.existing)
