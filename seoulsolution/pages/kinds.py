"""Plain pages in the sitemap, structured data and search."""

from django.utils.translation import gettext_lazy as _

from seoulsolution.content.richtext import to_text
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.kinds import Kind, register
from seoulsolution.media.models import Image
from seoulsolution.pages.models import Page


@register
class PageKind(Kind):
    name = "pages"
    model = Page
    shows = (Image,)
    label = _("About this site")
    sitemap_pages = ("pages:home", "pages:open_data", "pages:site_map", "pages:contact")
    search_number = 6
    search_dated_by = ""

    def jsonld(self, item):
        return jsonld.work(item, "WebPage")

    def search_text(self, record, language):
        return record.title_in(language), [to_text(getattr(record, f"body_{language}"))], []
