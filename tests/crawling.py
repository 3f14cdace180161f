"""A crawl of the whole site with Django's test client: every address once, from home in both languages.

What it finds is plain data (``Crawl``), so that the database may be gone when tests ask.
"""

import json
import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

from seoulsolution.pagecache.pages import why_not_kept

STARTS = {"en": "/en/", "ko": "/ko/"}
#: Where a language plays no part.
LANGUAGE_FREE = ("/api/", "/static/", "/media/", "/sitemap", "/robots.txt")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LINKING = {"a": "href", "link": "href", "img": "src", "form": "action", "source": "src", "script": "src"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: More chosen filters than these make addresses without number; a crawl that takes all of them never ends.
MOST_FILTERS = 1


@dataclass(frozen=True)
class Link:
    """One reference: ``address`` is a path with its query, without ``fragment``."""

    tag: str
    rel: str
    address: str
    fragment: str
    hreflang: str
    lang: str
    in_switch: bool


class Html(HTMLParser):
    """What the checks want to know of one page."""

    def __init__(self, address):
        super().__init__()
        self.address = address
        self.language = None
        self.ids, self.headings, self.links, self.metas = [], [], [], {}
        self.title = ""
        self.scripts = []
        self._open = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.language = given.get("lang")
        elif tag in HEADINGS:
            self.headings.append([int(tag[1]), ""])
        elif tag == "meta":
            for key in {given.get("name"), given.get("property")} - {None}:
                self.metas[key] = given.get("content", "")
        elif tag == "script":
            self.scripts.append(given)
        self._link(tag, given)
        if tag not in VOID:
            self._open.append((tag, given.get("class") or ""))

    def _link(self, tag, given):
        name = LINKING.get(tag)
        targets = [given[name]] if given.get(name) else []
        targets += [part.split()[0] for part in (given.get("srcset") or "").split(",") if part.strip()]
        for target in targets:
            path = internal(urljoin(settings.SITE_URL + self.address, target))
            if path is None:
                continue
            address, fragment = urldefrag(path)
            in_switch = any("languages" in css.split() for _tag, css in self._open)
            rel, hreflang = given.get("rel") or "", given.get("hreflang") or ""
            lang = given.get("lang") or ""
            self.links.append(Link(tag, rel, address, unquote(fragment), hreflang, lang, in_switch))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for tag, _css in self._open:
            if tag == "title" and len(self._open) == 3:  # html, head, title: not that of a drawing
                self.title += data
            elif tag in HEADINGS:
                self.headings[-1][1] += data

    def heads(self, rel):
        """Return the links of ``rel`` in the head, as (hreflang, address)."""
        return [
            (link.hreflang, link.address) for link in self.links if link.tag == "link" and link.rel == rel
        ]


@dataclass
class Page:
    """What came back: ``html`` is None for anything but a page."""

    address: str
    status: int
    content_type: str
    body: bytes
    referrer: str | None
    html: Html | None = None
    #: Why the page cache does not keep it, or "".
    not_kept: str = ""

    @property
    def language(self):
        return self.address[1:3] if self.address[:4] in STARTS.values() else None


@dataclass
class Crawl:
    """Every page by its address, and the pages that every visible record must have."""

    pages: dict[str, Page] = field(default_factory=dict)
    records: list[tuple[str, str]] = field(default_factory=list)

    def html(self):
        """Return the pages that people read."""
        return [page for page in self.pages.values() if page.html and page.status == 200]


def internal(address):
    """Return the path, query and fragment of an address on this site, or None."""
    if not address.startswith(settings.SITE_URL + "/"):
        return None
    return address.removeprefix(settings.SITE_URL)


def references(page):
    """Return the internal addresses that ``page`` names."""
    if page.html:
        return [link.address for link in page.html.links]
    text = page.body.decode("utf-8-sig", "replace") if page.content_type.startswith(READABLE) else ""
    text = text.replace("\r\n ", "")  # calendars fold their lines
    if page.content_type.startswith("application/json"):
        found = _strings(json.loads(text))
    else:
        found = (match.replace("&amp;", "&") for match in re.findall(r"https?://[^\s\"'<>,\\]+", text))
    return [urldefrag(path)[0] for path in map(internal, found) if path]


READABLE = ("application/", "text/")


def _strings(value):
    """Yield every string of a JSON value that is an address."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str) and value.startswith("http") and " " not in value:
        yield value


def is_followed(address, referrer):
    """Whether the crawl takes this address: no more filters at once than MOST_FILTERS."""
    filters = [pair for pair in urlsplit(address).query.split("&") if pair]
    return referrer is None or len(filters) <= MOST_FILTERS or referrer.startswith(("/api/", "/sitemap"))


def fetch(client, address, referrer):
    """Return the Page at ``address``; static files are looked up, as the server's front does."""
    if address.startswith(settings.STATIC_URL):
        found = finders.find(urlsplit(address).path.removeprefix(settings.STATIC_URL))
        return Page(address, 200 if found else 404, "", b"", referrer)
    response = client.get(address)
    body = response.getvalue()
    page = Page(address, response.status_code, response.get("Content-Type", ""), body, referrer)
    page.not_kept = why_not_kept(response.wsgi_request, response)
    if page.content_type.startswith("text/html"):
        page.html = Html(address)
        page.html.feed(body.decode())
    return page


def crawl(client, starts, known=()):
    """Return a Crawl of all that can be reached from ``starts`` by links of pages, feeds and data.

    ``known`` are pages that need not be fetched again.
    """
    found = Crawl({page.address: page for page in known})
    waiting = deque((address, None) for address in starts)
    while waiting:
        address, referrer = waiting.popleft()
        if address in found.pages or not is_followed(address, referrer):
            continue
        page = found.pages[address] = fetch(client, address, referrer)
        waiting.extend((target, address) for target in references(page) if target not in found.pages)
    return found
