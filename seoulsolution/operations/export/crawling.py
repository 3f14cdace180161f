"""Every public address that can be a file, found by following the links of the site."""

import html
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urldefrag, urljoin, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from seoulsolution.content.languages import CODES
from seoulsolution.operations.export import ExportError
from seoulsolution.pagecache.pages import why_not_kept

STARTS = (*(f"/{code}/" for code in CODES), "/sitemap.xml", "/robots.txt", "/api/")
#: What is not asked: it needs the site, or is a file already.
_OF_THE_SITE = re.compile(
    r"/(admin|i18n|preview|media|static|health|ready)/|/[a-z]{2}/(search|subscriptions)/"
)
#: The only query of which there are files. Filters have more values together than anybody could write.
PAGE_QUERY = re.compile("page=[1-9][0-9]{0,8}")
#: Those of an answer that are the page's own.
HEADERS = ("Content-Type", "Content-Language", "Content-Disposition")
_LINKED = re.compile(r'\bhref="([^"]+)"')
_READ_FOR_LINKS = ("text/html", "application/json", "application/xml", "application/atom+xml")


@dataclass(frozen=True)
class Page:
    """An answer with status 200 that is the same for every reader: uncompressed, with its own HEADERS."""

    address: str
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers["Content-Type"].partition(";")[0]


def pages() -> Iterator[Page]:
    """Yield every page once. Raise ExportError if the site fails at one of them."""
    handler = WSGIHandler()
    waiting, known = deque(STARTS), set(STARTS)
    while waiting:
        page = _ask(handler, waiting.popleft())
        if page is None:
            continue
        yield page
        found = {address for address in _links(page) if _is_file(address)} - known
        known |= found
        waiting.extend(sorted(found))


def _ask(handler: WSGIHandler, address: str) -> Page | None:
    """Return what the site answers, as if a server had asked it; None for what is no page for everybody."""
    path, _mark, query = address.partition("?")
    site = urlsplit(settings.SITE_URL)
    environ = {
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "wsgi.url_scheme": site.scheme,
    }
    setup_testing_defaults(environ)
    request = WSGIRequest(environ)
    # Not closed as a server does: that would end the connection to the database after each of them.
    response = handler.get_response(request)
    if response.status_code >= 500:
        raise ExportError(f"The site answers {response.status_code} at {address}: its log says why.")
    if why_not_kept(request, response) not in ("", "streaming"):
        return None
    headers = {name: response[name] for name in HEADERS if name in response}
    return Page(address, headers, response.getvalue())


def _links(page: Page) -> Iterator[str]:
    """Yield the addresses on this site that ``page`` names, without fragments."""
    if page.content_type not in _READ_FOR_LINKS:
        return
    text = page.body.decode()
    base = settings.SITE_URL + page.address
    named = (urljoin(base, html.unescape(target)) for target in _LINKED.findall(text))
    written_out = re.findall(re.escape(settings.SITE_URL) + r"/[^\s\"'<>,\\]*", text)
    for address in (*named, *map(html.unescape, written_out)):
        if address.startswith(settings.SITE_URL + "/"):
            yield urldefrag(address.removeprefix(settings.SITE_URL)).url


def _is_file(address: str) -> bool:
    path, _mark, query = address.partition("?")
    return not _OF_THE_SITE.match(path) and (not query or bool(PAGE_QUERY.fullmatch(query)))
