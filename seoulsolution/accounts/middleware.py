"""Who asks, as the sessions of staff and the audit log know it."""

from collections.abc import Callable

from django.contrib.auth import middleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_only_middleware
from django.utils.functional import SimpleLazyObject

from seoulsolution.accounts import sessions
from seoulsolution.accounts.audit import current_request


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's, but a session is over where its row says so. It is asked when a page asks for the user."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: sessions.get_user(request))  # type: ignore[assignment]


@sync_only_middleware
def audit(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that lets the audit log know the request in which something happens."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        token = current_request.set(request)
        try:
            return get_response(request)
        finally:
            current_request.reset(token)

    return answer
