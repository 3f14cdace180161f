"""Addresses in the admin: of the pages that Django has for a model, and of those that mixins add to it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.http import HttpResponseBase
from django.urls import URLPattern, path, reverse

from seoulsolution.content.models import Content


def admin_path(
    model_admin: ModelAdmin, route: str, view: Callable[..., HttpResponseBase], page: str
) -> URLPattern:
    """Return the URL pattern of a page that ``model_admin`` has besides Django's own."""
    return path(route, model_admin.admin_site.admin_view(view), name=_name(model_admin.model, page))


def admin_url(model: type[Model] | Model, page: str, *args: object) -> str:
    """Return the address of a page of ``model``, or of a record's: "changelist", "add", "preview" …"""
    return reverse(f"admin:{_name(model, page)}", args=args)


def form_url(record: Model) -> str:
    """Return the address of the record's form."""
    return admin_url(record, "change", record.pk)


def preview_url(record: Model, **query: object) -> str:
    """Return the address of the record's preview; "" if its kind has no pages of its own."""
    if not isinstance(record, Content):
        return ""
    address = admin_url(record, "preview", record.pk)
    return f"{address}?{urlencode(query)}" if query else address


def _name(model: type[Model] | Model, page: str) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}_{page}"
