from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.module_loading import import_module


class AdminConfig(DjangoAdminConfig):
    """Django's admin with our site; ``admin.site`` means that one everywhere."""

    default_site = "seoulsolution.admin.site.AdminSite"

    def ready(self):
        super().ready()
        # The rooms below have no admin of their own, and no app has this room's name: it is not discovered.
        import_module("seoulsolution.admin.images")
        import_module("seoulsolution.admin.reviews")
