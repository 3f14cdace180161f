"""The kinds of records that staff may see, or change, at the review desk: their own admins decide."""

from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from seoulsolution.admin.base import SourcedAdmin
from seoulsolution.content.models import Sourced


def allowed(request: HttpRequest, action: str = "view") -> dict[int, SourcedAdmin]:
    """Return the admins of the kinds on which the user may do ``action``, by their content types' ids.

    Raises PermissionDenied when there is none.
    """
    found = {}
    for model in apps.get_models():
        if not issubclass(model, Sourced):
            continue
        model_admin = admin.site.get_model_admin(model)
        if getattr(model_admin, f"has_{action}_permission")(request):
            found[ContentType.objects.get_for_model(model).pk] = model_admin
    if not found:
        raise PermissionDenied
    return found


def label(model) -> str:
    """Return the word for a kind in addresses: news.post."""
    return model._meta.label_lower


def open_record(request: HttpRequest, kind: str, pk: int) -> tuple[SourcedAdmin, Sourced]:
    """Return a record and its kind's admin.

    Raises Http404 when there is none, PermissionDenied when the user may not see it.
    """
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        raise Http404 from None
    if not issubclass(model, Sourced):
        raise Http404
    model_admin = admin.site.get_model_admin(model)
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return model_admin, get_object_or_404(model, pk=pk)
