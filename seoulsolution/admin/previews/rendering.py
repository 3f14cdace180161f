"""The public page of a record as it is in memory: a draft, an old revision, what was withdrawn."""

import copy
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from csp.constants import NONE
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, Resolver404, resolve
from django.utils.cache import patch_cache_control
from django.utils.translation import override

from seoulsolution.admin.previews.dead_ends import rewrite
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content, Translated
from seoulsolution.content.views import DetailView

#: By what the policy of public pages is narrowed.
POLICY = {"script-src": [NONE], "connect-src": [NONE], "form-action": [NONE]}


def languages_of(record: Content) -> list[str]:
    """Return the languages in which ``record`` or a child of it has any text, complete or not."""
    children = (child for name in record.revision_children for child in getattr(record, name).all())
    texts = [record, *(child for child in children if isinstance(child, Translated))]
    return [code for code in CODES if any(_has_text(each, code) for each in texts)]


def _has_text(record: Translated, language: str) -> bool:
    return any(getattr(record, f"{name}_{language}") for name in record.translated_fields)


def render(
    record: Content,
    language: str,
    addresses: Mapping[str, str],
    *,
    links_open: bool = False,
    bar: dict[str, Any] | None = None,
) -> HttpResponse:
    """Return the public page of ``record`` in ``language``, complete or withheld or not, as a dead end.

    ``addresses`` maps the languages to previews in them, and addresses of pictures to others. ``bar`` is put
    on top of the page (templates/base.html). Raise Http404 when the record has no address.
    """
    shown = copy.copy(record)
    shown.__dict__ |= {f"available_{language}": True, f"withheld_{language}": False}
    with override(language):
        own = {shown_path(shown, code): addresses.get(code, "") for code in CODES}
        view = _view_of(shown, shown_path(shown, language))
        response = view.show(shown)
        response.context_data |= {"top_bar": bar, "is_preview": True}
        html = response.render().content.decode()
    return hide(HttpResponse(rewrite(html, {**addresses, **own}, links_open=links_open)))


def shown_path(record: Content, language: str) -> str:
    try:
        return record.get_absolute_url(language)
    except NoReverseMatch as error:
        raise Http404 from error


def _view_of(record: Content, path: str) -> DetailView:
    """Return the view of the page of ``record``, as if an unknown reader asked for it."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.user = AnonymousUser()
    try:
        request.resolver_match = match = resolve(unquote(path))
    except Resolver404 as error:
        raise Http404 from error
    view_class = getattr(match.func, "view_class", None)
    if view_class is None or not issubclass(view_class, DetailView) or view_class.model is not type(record):
        raise Http404  # a plain page whose key is the address of something else
    view = view_class(**match.func.view_initkwargs)
    view.setup(request, *match.args, **match.kwargs)
    return view


def hide(response: HttpResponseBase) -> HttpResponseBase:
    """Keep ``response`` out of search engines and caches, and its address out of other sites' logs."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_store=True)
    response._csp_replace = POLICY
    return response
