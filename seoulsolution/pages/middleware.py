"""How public pages are delivered: compressed, kept by browsers, and revalidated on each request.

Nobody reads a page that staff have changed or withdrawn: browsers ask each time, and one that has the page
gets 304 without a body. Whole pages are kept on the server until content changes (seoulsolution.pagecache).
"""

import brotli
from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from seoulsolution.admin.previews.staff_bar import staff_bar
from seoulsolution.content.models import Content
from seoulsolution.pagecache.keys import encoding_for

#: Of Brotli: smaller than gzip's best in as much time. Pages are kept compressed.
QUALITY = 5
#: Bytes; below it nothing is gained.
SHORTEST = 200
#: Content types worth compressing; pictures and fonts are compressed already.
COMPRESSIBLE = (
    "text/",
    "application/atom+xml",
    "application/json",
    "application/manifest+json",
    "application/opensearchdescription+xml",
    "application/rss+xml",
    "application/x-suggestions+json",
    "application/xml",
)


def is_public(request):
    """Return whether ``request`` is for an address outside the admin."""
    try:
        return not request.path.startswith((reverse("admin:index"), reverse("set_language")))
    except NoReverseMatch:
        return False


class HeadMiddleware:
    """Answer HEAD like GET without the body: the same status, headers and ETag, and 304 for a matching one.

    Django's ConditionalGetMiddleware handles GET alone, and the server warns of every body it has to drop.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if response.streaming:
            response.streaming_content = ()
        else:
            response.content = b""  # Content-Length stays that of the page
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compress public answers: by Brotli for whoever takes it, else by gzip.

    Compression can tell the length of a secret sent beside text that an attacker chooses (BREACH). Public
    pages have no secrets: no session, no form token, nothing of the reader. The admin has, and what nobody
    may keep (previews, the bar for staff) may have: they are left as they are. Without secrets there is
    nothing for random padding to hide, and a page always has the same bytes.
    """

    max_random_bytes = 0

    def process_response(self, request, response):
        if not is_public(request) or "no-store" in response.get("Cache-Control", ""):
            return response
        if not response.get("Content-Type", "").startswith(COMPRESSIBLE) or "Accept-Ranges" in response:
            return response  # parts of a file are counted in its own bytes
        if encoding_for(request) != "br" or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        return self.compress(response)

    def compress(self, response):
        """Compress by Brotli, under the rules that the base class has for gzip."""
        if not response.streaming and len(response.content) < SHORTEST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if response.streaming:
            response.streaming_content = compressed_parts(response.streaming_content)
            del response["Content-Length"]
        else:
            response.content = brotli.compress(response.content, quality=QUALITY)
            response["Content-Length"] = str(len(response.content))
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"
        response["Content-Encoding"] = "br"
        return response


def compressed_parts(parts):
    """Yield ``parts``, bytes, compressed; each can be read when it comes."""
    compressor = brotli.Compressor(quality=QUALITY)
    for part in parts:
        if data := compressor.process(part):
            yield data
    yield compressor.finish()


class StaffBarMiddleware:
    """Add a bar to the page of a record for staff who may see the record in the admin.

    Who has no session is not looked up: a page for readers costs and says the same as without this.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        record = (response.context_data or {}).get("object")
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        is_page = isinstance(record, Content) and is_public(request)
        if has_session and is_page and (bar := staff_bar(request, record)):
            response.context_data["top_bar"] = bar
            response["Cache-Control"] = "private, no-store"
        return response


class FreshMiddleware(MiddlewareMixin):
    """Let browsers and proxies keep public answers but revalidate them, unless a view says otherwise."""

    def process_response(self, request, response):
        if is_public(request):
            response.setdefault("Cache-Control", "no-cache")
        return response
