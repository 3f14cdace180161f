"""The records of the site that a text can link to, as the link chooser of the editor asks for them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from seoulsolution.content.languages import CODES, active_language
from seoulsolution.content.syndication.kinds import all_kinds

#: Records of each kind in the list.
MOST = 6


def chooser_view(request):
    """Answer with the dialog, to be put into a page; with "part", with its list of records alone."""
    admins = [
        model_admin
        for kind in all_kinds()
        if (model_admin := admin.site._registry.get(kind.model)) and model_admin.has_view_permission(request)
    ]
    if not admins:
        raise PermissionDenied
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    language = request.GET.get("language", "")
    language = language if language in CODES else active_language()
    rows = [row for model_admin in admins for row in _found(request, model_admin, query, language)]
    name = "records" if "part" in request.GET else "chooser"
    return TemplateResponse(request, f"admin/links/{name}.html", {"rows": rows, "query": query})


def _found(request, model_admin, query: str, language: str) -> list[dict[str, Any]]:
    """Return the newest records of a kind that readers see and that match ``query``. Two queries at most."""
    model = model_admin.model
    records, _may_have_duplicates = model_admin.get_search_results(request, model.objects.visible(), query)
    return [
        {
            "title": record.title_in(language) or str(record),
            "kind": capfirst(model._meta.verbose_name),
            "address": record.get_absolute_url(language),
        }
        for record in records.order_by("-pk")[:MOST]
    ]
