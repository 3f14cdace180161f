"""Plain pages in the sitemap, structured data and search; alerts in feeds and the API."""

from django.utils.translation import gettext_lazy as _

from seoulsolution.content.richtext import to_text
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.api.fields import Field, TranslatedField, utc
from seoulsolution.content.syndication.kinds import Kind, register
from seoulsolution.media.models import Image
from seoulsolution.pages.models import Alert, Page
from seoulsolution.pages.views import AlertList


@register
class PageKind(Kind):
    name = "pages"
    model = Page
    shows = (Image,)
    label = _("About this site")
    sitemap_pages = ("pages:home", "pages:open_data", "pages:site_map", "pages:contact")
    search_number = 6
    search_dated_by = ""
    search_is_site_page = True

    def jsonld(self, item):
        return jsonld.work(item, "WebPage")

    def search_text(self, record, language):
        return record.title_in(language), [to_text(getattr(record, f"body_{language}"))], []


@register
class AlertKind(Kind):
    name = "alerts"
    model = Alert
    label = _("Alerts")
    list_name = "pages:alert_list"
    list_view = AlertList
    feed_name = "pages:alert_feed"
    feed_order = ("-created_at", "-pk")
    feed_has_days = False
    api_fields = (
        TranslatedField("message", _("text")),
        TranslatedField("link", _("where to read more")),
        Field("severity", _("announcement, minor or major"), lambda alert: alert.severity_name),
        Field("starts_at", _("when it goes live, in UTC"), lambda alert: _moment(alert.go_live_at)),
        Field("ends_at", _("when it ends, in UTC"), lambda alert: _moment(alert.expires_at)),
    )

    def feed_summary(self, item):
        return item.message

    def feed_content(self, item):
        return ""

    def feed_categories(self, item):
        return [item.severity_name]

    def jsonld(self, item):
        return jsonld.work(item, "WebPage")


def _moment(moment):
    return utc(moment) if moment else None
