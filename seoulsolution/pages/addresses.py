"""What is answered at addresses that are almost right, and to methods that public pages do not know."""

import copy
import re
from collections.abc import Iterator
from urllib.parse import quote

from django.http import HttpResponseNotAllowed, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.middleware.common import CommonMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from news.models import Topic
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content
from seoulsolution.content.old_addresses import having, may_be_one
from seoulsolution.content.syndication.kinds import all_kinds
from seoulsolution.pages.middleware import is_public

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but it redirects nothing (see AddressMiddleware), and caches learn what does not vary.

    A view says so by ``same_in_every_language`` (content.syndication.http).
    """

    def process_response(self, request, response):
        view = getattr(request.resolver_match, "func", None)
        if translation.get_language_from_path(request.path_info):
            response.headers.setdefault("Content-Language", translation.get_language())
        elif not getattr(getattr(view, "view_class", view), "same_in_every_language", False):
            patch_vary_headers(response, ("Accept-Language",))
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


class PublicCommonMiddleware(CommonMiddleware):
    """Django's, but it adds a slash to addresses of the admin alone: AddressMiddleware does more."""

    def should_redirect_with_slash(self, request):
        return not is_public(request) and super().should_redirect_with_slash(request)


class AddressMiddleware(MiddlewareMixin):
    """Lead from an address that is almost right to the page, by one redirect, and never to a 404.

    Another case of letters, a missing or double slash and a missing language are put right. Whether there is
    a page is asked of the site itself; where that redirects too (a record without its slug), its target is
    given at once.
    """

    def process_view(self, request, view, args, kwargs):
        """Refuse what writes, before a form token is missed, where a view does not say ``accepts_post``."""
        view_class = getattr(view, "view_class", view)
        accepts = getattr(view_class, "accepts_post", False) or getattr(view, "csrf_exempt", False)
        if request.method not in SAFE_METHODS and is_public(request) and not accepts:
            return HttpResponseNotAllowed(SAFE_METHODS)
        return None

    def process_response(self, request, response):
        if request.method != "GET" or not is_public(request):
            return response
        if request.path_info == "/" and may_be_one(request.get_full_path()):
            # A former site may have addressed its pages by a query alone.
            address = present_address(request)
            return HttpResponsePermanentRedirect(address) if address else response
        if response.status_code not in (400, 404):
            return response
        if address := with_present_slug(request):
            return HttpResponsePermanentRedirect(address)
        if response.status_code == 400:
            return response
        if address := present_address(request):
            return HttpResponsePermanentRedirect(address)
        for path in almost(request.path_info, translation.get_language()):
            found = self.get_response(request_for(request, path))
            if found.status_code < 400:
                return redirect_to(request, path, found)
        return response


def with_present_slug(request) -> str:
    """Return the address with the present slug of a topic instead of a former one, or "" if it has none.

    It is in the path of its page and of its JSON, and a filter of lists, feeds and the API.
    """
    query = request.GET.copy()
    in_path = re.fullmatch(r"(/.*/topics/)([-\w]+)(/?)", request.path_info)
    slug = in_path[2] if in_path else query.get("topic", "")
    if not re.fullmatch(r"[-\w]{1,50}", slug, re.ASCII):
        return ""
    present = Topic.objects.filter(former_slugs__slug=slug).values_list("slug", flat=True).first()
    if not present:
        return ""
    if not in_path:
        query["topic"] = present
    path = f"{in_path[1]}{present}{in_path[3]}" if in_path else request.path
    return quote(path) + (f"?{query.urlencode()}" if query else "")


def present_address(request) -> str:
    """Return the path of the record that had this address on a former site, or ""."""
    models = [kind.model for kind in all_kinds() if issubclass(kind.model, Content)]
    public = [model.objects.visible() | model.objects.withdrawn() for model in models]
    found = [having(records, request.get_full_path()) for records in public]
    _shared, record = max(found, key=lambda pair: (pair[1] is not None, pair[0]))
    if record is None:
        return ""
    language = translation.get_language_from_path(request.path_info)
    readable = record.languages or CODES
    return record.get_absolute_url(language if language in readable else readable[0])


def almost(path: str, language: str) -> Iterator[str]:
    """Yield the addresses of the site that ``path`` may mean, for a reader of ``language``."""
    right = re.sub(r"/{2,}", "/", path.lower())
    for prefix in ("", f"/{language}"):
        for end in ("", "/"):
            candidate = f"{prefix}{right}{end}"
            if candidate != path and not candidate.endswith("//") and is_valid_path(candidate):
                yield candidate


def request_for(request, path):
    """Return ``request`` as if it were for ``path``."""
    other = copy.copy(request)
    other.path = other.path_info = path
    other.META = {**request.META, "PATH_INFO": path}
    other.resolver_match = None
    return other


def redirect_to(request, path, found):
    """Return the redirect to ``path``, whose answer is ``found``."""
    query = request.META.get("QUERY_STRING", "")
    address = found.get("Location") or quote(path) + (f"?{query}" if query else "")
    if translation.get_language_from_path(path) and not translation.get_language_from_path(request.path_info):
        return HttpResponseRedirect(address)  # another reader may be led elsewhere
    return HttpResponsePermanentRedirect(address)
