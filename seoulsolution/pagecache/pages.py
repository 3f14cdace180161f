"""A page as it is kept: what is sent, and until when."""

import datetime
import json
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest, HttpResponse, HttpResponseBase

#: Headers of the connection or the moment, not of the page.
_NOT_KEPT = frozenset({"date", "connection", "server"})
_FORBIDDEN_DIRECTIVES = ("no-store", "private")


@dataclass(frozen=True)
class KeptPage:
    """The headers and the (compressed) body of a page with status 200, good until a moment."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    until: datetime.datetime

    @classmethod
    def of(cls, response: HttpResponse, until: datetime.datetime) -> Self:
        headers = ((name, value) for name, value in response.items() if name.lower() not in _NOT_KEPT)
        return cls(tuple(headers), response.content, until)

    @property
    def size(self) -> int:
        """Bytes, about."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + 500

    def response(self) -> HttpResponse:
        return HttpResponse(self.body, headers=dict(self.headers))

    def to_bytes(self) -> bytes:
        """Return a line of JSON, then the body. Not pickle: whoever writes into Redis could run code here."""
        head = json.dumps({"headers": self.headers, "until": self.until.isoformat()})
        return head.encode() + b"\n" + self.body

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raise ValueError, KeyError, TypeError or RecursionError for what ``to_bytes`` has not written."""
        head, _newline, body = data.partition(b"\n")
        kept = json.loads(head)
        if not isinstance(kept, dict):
            raise TypeError(kept)
        headers = tuple((str(name), str(value)) for name, value in kept["headers"])
        page = cls(headers, body, datetime.datetime.fromisoformat(kept["until"]))
        if page.until.tzinfo is None:
            raise ValueError(page.until)
        page.response()  # refuses headers with line breaks
        return page


def why_not_kept(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return why a page cannot be given to other readers, or "" if it can."""
    vary = response.get("Vary", "").lower()
    cache_control = response.get("Cache-Control", "").lower()
    reasons = {
        "status": response.status_code != 200,
        "streaming": response.streaming,
        "sets a cookie": bool(response.cookies),
        "varies by cookie": "cookie" in vary or "*" in vary,
        "a form token": "CSRF_COOKIE_NEEDS_UPDATE" in request.META,
        "a nonce": getattr(request, "_csp_nonce", None) is not None,
        "Cache-Control": any(word in cache_control for word in _FORBIDDEN_DIRECTIVES),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")
