from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import import_module


class AdminConfig(DjangoAdminConfig):
    """Django's admin with our site; ``admin.site`` means that one everywhere."""

    default_site = "seoulsolution.admin.site.AdminSite"

    def ready(self):
        from seoulsolution.content.signals import flushed

        super().ready()
        # Autodiscovery finds only the module "admin" of an app, and this package is no app of its own.
        import_module("seoulsolution.admin.media.files")
        import_module("seoulsolution.admin.media.images")
        for checks in ("text_checks", "record_checks", "media_checks"):
            import_module(f"seoulsolution.admin.publishing.{checks}")
        import_module("seoulsolution.admin.reviews.admin")
        import_module("seoulsolution.admin.terms")
        panels = import_module("seoulsolution.admin.panels")
        panels.register(import_module("seoulsolution.admin.links.broken").BrokenLinksPanel)
        commenting = import_module("seoulsolution.admin.commenting")
        waiting = import_module("seoulsolution.admin.waiting")
        week = import_module("seoulsolution.admin.week")
        lists = import_module("seoulsolution.admin.translating.lists")
        sections = import_module("seoulsolution.admin.sections")
        builders = (
            waiting.waiting,
            commenting.comments,
            lists.translations,
            waiting.drafts,
            week.week,
            week.colleagues,
        )
        for build in builders:
            sections.register(build)
        index = import_module("seoulsolution.admin.lookup.index")
        index.connect()
        pre_migrate.connect(index.create_tables, sender=self, dispatch_uid="lookup:tables")
        flushed.connect(index.follow_flush, dispatch_uid="lookup:flush")
        post_migrate.connect(index.fill, sender=self, dispatch_uid="lookup:records")
