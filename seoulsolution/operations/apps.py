from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "seoulsolution.operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from seoulsolution.operations import housekeeping

        housekeeping.register()
