"""Pictures are served while a record shows them that the reader may see, or to staff who may see them."""

import uuid

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from seoulsolution.media import serving, uses
from seoulsolution.media.models import File, Image
from seoulsolution.media.serving import sandboxed

DAY = 86_400  # seconds


@require_safe
@sandboxed
def image(
    request: HttpRequest, key: uuid.UUID, version: int, shape: str, width: int, format: str
) -> HttpResponseBase:
    """Give out a rendition. An address of an earlier version has what is most like it of the present one."""
    picture = get_object_or_404(Image, key=key)
    is_public = uses.is_public(picture)
    if version > picture.version or not (is_public or may_see(request, picture)):
        raise Http404
    is_present = version == picture.version
    if not is_present:
        width = _nearest(picture.widths(shape, format), width)
    # Only in the reader's own browser: a picture that was withdrawn must not live on in a shared cache.
    seconds = DAY if is_public and is_present else 0
    return give_image(request, picture, shape, width, format, f"private, max-age={seconds}")


def _nearest(widths: list[int], width: int) -> int:
    """Return the narrowest of ``widths`` that is no narrower than ``width``, or the widest; 0 of none."""
    return next((each for each in widths if each >= width), widths[-1] if widths else 0)


def give_image(
    request: HttpRequest, picture: Image, shape: str, width: int, format: str, keep: str
) -> HttpResponseBase:
    """Answer with a rendition of ``picture``; raise Http404 if there is none. ``keep`` is Cache-Control."""
    if width not in picture.widths(shape, format):
        raise Http404
    stored = picture.path(shape, width, format)
    return serving.give(request, stored, f"image/{format}", version=stored, keep=keep)


def may_see(request: HttpRequest, thing: Image | File) -> bool:
    """Tell whether the user is staff who may see ``thing`` in the library, or a record that uses it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False  # without a look at the session, on which the answer would depend
    if not (request.user.is_active and request.user.is_staff):
        return False
    return any(
        admin.site.get_model_admin(type(each)).has_view_permission(request, each)
        for each in [thing, *uses.users_of(thing)]
        if admin.site.is_registered(type(each))
    )
