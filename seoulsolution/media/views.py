"""Pictures are served only while some public record shows them, or to staff."""

import uuid

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from seoulsolution.media.models import Image

DAY = 86_400  # seconds


@require_safe
def image(request: HttpRequest, key: uuid.UUID, width: int) -> FileResponse:
    is_staff = request.user.is_active and request.user.is_staff
    images = Image.objects.all() if is_staff else Image.objects.public()
    response = file_response(get_object_or_404(images, key=key), width)
    response["Cache-Control"] = "private, max-age=0" if is_staff else f"public, max-age={DAY}"
    return response


def file_response(picture: Image, width: int) -> FileResponse:
    """Return the rendition of ``picture`` that is ``width`` pixels wide; raise Http404 if there is none."""
    if width not in picture.widths:
        raise Http404
    try:
        file = default_storage.open(picture.path(width))
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response
