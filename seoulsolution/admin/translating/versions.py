"""The history of a text beside that of its translation: any version of one against any of the other."""

from typing import NamedTuple

from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.conflicts import to_number
from seoulsolution.admin.urls import admin_path
from seoulsolution.content.languages import CODES
from seoulsolution.revisions import history, snapshots, translations
from seoulsolution.revisions.models import Revision

#: Of so many revisions, the latest, the versions are looked for.
LATEST = 200


class Side(NamedTuple):
    """A language: the revisions that changed its text, the latest first, and the one that is shown."""

    code: str
    name: str
    versions: list[Revision]
    shown: Revision | None


def texts_of(record, data) -> dict[str, translations.Text]:
    """Return the texts in a snapshot by key: of a child, its own in that of its record."""
    owner = history.owner(record)
    prefix = "" if owner is record else f"{record.uid} "
    texts = translations.texts_of(type(owner), data)
    return {key: text for key, text in texts.items() if key.startswith(prefix)}


class LanguageHistoryMixin:
    """Mixin of a ModelAdmin of translated records, with revisions."""

    def get_urls(self):
        route = "<path:object_id>/history/languages/"
        return [admin_path(self, route, self.languages_view, "languages"), *super().get_urls()]

    def languages_view(self, request, object_id):
        """Show one version of each language; the query has the number of the revision by language."""
        record = self.get_viewable(request, object_id)
        revisions = Revision.objects.of(history.owner(record)).select_related("created_by")[:LATEST]
        versions = _versions(record, list(revisions))
        sides = []
        for code in CODES:
            asked = to_number(request.GET.get(code, ""))
            shown = next((each for each in versions[code] if each.number == asked), None)
            latest = next(iter(versions[code]), None)
            sides.append(Side(code, NAMES[code], versions[code], shown or latest))
        rows = _rows(record, sides)
        return self.render_page(request, "languages", record, sides=sides, rows=rows)


def _versions(record, revisions):
    """Return by language those of ``revisions``, the latest first, that changed its text."""
    found = {code: [] for code in CODES}
    before = {}
    for revision in reversed(revisions):
        texts = texts_of(record, revision.data)
        for code in CODES:
            values = {
                key: text.value for key, text in texts.items() if text.field.language == code and text.value
            }
            if values != before.get(code, {}):
                found[code].insert(0, revision)
            before[code] = values
    return found


def _rows(record, sides):
    """Return (label, texts) of each field that has text in one of the versions, a text per language."""
    shown = [texts_of(record, side.shown.data if side.shown else snapshots.empty()) for side in sides]
    rows = {}
    for key, text in (shown[0] | shown[1]).items():
        base = key.removesuffix(text.field.language)
        texts = [found.get(f"{base}{side.code}") for side, found in zip(sides, shown, strict=True)]
        if any(each and each.value for each in texts):
            pairs = zip(sides, texts, strict=True)
            rows[base] = (text.label, [(side.code, each.shown if each else "") for side, each in pairs])
    return list(rows.values())
