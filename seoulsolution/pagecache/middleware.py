"""Giving out kept pages, before sessions and views; and keeping those that are made."""

import contextlib
import hashlib
import logging
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.db import DatabaseError, Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from seoulsolution.content import clock, remembered
from seoulsolution.monitoring.outages import outage_of
from seoulsolution.pagecache import cdn, editions, version
from seoulsolution.pagecache.editions import Edition
from seoulsolution.pagecache.keys import clean_query, key_of
from seoulsolution.pagecache.pages import KeptPage, why_not_kept
from seoulsolution.pagecache.stores import Key, Shelf, shelf

logger = logging.getLogger(__name__)

#: Below these, answers depend on who asks, or are files.
NOT_FOR_EVERYBODY = ("/admin/", "/i18n/", "/preview/", "/media/", "/static/")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class PageCacheMiddleware:
    """Answer with the kept page, or 304, if nothing changed since it was made; else make it and keep it.

    It is behind the redirect to https, and before sessions and all that costs. It comes after what answers
    HEAD like GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET":
            response = self.get_response(request)
            if settings.PAGE_CACHE and settings.CDN_PURGE_URL:
                _notice_what_was_saved()
            return response
        if request.path_info.startswith(NOT_FOR_EVERYBODY):
            return self.get_response(request)
        with clock.stopped(timezone.now()):
            is_clean = not request.GET or clean_query(request)
            if not (is_clean and settings.PAGE_CACHE) or is_staff(request):
                return self.get_response(request)
            key = key_of(request)
            try:
                edition = editions.current()
            except Error:  # an outage, which whoever makes the page meets as well
                return answer_stale(request, key) or self.get_response(request)
            if edition is None:
                return self.get_response(request)
            cdn.notice(edition.version)
            with remembered.using(edition.remember):
                return self._answer(request, key, edition)

    def _answer(self, request: HttpRequest, key: Key, edition: Edition) -> HttpResponseBase:
        pages = shelf("q" in request.GET)
        if page := find(pages, key, edition):
            return answer(request, page.response(), page)
        being_made = pages.lock(key)
        is_first = being_made.acquire(blocking=False)
        try:
            if not is_first:
                with being_made:
                    pass  # What is made may be no page to keep: then nobody waits for anybody.
            if page := find(pages, key, edition):
                return answer(request, page.response(), page)
            return self._make(request, key, edition, pages)
        finally:
            if is_first:
                being_made.release()

    def _make(self, request: HttpRequest, key: Key, edition: Edition, pages: Shelf) -> HttpResponseBase:
        """Return the page as the view makes it, and keep it if other readers may have it."""
        conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        response = self.get_response(request)
        request.META.update(conditions)
        page = None
        is_over = edition.until <= clock.now()
        if isinstance(response, HttpResponse) and not is_over and not why_not_kept(request, response):
            page = KeptPage.of(response, edition.until)
            pages.put(edition.version, key, page)
        if response.streaming and response.status_code == 200 and not is_over:
            response.setdefault("ETag", etag_of(key, edition))
        return answer(request, response, page)


def _notice_what_was_saved() -> None:
    with contextlib.suppress(Error):  # in an outage nothing was
        if known := version.read():
            cdn.notice(known)


def answer_stale(request: HttpRequest, key: Key) -> HttpResponse | None:
    """Return the page as it was when the database was last seen, if the operator wants that (STALE_MINUTES).

    Nobody may keep it: it may be withdrawn by now.
    """
    edition = editions.last_seen()
    if edition is None or not (page := find(shelf("q" in request.GET), key, edition)):
        return None
    logger.warning("The database is away: %s is given out as it was", request.path)
    response = page.response()
    response["Cache-Control"] = "no-store"
    return response


def etag_of(key: Key, edition: Edition) -> str:
    """Return the tag of an answer that is too long to be kept: it changes with the edition.

    It is weak: it says that the content is the same, not its bytes.
    """
    named = "\0".join((*key, str(edition.version), edition.until.isoformat()))
    return f'W/"{hashlib.sha256(named.encode()).hexdigest()[:32]}"'


def find(pages: Shelf, key: Key, edition: Edition) -> KeptPage | None:
    page = pages.get(edition.version, key)
    return page if page and page.until > clock.now() else None


def answer(
    request: HttpRequest, response: HttpResponseBase, page: KeptPage | None = None
) -> HttpResponseBase:
    """Return ``response``, or 304 if the reader has it."""
    if page and isinstance(response, HttpResponse):
        cdn.allow(response, page.until)
    if response.status_code == 200 and "ETag" in response:
        whole: Any = response
        return get_conditional_response(request, etag=response["ETag"], response=whole) or response
    return response


def is_staff(request: HttpRequest) -> bool:
    """Return whether a signed-in member of staff asks. Any other session changes nothing: it is taken out."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(request.COOKIES[settings.SESSION_COOKIE_NAME])
    try:
        user = auth.get_user(request)
    except DatabaseError as error:
        return not outage_of(error)  # whoever it is, the page is made; in an outage it cannot be
    if user.is_active and getattr(user, "is_staff", False):
        return True
    request.COOKIES = {
        name: value for name, value in request.COOKIES.items() if name != settings.SESSION_COOKIE_NAME
    }
    return False
