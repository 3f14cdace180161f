from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.module_loading import import_module


class AdminConfig(DjangoAdminConfig):
    """Django's admin with our site; ``admin.site`` means that one everywhere."""

    default_site = "seoulsolution.admin.site.AdminSite"

    def ready(self):
        super().ready()
        # Autodiscovery finds only the module "admin" of an app, and this package is no app of its own.
        import_module("seoulsolution.admin.images")
        import_module("seoulsolution.admin.reviews.admin")
