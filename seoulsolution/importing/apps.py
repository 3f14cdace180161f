from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportingConfig(AppConfig):
    name = "seoulsolution.importing"
    label = "importing"
    verbose_name = _("Importing")

    def ready(self):
        from seoulsolution.admin.panels import register
        from seoulsolution.importing import erasing, housekeeping, signals  # noqa: F401 - they connect their receivers
        from seoulsolution.importing.review import panels

        housekeeping.register()
        register(panels.UnplacedLinesPanel)
        register(panels.SourceTextsPanel)
        register(panels.SecondTextsPanel)
        register(panels.ProvenancePanel)
