"""The board of translations: kinds by languages by states, with the list behind each number.

The states of a record in a language exclude each other: withheld, missing (its title or text), stale (a field
is behind the other language), current. They are of the public row, but for "stale": that is of the text that
staff work on.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from seoulsolution.admin.changelist import counted_kind
from seoulsolution.admin.columns import NAMES
from seoulsolution.content.languages import other
from seoulsolution.content.models import Child, Content, Translated
from seoulsolution.revisions import translations
from seoulsolution.revisions.models import Translation

STATES = {
    "missing": pgettext_lazy("translation", "missing"),
    "stale": pgettext_lazy("translation", "out of date"),
    "current": pgettext_lazy("translation", "up to date"),
    "withheld": gettext_lazy("withheld"),
}


def states_of(model) -> dict[str, Any]:
    """Return the states that records of ``model`` can be in, with their names."""
    return {
        state: name for state, name in STATES.items() if state != "withheld" or issubclass(model, Content)
    }


def is_written(model, language: str) -> Q:
    """Return the condition that a record can be read in ``language``, or has a title in it without pages."""
    if issubclass(model, Content):
        return Q(**{f"available_{language}": True})
    title = f"{model.title_field}_{language}"
    return ~(Q(**{title: ""}) | Q(**{title: None}))


def in_state(records: QuerySet, language: str, state: str) -> QuerySet:
    """Return those of ``records``, of one translated kind, whose text in ``language`` is in ``state``."""
    model, written = records.model, is_written(records.model, language)
    if state == "withheld":
        return records.filter(**{f"withheld_{language}": True})
    if state == "missing":
        # Without pages, there may be nothing to say in any language: of a decorative picture.
        is_content = issubclass(model, Content)
        is_due = Q(**{f"withheld_{language}": False}) if is_content else is_written(model, other(language))
        return records.filter(is_due, ~written)
    if issubclass(model, Child):
        is_stale = Q(uid__in=translations.children_behind(model, language))
    else:
        rows = Translation.objects.of_model(model).filter(language=language, stale_since__isnull=False)
        is_stale = Q(pk__in=rows.values("object_id"))
    return records.filter(written, is_stale if state == "stale" else ~is_stale)


def translated_admins(request) -> list[ModelAdmin]:
    """Return the admins of the kinds with texts in both languages that the user may see."""
    return [
        model_admin
        for model, model_admin in admin.site._registry.items()
        if issubclass(model, Translated) and model_admin.has_view_permission(request)
    ]


@require_safe
def board_view(request):
    """Show how far each kind is translated. A fixed number of queries per kind that the user may see."""
    admins = translated_admins(request)
    if not admins:
        raise PermissionDenied
    context = admin.site.each_context(request) | {
        "title": _("Translations"),
        "states": STATES.values(),
        "kinds": [_kind(model_admin) for model_admin in admins],
    }
    return TemplateResponse(request, "admin/translating/board.html", context)


def _kind(model_admin):
    """Return the rows of a kind, (code, name, cells) per language; a cell without number: no such state."""
    records = model_admin.model.objects.all()
    known = [(code, state) for code in NAMES for state in states_of(records.model)]
    row = counted_kind(
        model_admin,
        [(state, in_state(records, code, state), f"language={code}-{state}") for code, state in known],
    )
    cells = dict(zip(known, row["cells"], strict=True))
    languages = [
        (code, name, [cells.get((code, state), (state, 0, "")) for state in STATES])
        for code, name in NAMES.items()
    ]
    return row | {"languages": languages}
