"""Pictures are served while some public record shows them, and to staff who may see them or such records."""

import uuid

from django.conf import settings
from django.contrib import admin
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from seoulsolution.media.models import Image

DAY = 86_400  # seconds


@require_safe
def image(request: HttpRequest, key: uuid.UUID, width: int) -> FileResponse:
    may_see = _may_see_unpublished(request)
    images = Image.objects.all() if may_see else Image.objects.public()
    response = file_response(get_object_or_404(images, key=key), width)
    response["Cache-Control"] = "private, max-age=0" if may_see else f"public, max-age={DAY}"
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


def _may_see_unpublished(request: HttpRequest) -> bool:
    """Tell whether the user may see the pictures, or a kind of record that can show one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False  # without a look at the session, on which the answer would depend
    if not (request.user.is_active and request.user.is_staff):
        return False
    shows_it = {relation.related_model for relation in Image._meta.related_objects}
    return any(
        model_admin.has_view_permission(request)
        for model, model_admin in admin.site._registry.items()
        if model is Image or model in shows_it
    )
