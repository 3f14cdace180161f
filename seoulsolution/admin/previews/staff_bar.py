"""The bar on a record's public page for staff: whether a draft exists, and the ways to it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from seoulsolution.admin.urls import form_url, preview_url
from seoulsolution.content.models import Content
from seoulsolution.revisions.models import Draft, Revision


def staff_bar(request: HttpRequest, record: Content) -> dict[str, Any] | None:
    """Return the bar for the user of ``request``, or None if they may not see ``record`` in the admin."""
    user = request.user
    model_admin = admin.site._registry.get(type(record))
    is_staff = user.is_active and user.is_staff
    if model_admin is None or not is_staff or not model_admin.has_view_permission(request, record):
        return None
    return {
        "template_name": "includes/staff_bar.html",
        "draft": draft_revision(record),
        "edit_url": form_url(record),
        "preview_url": preview_url(record),
    }


def draft_revision(record: Content) -> Revision | None:
    """Return the revision that is the draft of ``record``, with who made it."""
    draft = Draft.objects.of(record).select_related("revision__created_by").first()
    return draft.revision if draft else None
