"""Pictures are served while a record shows them that the reader may see, or to staff who may see them."""

import uuid

from django.contrib import admin
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from seoulsolution.media import uses
from seoulsolution.media.models import File, Image

DAY = 86_400  # seconds


@require_safe
def image(
    request: HttpRequest, key: uuid.UUID, version: int, shape: str, width: int, format: str
) -> FileResponse:
    picture = get_object_or_404(Image, key=key)
    is_public = uses.is_public(picture)
    if not is_public and not may_see(request, picture):
        raise Http404
    response = file_response(picture, shape, width, format)
    # Only in the reader's own browser: a picture that was withdrawn must not live on in a shared cache.
    response["Cache-Control"] = f"private, max-age={DAY if is_public else 0}"
    return response


def file_response(picture: Image, shape: str, width: int, format: str) -> FileResponse:
    """Return a rendition of ``picture``; raise Http404 if there is none."""
    if width not in picture.widths(shape, format):
        raise Http404
    try:
        file = default_storage.open(picture.path(shape, width, format))
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=f"image/{format}")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def may_see(request: HttpRequest, thing: Image | File) -> bool:
    """Tell whether the user is staff who may see ``thing`` in the library, or a record that uses it."""
    if not (request.user.is_active and request.user.is_staff):
        return False
    seen = [(type(thing), thing), *((type(record), record) for record in uses.users_of(thing))]
    return any(
        admin.site.get_model_admin(model).has_view_permission(request, record)
        for model, record in seen
        if admin.site.is_registered(model)
    )
