from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RevisionsConfig(AppConfig):
    name = "seoulsolution.revisions"
    label = "revisions"
    verbose_name = _("Revisions")

    def ready(self) -> None:
        from seoulsolution.pagecache import moments, triggers
        from seoulsolution.revisions import housekeeping
        from seoulsolution.revisions.models import Draft

        # Of a draft, readers see the moment at which it is published, and nothing else. No page is kept while
        # one is due: it could not be published just now, and is when the next page is made.
        triggers.watch(Draft, "publish_at", "failed_at")
        moments.also(lambda now: (Draft.objects.filter(failed_at=None), "publish_at"))
        housekeeping.register()
