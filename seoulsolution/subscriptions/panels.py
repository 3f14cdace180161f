"""The numbers of subscribers, on the first page of the admin."""

from django.conf import settings
from django.db.models import Count

from seoulsolution.admin.panels import Panel, Position
from seoulsolution.subscriptions.models import Subscriber, Subscription, mailed_kinds


class SubscribersPanel(Panel):
    """How many readers get what, in which language; no address."""

    position = Position.DASHBOARD
    template_name = "admin/subscriptions/subscribers.html"

    def is_shown(self):
        return settings.HAS_MAIL_SERVER

    def rows(self):
        """Return (name of the kind, number of its subscribers, [(language, number)])."""
        counted = Subscription.objects.order_by().values_list("kind", "subscriber__language")
        numbers = {(kind, code): number for kind, code, number in counted.annotate(number=Count("pk"))}
        for kind in mailed_kinds():
            by_language = [
                (code, name, numbers.get((kind.name, code), 0)) for code, name in settings.LANGUAGES
            ]
            yield kind.label, sum(number for _code, _name, number in by_language), by_language

    def may_see_addresses(self):
        return self.request.user.has_perm(f"{Subscriber._meta.app_label}.view_subscriber")
