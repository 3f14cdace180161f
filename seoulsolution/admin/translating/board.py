"""The board of translations: kinds by languages by states, with the list behind each number.

The states of a record in a language exclude each other: withheld, missing (its title or text), stale (a field
is behind the other language), current. They are of the public row, but for "stale": that is of the text that
staff work on.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from seoulsolution.admin.changelist import counted
from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.urls import admin_url
from seoulsolution.content.models import Content
from seoulsolution.revisions.models import Translation

STATES = {
    "missing": pgettext_lazy("translation", "missing"),
    "stale": pgettext_lazy("translation", "out of date"),
    "current": pgettext_lazy("translation", "up to date"),
    "withheld": gettext_lazy("withheld"),
}


def in_state(records: QuerySet, language: str, state: str) -> QuerySet:
    """Return those of ``records``, of one kind of content, whose text in ``language`` is in ``state``."""
    withheld, available = f"withheld_{language}", f"available_{language}"
    if state == "withheld":
        return records.filter(**{withheld: True})
    if state == "missing":
        return records.filter(**{withheld: False, available: False})
    rows = Translation.objects.of_model(records.model).filter(language=language, stale_since__isnull=False)
    is_stale = Q(pk__in=rows.values("object_id"))
    return records.filter(is_stale if state == "stale" else ~is_stale, **{available: True})


@require_safe
def board_view(request):
    """Show how far each kind is translated. A query per kind that the user may see."""
    admins = [
        model_admin
        for model, model_admin in admin.site._registry.items()
        if issubclass(model, Content) and model_admin.has_view_permission(request)
    ]
    if not admins:
        raise PermissionDenied
    context = admin.site.each_context(request) | {
        "title": _("Translations"),
        "languages": NAMES.items(),
        "states": STATES.values(),
        "kinds": [_kind(model_admin) for model_admin in admins],
    }
    return TemplateResponse(request, "admin/translating/board.html", context)


def _kind(model_admin):
    options = model_admin.opts
    url = admin_url(model_admin.model, "changelist")
    cells = [(code, state) for code in NAMES for state in STATES]
    counts = counted([in_state(model_admin.model.objects.all(), *cell) for cell in cells])
    return {
        "name": capfirst(options.verbose_name_plural),
        "url": url,
        "cells": [
            (state, number, f"{url}?language={code}-{state}")
            for (code, state), number in zip(cells, counts, strict=True)
        ],
    }
