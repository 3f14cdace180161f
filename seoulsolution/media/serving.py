"""Giving out stored files: whole or in part, to those who lack them; no models, no questions of who may."""

import re
from typing import IO, Any

from csp.constants import NONE
from csp.decorators import csp
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
PART = 2**16
#: Decorates views: what users uploaded runs nothing, wherever a browser opens it.
sandboxed: Any = csp({"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": ""})


def give(request: HttpRequest, stored: str, content_type: str, version: str, keep: str) -> HttpResponseBase:
    """Answer with a stored file, or with the part of it that is asked for; 304 to who has this ``version``.

    ``keep`` is the Cache-Control header. Raise Http404 if the storage does not have the file.
    """
    etag = quote_etag(version)
    response = get_conditional_response(request, etag=etag) or _whole_or_part(request, stored, etag)
    if response.status_code in (200, 206):
        response["Content-Type"] = content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = keep
    return response


def redirect_to_storage(stored: str, content_type: str, disposition: str) -> HttpResponseBase | None:
    """Return a redirect to the file where it is stored, by an address that is good for a minute.

    None if the storage signs no addresses: the disk, which has none of its own.
    """
    if not getattr(default_storage, "querystring_auth", False):
        return None
    sent = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
    response = HttpResponseRedirect(default_storage.url(stored, parameters=sent))  # type: ignore[call-arg]
    response["Cache-Control"] = "private, no-store"
    return response


def _whole_or_part(request: HttpRequest, stored: str, etag: str) -> HttpResponseBase:
    try:
        opened = default_storage.open(stored)
        size = opened.size
    except FileNotFoundError as error:
        raise Http404 from error
    wanted = range_of(request.headers.get("Range", ""), size)
    if wanted is None or request.headers.get("If-Range", etag) != etag:
        # Without a range, with several or in another unit, or to go with a part of another version.
        return FileResponse(opened)
    if not wanted:
        opened.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = FileResponse(_Slice(opened, wanted), status=206)
    response["Content-Length"] = str(len(wanted))
    response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    return response


def range_of(header: str, size: int) -> range | None:
    """Return the bytes that a ``Range`` header asks for, none if there are no such; None for any other."""
    found = _RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    start = int(first)
    if last and int(last) < start:
        return None
    return range(start, min(int(last) + 1, size) if last else size)


class _Slice:
    """A range of bytes of a file, as a file to stream."""

    def __init__(self, file: IO[bytes], wanted: range) -> None:
        self._file, self._left = file, len(wanted)
        file.seek(wanted.start)

    def read(self, size: int = PART) -> bytes:
        content = self._file.read(min(size, self._left))
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()
