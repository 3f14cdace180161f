from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self):
        from partners.panels import KnownNamesPanel
        from seoulsolution.admin.panels import register

        register(KnownNamesPanel)
