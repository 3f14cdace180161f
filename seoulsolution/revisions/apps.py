from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RevisionsConfig(AppConfig):
    name = "seoulsolution.revisions"
    label = "revisions"
    verbose_name = _("Revisions")

    def ready(self) -> None:
        from seoulsolution.pagecache import moments, triggers
        from seoulsolution.revisions.models import Draft

        # Of a draft, readers see the moment at which it is published, and nothing else.
        triggers.watch(Draft, "publish_at")
        moments.also(lambda now: (Draft.objects.filter(publish_at__gt=now, failed_at=None), "publish_at"))
