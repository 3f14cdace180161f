from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, their roles, and how they sign in.

    It has to come before django.contrib.auth in INSTALLED_APPS: see roles.py.
    """

    name = "seoulsolution.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from seoulsolution.accounts import housekeeping, signals
        from seoulsolution.accounts.roles import create_roles

        post_migrate.connect(create_roles, dispatch_uid="seoulsolution.accounts.create_roles")
        signals.connect()
        housekeeping.register()
