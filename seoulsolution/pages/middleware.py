"""How public pages travel: compressed, kept by browsers, and asked after each time.

A page is made anew for each request, so that nobody ever reads one that staff have changed or withdrawn;
whoever has it already gets 304 and no body (Django's ConditionalGetMiddleware, by its ETag).
"""

from django.middleware.gzip import GZipMiddleware
from django.urls import NoReverseMatch, reverse
from django.utils.deprecation import MiddlewareMixin

#: What gets smaller; pictures, fonts and archives are compressed already.
COMPRESSIBLE = (
    "text/",
    "application/atom+xml",
    "application/json",
    "application/opensearchdescription+xml",
    "application/rss+xml",
    "application/x-suggestions+json",
    "application/xml",
)


def is_public(request):
    """Whether ``request`` asks for something outside the admin."""
    try:
        return not request.path.startswith((reverse("admin:index"), reverse("set_language")))
    except NoReverseMatch:
        return False


class HeadMiddleware:
    """Answer HEAD as GET without its body: the same status, headers and ETag, and 304 to who has the page.

    Django's ConditionalGetMiddleware looks at GET alone, and the server warns of every body it has to drop.
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


class PublicGZipMiddleware(GZipMiddleware):
    """Compress public answers.

    Compression can tell the length of a secret that stands beside what an attacker chooses (BREACH). Public
    pages have no secrets: no session, no form token, nothing of the reader. The admin has, and is left as it
    is. Without secrets there is nothing for random padding to hide, and a page always has the same bytes.
    """

    max_random_bytes = 0

    def process_response(self, request, response):
        if not is_public(request) or not response.get("Content-Type", "").startswith(COMPRESSIBLE):
            return response
        return super().process_response(request, response)


class FreshMiddleware(MiddlewareMixin):
    """Let browsers and proxies keep public answers that say nothing else, but ask each time."""

    def process_response(self, request, response):
        if is_public(request):
            response.setdefault("Cache-Control", "no-cache")
        return response
