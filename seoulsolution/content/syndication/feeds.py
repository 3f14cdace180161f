"""Feeds: what is new in a list, for readers of one language, with whole texts.

Like the list, a feed has what is not translated in the other language, and marks it.

A feed is below its list (``/en/news/feed.atom``) and takes the list's own filters (``?topic=environment``),
so that readers can subscribe to every list they can filter.
"""

import datetime
import html
import re
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import feedgenerator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.generic.base import View

from seoulsolution.content import richtext
from seoulsolution.content.dates import midnight
from seoulsolution.content.excerpts import full_heading
from seoulsolution.content.first_public import in_order_of
from seoulsolution.content.languages import Localized, active_language, localize
from seoulsolution.content.lists.listing import Listing
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.http import LICENCE_NAME, absolute, marked, record_name, tag
from seoulsolution.content.syndication.kinds import Kind, all_kinds, kind_named
from seoulsolution.content.urls import path_of
from seoulsolution.content.views import READ_ONLY

#: Characters that no XML document may hold.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The date of what has none: Atom requires one, and "now" would look like news at each visit.
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
#: Before it Seoul was some seconds from whole minutes of UTC, which dates of feeds cannot say.
FIRST_YEAR = 1912


def printable(text: str) -> str:
    """Return ``text`` without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


class WholeTexts(feedgenerator.SyndicationFeed):
    """A feed whose entries have whole texts and pictures, and whose date is that of its newest entry."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:media": "http://search.yahoo.com/mrss/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item.get("picture"):
            address, width, height, _alt = item["picture"]
            size = {"width": str(width), "height": str(height)}
            about = {"url": address, "type": "image/jpeg", "medium": "image"}
            handler.addQuickElement("media:content", None, about | size)

    def latest_post_date(self) -> datetime.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class Atom(WholeTexts, feedgenerator.Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return super().item_attributes(item) | {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(WholeTexts, feedgenerator.Rss201rev2Feed):
    """A feed whose dates say when an entry became public; its own date is ``dcterms:created``."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:dcterms": "http://purl.org/dc/terms/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        # Readers of RSS know one date and take what bears an old one for old.
        public = item["updateddate"] if item["updateddate"] > NEVER else None
        changes = {"pubdate": public, "enclosures": list(item["enclosures"])[:1]}
        super().add_item_elements(handler, item | changes)
        if own_date := item["pubdate"]:
            handler.addQuickElement("dcterms:created", localdate(own_date).isoformat())
        handler.addQuickElement("dc:language", item["language"])  # RSS's own element is for the feed only
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


FORMATS: dict[str, type[WholeTexts]] = {"atom": Atom, "rss": Rss}
CONTENT_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}

#: Maximum number of entries.
LENGTH = 30


def feed_path(route: str, kind: str, name: str) -> URLPattern:
    """Return the URL pattern of the feeds of the kind called ``kind``, below its list at ``route``."""
    return path(f"{route}feed.<slug:format>", FeedView.as_view(kind_name=kind), name=name)


def feed_url(kind: Kind, format: str, query: str = "") -> str:
    """Return the absolute address of the feed of ``kind`` in the active language."""
    return absolute(path_of(kind.feed_name, format=format)) + query


def became_public(item: Localized) -> datetime.datetime:
    """Return when the text shown first became public; NEVER for an import without a date."""
    return max(getattr(item.record, f"first_public_{item.lang}") or NEVER, NEVER)


def make_entry(item: Localized, summary: str, content: str) -> dict[str, Any]:
    """Return the entry of a Localized record, in ``item.lang``; ``content`` is rich text."""
    address = absolute(item.url)
    return {
        "title": printable(marked(item, full_heading(item))),
        "language": item.lang,
        "link": address,
        "unique_id": tag(f"{record_name(item.record)}/{item.lang}"),
        "unique_id_is_permalink": False,
        "description": html.escape(printable(summary), quote=False),
        "content": printable(richtext.with_absolute_links(content, address, item.lang)),
        "updateddate": became_public(item),
    }


def kind_entry(kind: Kind, item: Localized) -> dict[str, Any]:
    """Return the entry of a Localized record as its kind describes it."""
    # An undated record gets no date.
    published = getattr(item, "date", None) if kind.feed_has_days else None
    cover = getattr(item, "cover", None)
    return make_entry(item, kind.feed_summary(item), kind.feed_content(item)) | {
        "author_name": printable(kind.feed_author(item)) or None,
        "pubdate": midnight(published) if published and published.year >= FIRST_YEAR else None,
        "categories": kind.feed_categories(item),
        "picture": jsonld.picture(cover, item.lang) if cover and cover.renditions else None,
        "enclosures": kind.feed_enclosures(item),
    }


def feed_response(feed: WholeTexts, format: str) -> HttpResponse:
    """Return ``feed`` as a response."""
    content_type = f"{CONTENT_TYPES[format]}; charset=utf-8"
    return HttpResponse(feed.writeString("utf-8"), content_type=content_type)


class FeedView(View):
    """What became public last of a list, under the list's own filters, as Atom or RSS."""

    http_method_names = READ_ONLY
    kind_name = ""

    @classmethod
    def query_parameters(cls, kind_name: str, **kwargs: Any) -> tuple[str, ...]:
        """Return the parameters of the list's filters; the feed is the same with any other."""
        return tuple(facet.parameter for facet in kind_named(kind_name).list_view.facets)

    def get(self, request: HttpRequest, format: str) -> HttpResponse:
        if format not in FORMATS:
            raise Http404
        self.kind = kind_named(self.kind_name)
        language = active_language()
        records = self.kind.model.objects.visible()
        listing = Listing(records, self.kind.list_view.facets, request.GET, language)
        feed = self.start(format, listing)
        for item in localize(self.newest(listing.records, language), language):
            feed.add_item(**kind_entry(self.kind, item))
        return feed_response(feed, format)

    def newest(self, records: QuerySet[Any], language: str) -> QuerySet[Any]:
        """Return the records that became public last; finding them does not read their texts."""
        order = (in_order_of(language).desc(), "-pk")
        ids = list(records.order_by(*order).values_list("pk", flat=True)[:LENGTH])
        newest = self.kind.model.objects.filter(pk__in=ids).order_by(*order)
        return newest.prefetch_related(*self.kind.feed_prefetch_related)

    def start(self, format: str, listing: Listing) -> WholeTexts:
        """Return a feed without entries."""
        language, query = listing.language, listing.query()
        return FORMATS[format](
            title=self.title(listing),
            link=absolute(path_of(self.kind.list_name)) + query,
            description=str(self.kind.list_view.lede),
            language=language,
            author_name=settings.SITE_NAME[language],
            feed_url=feed_url(self.kind, format, query),
            feed_guid=tag(f"{self.kind.feed_name.partition(':')[2]}/{language}{query}"),
            feed_copyright=str(LICENCE_NAME),
        )

    def title(self, listing: Listing) -> str:
        """Return the names of the site, the list and the filters in use."""
        names = [self.kind.list_view.heading, *listing.chosen_names]
        return " – ".join([settings.SITE_NAME[listing.language], *map(str, names)])


def kinds_with_feed() -> list[Kind]:
    return [kind for kind in all_kinds() if kind.feed_name]


def feed_link(kind: Kind, format: str, query: str = "") -> tuple[str, str, str]:
    """Return (content type, title, address) of a feed, as the head of a page announces it."""
    names = {"list": kind.list_view.heading, "format": {"atom": "Atom", "rss": "RSS"}[format]}
    return CONTENT_TYPES[format], _("%(list)s (%(format)s)") % names, feed_url(kind, format, query)


def links_of_list(view_name: str, listing: Listing | None = None) -> list[tuple[str, str, str]]:
    """Return the links of the feeds, in both formats, that the list ``view_name`` announces."""
    kinds = [kind for kind in kinds_with_feed() if kind.list_name == view_name]
    query = listing.query() if kinds and listing else ""
    return [feed_link(kind, format, query) for kind in kinds for format in FORMATS]
