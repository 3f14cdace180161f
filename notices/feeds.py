"""What is new among the notices."""

from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate

from notices.views import NoticeList
from seoulsolution.content import richtext
from seoulsolution.content.excerpts import beginning
from seoulsolution.content.languages import localize
from seoulsolution.content.syndication.feeds import ContentFeed, register

ARRIVAL = Coalesce(F("date"), F("submission_opens"), TruncDate("go_live_at"), TruncDate("created_at"))


@register
class NoticeFeed(ContentFeed):
    list_view = NoticeList
    list_name = "notices:notice_list"
    url_name = "notice_feed"
    order = (ARRIVAL.desc(), "-pk")
    prefetch = ("parts",)

    def summary(self, item):
        return beginning(item.intro)

    def content(self, item):
        parts = [part for part in localize(item.parts.all(), item.lang) if part.is_translated]
        return item.intro + "".join(richtext.heading(part.title) + part.body for part in parts)
