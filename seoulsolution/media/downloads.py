"""Files are given out and their texts shown while a public record has them, or to staff who may see them."""

import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from csp.constants import NONE
from csp.decorators import csp
from django.core.files.base import File as DjangoFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from seoulsolution.content.languages import CODES, active_language, localize
from seoulsolution.content.urls import PageAddress
from seoulsolution.media import uses
from seoulsolution.media.attachments import TYPES, AttachedFile
from seoulsolution.media.models import File
from seoulsolution.media.views import may_see
from seoulsolution.revisions.models import Revision

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
PART = 2**16
#: What users uploaded runs nothing, wherever a browser opens it.
SANDBOX = {"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": ""}


@require_safe
@csp(SANDBOX)  # type: ignore[arg-type]
def file(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponseBase:
    """Give out the present version of a file. Under another name it redirects: the key decides."""
    found = find(request, key)
    if name != found.name:
        return redirect(found.url)
    return download(request, str(found.file.name), found.name, found.format, found.sha256)


def find(request: HttpRequest, key: uuid.UUID) -> File:
    """Return the file, or raise Http404 if the user may not have it."""
    found = get_object_or_404(File.objects.defer("text", "alternative_text"), key=key)
    if not is_public(found) and not may_see(request, found):
        raise Http404
    return found


def is_public(found: File) -> bool:
    """Tell whether readers see a record that has the file, or that has one it is the alternative of."""
    return any(rows.exists() for rows in public_rows(found))


def public_rows(found: File) -> Iterator[QuerySet[Any]]:
    """Yield the records that readers see with the file, of each kind."""
    yield from uses.public_rows(found)
    for other in found.alternative_of.only("pk", "language"):
        yield from uses.public_rows(other, found.language)


@require_safe
@csp(SANDBOX)  # type: ignore[arg-type]
def former_file(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponseBase:
    """Give out the file as a revision of it has it, to staff."""
    found = get_object_or_404(File, key=key)
    if not may_see(request, found):
        raise Http404
    revision = get_object_or_404(Revision.objects.of(found), number=number)
    fields = revision.data.get("fields", {})
    if not fields.get("file"):
        raise Http404
    return download(request, fields["file"], fields["name"], fields["format"], fields["sha256"])


def download(request: HttpRequest, stored: str, name: str, format: str, sha256: str) -> HttpResponseBase:
    """Answer with a stored file, or with the part of it that is asked for; 304 to who has it."""
    etag = f'"{sha256 or stored}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return _kept_by_readers(unchanged, etag)
    try:
        opened = default_storage.open(stored)
    except FileNotFoundError as error:
        raise Http404 from error
    response = _part(request, opened, etag)
    response["Content-Type"] = TYPES.get(format, "application/octet-stream")
    response["Content-Disposition"] = disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    return _kept_by_readers(response, etag)


def _kept_by_readers(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # Only by the reader's own browser, which asks each time: the file may be withdrawn, or replaced.
    response["Cache-Control"] = "private, no-cache"
    return response


def disposition(name: str) -> str:
    """Return the header that saves a file under ``name``, in any script (RFC 6266).

    Browsers read ``filename*``; what does not know it gets the ASCII letters of the name.
    """
    stem, _dot, ending = name.rpartition(".")
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "", stem).strip(" .-_") or "file"
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"


def _part(request: HttpRequest, opened: DjangoFile, etag: str) -> HttpResponseBase:
    """Return the whole file, or the range of bytes that is asked for: one, of the version that is here."""
    size = opened.size
    asked = request.headers.get("Range", "")
    if not asked or request.headers.get("If-Range", etag) != etag:
        return FileResponse(opened)
    wanted = range_of(asked, size)
    if wanted is None:  # several ranges, or another unit: the whole is an answer too
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

    def __init__(self, file: DjangoFile, wanted: range) -> None:
        self._file, self._left = file, len(wanted)
        file.seek(wanted.start)

    def read(self, size: int = PART) -> bytes:
        content = self._file.read(min(size, self._left))
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()


# The text -------------------------------------------------------------------------------------------------


@require_safe
def file_text(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what a file says, for readers who cannot open it, as a page of the site.

    It is shown in the languages in which a record that has the file can be shown.
    """
    found = get_object_or_404(File.objects.select_related("alternative_file"), key=key, has_text=True)
    language = active_language()
    every = {record for rows in public_rows(found) for record in rows}
    shown = [record for record in every if not record.is_withheld(language)]
    if not shown and not may_see(request, found):
        raise Http404
    readable = {code for record in every for code in record.languages} or CODES
    context = {
        "attached": AttachedFile(found, language, readable),
        "text": found.readable,
        "records": localize(sorted(shown, key=lambda record: record.pk), language),
        "is_written": bool(found.alternative_text),
        "address": PageAddress.of_path(request.path, language),
    }
    response = render(request, "media/file_text.html", context)
    if not shown:
        response["Cache-Control"] = "private, no-store"
    return response
