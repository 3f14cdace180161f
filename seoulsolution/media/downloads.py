"""Files and their texts are given out while a public record has them, or to staff who may see them."""

import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from seoulsolution.content.languages import CODES, active_language, localize
from seoulsolution.content.urls import PageAddress
from seoulsolution.media import uses
from seoulsolution.media.attachments import TYPES, AttachedFile, withheld_of
from seoulsolution.media.models import File
from seoulsolution.media.serving import give, redirect_to_storage, sandboxed
from seoulsolution.media.views import may_see
from seoulsolution.revisions.models import Revision


@require_safe
@sandboxed
def file(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponseBase:
    """Give out the present version of a file. Under another name it redirects: the key decides."""
    found = find(request, key)
    if name != found.name:
        return redirect(found.url)
    return download(request, str(found.file), found.name, found.format, found.sha256)


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
@sandboxed
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
    # Kept only by the reader's own browser, which asks each time: the file may be withdrawn, or replaced.
    content_type = TYPES.get(format, "application/octet-stream")
    if elsewhere := redirect_to_storage(stored, content_type, disposition(name)):
        return elsewhere
    response = give(request, stored, content_type, version=sha256 or stored, keep="private, no-cache")
    response["Content-Disposition"] = disposition(name)
    return response


def disposition(name: str) -> str:
    """Return the header that saves a file under ``name``, in any script (RFC 6266).

    Browsers read ``filename*``; what does not know it gets the ASCII letters of the name.
    """
    stem, _dot, ending = name.rpartition(".")
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "", stem).strip(" .-_") or "file"
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"


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
        "attached": AttachedFile(found, language, readable, withheld_of(every)),
        "text": found.readable,
        "records": localize(sorted(shown, key=lambda record: record.pk), language),
        "is_written": bool(found.alternative_text),
        "address": PageAddress.of_path(request.path, language),
    }
    response = render(request, "media/file_text.html", context)
    if not shown:
        response["Cache-Control"] = "private, no-store"
    return response
