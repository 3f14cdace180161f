"""How to name a text of the site as a source, in each language."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import override

from seoulsolution.content.dates import day, month
from seoulsolution.content.excerpts import heading
from seoulsolution.content.languages import CODES, Localized
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.syndication.kinds import kind_of

QUOTES = {"en": ("“", "”"), "ko": ("「", "」")}


@dataclass(frozen=True)
class Citation:
    """The words of a citation in the language ``lang``."""

    lang: str
    text: str


def citations(item: Localized) -> list[Citation]:
    """Return a citation in each language: title, site, date if it is known, address.

    A title that is not translated stays in its own language.
    """
    return [
        _citation(Localized(item.record, code), code) for code in CODES if not item.record.is_withheld(code)
    ]


def _citation(item: Localized, language: str) -> Citation:
    first, last = QUOTES[language]
    shown = month if kind_of(type(item.record)).search_dated_by == "month" else day
    with override(language):
        parts = (
            f"{first}{heading(item)}{last}",
            settings.SITE_NAME[language],
            shown(getattr(item, "date", None)).rstrip("."),
            absolute(item.url),
        )
    return Citation(language, ", ".join(part for part in parts if part))
