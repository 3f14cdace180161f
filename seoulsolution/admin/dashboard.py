"""The first page of the admin: a person's day, and how many records there are.

Each kind of content is asked through its admin, so no kind is named here. The number of queries depends
only on the number of kinds.
"""

from django.core.exceptions import PermissionDenied

from seoulsolution.admin.changelist import counted_kind
from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.panels import Position, get_panels
from seoulsolution.admin.reviews.queue import ReviewFilters, ReviewQueue, get_admins, list_url
from seoulsolution.admin.sections import get_sections
from seoulsolution.admin.translating.board import in_state
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content, State


def panels(site, request):
    """Return the context of the dashboard, for the kinds that the user may see."""
    admins = [
        model_admin
        for model, model_admin in site._registry.items()
        if issubclass(model, Content) and model_admin.has_view_permission(request)
    ]
    return {
        "kinds": [_kind(model_admin) for model_admin in admins],
        "kind_languages": NAMES.items(),
        "sections": get_sections(request, admins),
        "reviews": _reviews(request),
        "panels": get_panels(Position.DASHBOARD, request),
    }


def _kind(model_admin):
    """Return how many records of a kind are in each state, and how many lack each language."""
    records = model_admin.model.objects.all()
    lists = [
        ("total", records, ""),
        *((state, records.filter(state=state), f"state__exact={state}") for state in State.values),
        *(("missing", in_state(records, code, "missing"), f"language={code}-missing") for code in CODES),
    ]
    row = counted_kind(model_admin, lists)
    (_what, total, _url), *cells = row["cells"]
    return row | {"total": total, "cells": cells}


def _reviews(request):
    """Return the reasons with open reviews, the most frequent first; the work list shows the same.

    Return None to who may do nothing about any of them.
    """
    everything = ReviewFilters()
    try:
        get_admins(request, "edit")
        queue = ReviewQueue(get_admins(request), everything)
    except PermissionDenied:
        return None
    return [
        {"reason": name, "number": number, "url": list_url(everything, reason=reason)}
        for reason, name, number in queue.by_reason()
    ]
