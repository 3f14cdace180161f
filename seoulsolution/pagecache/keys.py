"""What distinguishes one page from another, and what in an address does not."""

import re
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_request, override

from seoulsolution.content.lists.base import PAGE
from seoulsolution.pagecache.release import release
from seoulsolution.pagecache.stores import Key

#: In the order in which they are given out.
ENCODINGS = ("br", "gzip")
_REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")


def clean_query(request: HttpRequest) -> bool:
    """Take the parameters that its view does not read out of ``request.GET``; return whether that was right.

    A page is the same with them and without, so that nobody fills the cache with ``?x=1``. Of several values
    of a parameter the last one counts. A view names its parameters in ``query_parameters``: a tuple, or a
    class method that gets the keyword arguments of ``as_view()`` and of the address. With
    ``refuses_parameters`` the view itself answers to one that it does not know; then nothing is taken out.
    """
    with override(language_of(request)):
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return False
    view: Any = getattr(match.func, "view_class", match.func)
    known = getattr(view, "query_parameters", ())
    if callable(known):
        known = known(**{**getattr(match.func, "view_initkwargs", {}), **match.kwargs})
    if getattr(view, "refuses_parameters", False) and not set(request.GET) <= set(known):
        return False
    query = QueryDict(mutable=True)
    for name in sorted(set(known) & set(request.GET)):
        if value := _plain(name, request.GET[name].strip()):
            query[name] = value
    query._mutable = False
    request.GET = query  # type: ignore[assignment]
    return True


def _plain(name: str, value: str) -> str:
    """Return ``value`` as addresses of this site have it: a page as a number, the first one not at all."""
    if name != PAGE or not value.isdecimal() or len(value) > 9:
        return value
    return "" if int(value) == 1 else str(int(value))


def language_of(request: HttpRequest) -> str:
    return get_language_from_request(request, check_path=True)


def encoding_for(request: HttpRequest) -> str:
    """Return how a page is compressed for whoever asks: "br", "gzip" or "" for not at all."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(",")
    names = {each.partition(";")[0].strip() for each in accepted if not _REFUSED.search(each)}
    return next((name for name in ENCODINGS if name in names), "")


def key_of(request: HttpRequest) -> Key:
    """Return what the page at this address depends on besides the content version.

    Raise DisallowedHost for a host that is not ours.
    """
    return (
        release(),
        request.scheme or "",
        split_domain_port(request.get_host())[0],
        request.path,
        request.GET.urlencode(),
        language_of(request),
        encoding_for(request),
    )
