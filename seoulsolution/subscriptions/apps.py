from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    name = "seoulsolution.subscriptions"
    label = "subscriptions"
    verbose_name = _("News by e-mail")

    def ready(self) -> None:
        from seoulsolution.admin import panels
        from seoulsolution.subscriptions import housekeeping
        from seoulsolution.subscriptions.panels import SubscribersPanel

        housekeeping.register()
        panels.register(SubscribersPanel)
