"""A name for each request, by which its lines in the log are found."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_only_middleware

HEADER = "X-Request-ID"
_OF_A_PROXY = re.compile(r"[\w.-]{8,64}", re.ASCII)
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Return the id of the request that is being answered, or "" outside of requests."""
    return _current.get()


@sync_only_middleware
def name_request(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Middleware that sets ``request.request_id`` and gives it out as X-Request-ID.

    That of the proxy is taken over if there is a proxy to trust, so that both logs have the same.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "") if settings.TRUST_PROXY else ""
        request_id = given if _OF_A_PROXY.fullmatch(given) else secrets.token_hex(8)
        request.request_id = request_id  # type: ignore[attr-defined]
        # Until the next request of this thread: a streamed answer logs after this function has ended.
        _current.set(request_id)
        response = get_response(request)
        response[HEADER] = request_id
        return response

    return answer
