"""Feeds: what is new in a list, in one language, with whole texts.

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
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.generic.base import View

from seoulsolution.content import richtext
from seoulsolution.content.dates import midnight
from seoulsolution.content.excerpts import full_heading
from seoulsolution.content.languages import Localized, active_language, localize
from seoulsolution.content.lists.listing import Listing
from seoulsolution.content.syndication.http import LICENCE_NAME, absolute, record_name, tag
from seoulsolution.content.syndication.kinds import Kind, all_kinds, kind_named
from seoulsolution.content.urls import path_of
from seoulsolution.content.views import READ_ONLY

#: Characters that no XML document may hold.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The date of a feed without entries: Atom requires one, and "now" would look like news at each visit.
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def printable(text: str) -> str:
    """Return ``text`` without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


class WholeTexts(feedgenerator.SyndicationFeed):
    """A feed whose entries have whole texts and whose date is that of its last edited entry."""

    def latest_post_date(self) -> datetime.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class Atom(WholeTexts, feedgenerator.Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        # The feed of a search has entries in both languages.
        return super().item_attributes(item) | {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(WholeTexts, feedgenerator.Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
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


def make_entry(item: Localized, summary: str, content: str) -> dict[str, Any]:
    """Return the entry of a Localized record, in ``item.lang``; ``content`` is rich text."""
    address = absolute(item.canonical_url)
    return {
        "title": printable(full_heading(item)),
        "language": item.lang,
        "link": address,
        "unique_id": tag(f"{record_name(item.record)}/{item.lang}"),
        "unique_id_is_permalink": False,
        "description": html.escape(printable(summary), quote=False),
        "content": printable(richtext.with_absolute_links(richtext.render(content), address)),
        "updateddate": item.updated_at,
    }


def kind_entry(kind: Kind, item: Localized) -> dict[str, Any]:
    """Return the entry of a Localized record as its kind describes it."""
    # An undated record gets no date.
    published = getattr(item, "date", None) if kind.feed_has_days else None
    return make_entry(item, kind.feed_summary(item), kind.feed_content(item)) | {
        "author_name": printable(kind.feed_author(item)) or None,
        "pubdate": midnight(published) if published else None,
        "categories": kind.feed_categories(item),
    }


def feed_response(feed: WholeTexts, format: str) -> HttpResponse:
    """Return ``feed`` as a response."""
    content_type = f"{CONTENT_TYPES[format]}; charset=utf-8"
    return HttpResponse(feed.writeString("utf-8"), content_type=content_type)


class FeedView(View):
    """The newest records of a list under the list's own filters, as Atom or RSS."""

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
        # The list shows all languages, so a filter it offers may leave nothing in this one.
        records = self.kind.model.objects.visible()
        listing = Listing(records, self.kind.list_view.facets, request.GET, language)
        feed = self.start(format, listing)
        readable = listing.records.visible(language)  # type: ignore[attr-defined]  # a ContentQuerySet
        for item in localize(self.newest(readable), language):
            feed.add_item(**kind_entry(self.kind, item))
        return feed_response(feed, format)

    def newest(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """Return the newest records in the feed's order; finding them does not read their texts."""
        order, every = self.kind.feed_order, self.kind.model.objects
        candidates = self.kind.feed_candidates(records)
        ids = {pk for ordered in candidates for pk in ordered.values_list("pk", flat=True)[:LENGTH]}
        first = every.filter(pk__in=ids).order_by(*order).values("pk")[:LENGTH]
        newest = every.filter(pk__in=first).order_by(*order)
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
