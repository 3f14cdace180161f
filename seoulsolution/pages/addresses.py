"""What is answered at addresses that are almost right, and to methods that public pages do not know."""

import copy
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from django.http import HttpResponseNotAllowed, HttpResponsePermanentRedirect, HttpResponseRedirect, QueryDict
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
            return to_present_address(request) or response
        if response.status_code not in (400, 404):
            return response
        topics = candidates(request, in_present_slug)
        if redirect := self.first_that_is_there(request, topics):
            return redirect
        if response.status_code == 400:
            return response
        if redirect := to_present_address(request):
            return redirect
        return self.first_that_is_there(request, candidates(request)) or response

    def first_that_is_there(self, request, addresses):
        """Return the redirect to the first of (path, query) that has a page or leads to one, or None."""
        for path, query in addresses:
            with translation.override(translation.get_language_from_path(path) or translation.get_language()):
                found = self.get_response(request_for(request, path, query))
            if found.status_code < 400:
                return redirect_to(request, path, query, found)
        return None


def candidates(request, changed=None):
    """Yield (path, query) of the addresses of the site that ``request`` may mean.

    ``changed`` is given each, and returns what is meant instead, or None.
    """
    query = request.META.get("QUERY_STRING", "")
    for path in (request.path_info, *almost(request.path_info, translation.get_language())):
        if changed and (other := changed(path, query)):
            yield other
        elif not changed and path != request.path_info:
            yield path, query


def in_present_slug(path, query):
    """Return path and query with the present slug of a topic instead of a former one, or None.

    It is in the path of its page and of its JSON, and a filter of lists, feeds and the API.
    """
    values = QueryDict(query, mutable=True)
    in_path = re.fullmatch(r"(/.*/topics/)([-\w]+)(/?)", path)
    slug = in_path[2] if in_path else values.get("topic", "")
    if not re.fullmatch(r"[-\w]{1,50}", slug, re.ASCII):
        return None
    present = Topic.objects.filter(former_slugs__slug__iexact=slug).values_list("slug", flat=True).first()
    if not present:
        return None
    if in_path:
        return f"{in_path[1]}{present}{in_path[3]}", query
    values["topic"] = present
    return path, values.urlencode()


def to_present_address(request):
    """Return the redirect to the record that had this address on a former site, or None.

    Where both languages can be read and the address names none, another reader may be led elsewhere.
    """
    models = [kind.model for kind in all_kinds() if issubclass(kind.model, Content)]
    public = [model.objects.visible() | model.objects.withdrawn() for model in models]
    in_path = translation.get_language_from_path(request.path_info)
    asked = re.sub("/{2,}", "/", request.path_info), request.META.get("QUERY_STRING", "")
    paths = (asked[0], asked[0].removeprefix(f"/{in_path}"))
    record = having(public, [f"{quote(path)}?{asked[1]}" for path in paths])
    if record is None:
        return None
    readable = record.languages or CODES
    language = translation.get_language()
    target = record.get_absolute_url(language if language in readable else readable[0])
    if in_path or len(readable) == 1:
        return HttpResponsePermanentRedirect(target)
    return HttpResponseRedirect(target)


def almost(path: str, language: str) -> Iterator[str]:
    """Yield the paths of the site that ``path`` may mean, for a reader of ``language``."""
    right = re.sub(r"/{2,}", "/", path.lower())
    right = re.sub(r"/index\.html?$", "/", right).rstrip("/")
    ends = ("/", "") if path.endswith("/") else ("", "/")
    for prefix in ("", f"/{language}", "/.well-known"):
        for end in ends:
            candidate = f"{prefix}{right}{end}"
            if candidate != path and is_valid_path(candidate):
                yield candidate


def request_for(request, path, query):
    """Return ``request`` as if it were for ``path`` and ``query``."""
    other = copy.copy(request)
    other.path = other.path_info = path
    other.META = {**request.META, "PATH_INFO": path, "QUERY_STRING": query}
    other.GET = QueryDict(query)
    other.resolver_match = None
    return other


def redirect_to(request, path, query, found):
    """Return the redirect to ``path`` and ``query``, whose answer is ``found``."""
    address = found.get("Location") or quote(path) + (f"?{query}" if query else "")
    in_target, in_path = map(translation.get_language_from_path, (urlsplit(address).path, request.path_info))
    if in_target and not in_path:
        return HttpResponseRedirect(address)  # another reader may be led elsewhere
    return HttpResponsePermanentRedirect(address)
