"""Feeds: what is new in a list, in one language, with whole texts.

A feed stands below its list (``/en/news/feed.atom``) and takes the list's own filters
(``?topic=environment``), so that every list a reader can make can be subscribed to.
"""

import datetime
import html
import re

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import feedgenerator, timezone
from django.utils.translation import gettext as _

from seoulsolution.content import richtext
from seoulsolution.content.excerpts import heading
from seoulsolution.content.languages import active_language, localize
from seoulsolution.content.lists.listing import Listing
from seoulsolution.content.syndication.http import (
    LICENCE_NAME,
    absolute,
    conditional,
    last_change,
    record_name,
    tag,
)
from seoulsolution.content.views import SafeView

#: Characters that no XML document may hold.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The date of a feed without entries: Atom wants one, and "now" would look like news at each visit.
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def printable(text):
    """Return ``text`` without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


class WholeTexts:
    """A feed whose entries carry their whole text and whose date is that of its last edited entry."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NEVER)


class Atom(WholeTexts, feedgenerator.Atom1Feed):
    def item_attributes(self, item):
        # A feed of both languages (of a search) has texts that are not in its own.
        return super().item_attributes(item) | {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(WholeTexts, feedgenerator.Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:language", item["language"])  # RSS has one of its own for the feed only
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


FORMATS = {"atom": Atom, "rss": Rss}
CONTENT_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}


LENGTH = 30
#: When a record came: its date, else the day it went live or was made. Orders, and is never shown.
ARRIVAL = Coalesce(F("date"), TruncDate("go_live_at"), TruncDate("created_at"))
_feeds = {}


def register(feed):
    """Announce ``feed`` on its list, on the home page and in the documentation."""
    _feeds[feed.list_name] = feed
    return feed


def feeds():
    """Return the registered feeds by the names of their lists, in order."""
    return _feeds


def feed_of(model):
    """Return the registered feed of what is new of ``model``, or None."""
    return next((feed() for feed in _feeds.values() if feed.list_view.model is model), None)


def feed_path(route, feed):
    """Return the URL pattern of ``feed`` in both formats, below the list at ``route``."""
    return path(f"{route}feed.<slug:format>", feed.as_view(), name=feed.url_name)


def feed_url(feed, format, query=""):
    """Return the absolute address of ``feed`` in the active language."""
    return absolute(reverse(feed.list_name)) + f"feed.{format}{query}"


def answer(request, format, feed, changed_at=None):
    """Return ``feed`` as it is sent, or 304 to a reader who has it."""
    content_type = f"{CONTENT_TYPES[format]}; charset=utf-8"
    return conditional(
        request, HttpResponse(feed.writeString("utf-8"), content_type=content_type), changed_at
    )


def make_entry(item, summary, content):
    """Return what the entry of any Localized record says, in ``item.lang``; ``content`` is rich text."""
    address = absolute(item.canonical_url)
    return {
        "title": printable(heading(item)),
        "language": item.lang,
        "link": address,
        "unique_id": tag(f"{record_name(item.record)}/{item.lang}"),
        "unique_id_is_permalink": False,
        "description": html.escape(printable(summary), quote=False),
        "content": printable(richtext.with_absolute_links(content, address)),
        "updateddate": item.updated_at,
    }


class ContentFeed(SafeView):
    """The newest records of a list, as Atom or RSS.

    A kind gives ``list_view`` (its ContentList), ``list_name`` and ``url_name`` (names of addresses), and
    how an entry is made: ``content``, ``summary`` and ``categories``.
    """

    list_view = None
    list_name = ""
    url_name = ""
    #: The list's order, newest first; the last of it unique.
    order = (ARRIVAL.desc(), "-pk")
    prefetch = ()
    #: Whether ``date`` is the very day of publication.
    has_days = True

    def get(self, request, format):
        if format not in FORMATS:
            raise Http404
        language = active_language()
        # The list has every language, so a filter it offers may have nothing yet in this one.
        listing = Listing(
            self.list_view.model.objects.visible(), self.list_view.facets, request.GET, language
        )
        feed = self.start(format, listing)
        for item in localize(self.newest(listing.records.visible(language)), language):
            feed.add_item(**self.entry(item))
        return answer(request, format, feed, last_change(self.list_view.model))

    def newest(self, records):
        """Return the first records in the feed's order, which is found without reading their texts."""
        first = records.order_by(*self.order).values("pk")[:LENGTH]
        newest = self.list_view.model.objects.filter(pk__in=first).order_by(*self.order)
        return newest.prefetch_related(*self.prefetch)

    def start(self, format, listing):
        """Return the feed without entries."""
        language, query = listing.language, listing.query()
        return FORMATS[format](
            title=self.title(listing),
            link=absolute(reverse(self.list_name)) + query,
            description=str(self.list_view.lede),
            language=language,
            author_name=settings.SITE_NAME[language],
            feed_url=feed_url(self, format, query),
            feed_guid=tag(f"{self.url_name}/{language}{query}"),
            feed_copyright=str(LICENCE_NAME),
        )

    def title(self, listing):
        """Return the name of the site, of the list and of what was chosen in it."""
        names = [self.list_view.heading, *(choice.option.label for choice in listing.chosen)]
        return " – ".join([settings.SITE_NAME[listing.language], *map(str, names)])

    def entry(self, item):
        entry = make_entry(item, self.summary(item), self.content(item))
        # An undated record is not given a date.
        published = item.date if self.has_days else None
        return entry | {
            "author_name": printable(item.author) or None,
            "pubdate": _midnight(published) if published else None,
            "categories": self.categories(item),
        }

    def summary(self, item):
        return item.excerpt

    def content(self, item):
        """Return the whole text as rich text."""
        return item.body

    def categories(self, item):
        return ()


def _midnight(day):
    """Return the beginning of ``day`` in Seoul."""
    return datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())


def links(view_name, listing=None):
    """Return (content type, title, address) of the feeds that the page ``view_name`` announces."""
    if view_name in _feeds:
        feed, query = _feeds[view_name], listing.query() if listing else ""
        return [
            (CONTENT_TYPES[name], _feed_title(feed, name), feed_url(feed, name, query)) for name in FORMATS
        ]
    if view_name == "pages:home":
        return [
            (CONTENT_TYPES["atom"], _feed_title(feed, "atom"), feed_url(feed, "atom"))
            for feed in _feeds.values()
        ]
    return []


def links_of(lists):
    """Return (content type, title, address) of the feeds of ``lists``: pairs of view name and query."""
    return [
        (CONTENT_TYPES["atom"], _feed_title(_feeds[name], "atom"), feed_url(_feeds[name], "atom", query))
        for name, query in lists
    ]


def _feed_title(feed, format):
    return _("%(list)s (%(format)s)") % {
        "list": feed.list_view.heading,
        "format": {"atom": "Atom", "rss": "RSS"}[format],
    }
