"""The formats of the two sites' pages: text in, frozen records out.

Every module here is one format and offers ``NAME``; ``evidence(page)``, which says what was looked for
and found; and ``parse(page, today)``, which returns the records and accounts for every line. A new
format is one new module: it is found by being here.
"""

import pkgutil
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.page import SourcePage
from seoulsolution.importing.parsing.records import ParsedPage

# Raise it when a format reads old files differently than before: they are then read again.
VERSION = 2


@dataclass(frozen=True)
class Evidence:
    """Whether a page is of a format, and what was found of what was looked for."""

    matches: bool
    found: str


class Format(Protocol):
    """What each module of this package offers."""

    #: What people call the kind of page; the database and the import report keep it.
    NAME: str

    def evidence(self, page: SourcePage) -> Evidence:
        """Say whether a page is of this format, and by what."""

    def parse(self, page: SourcePage, today: date) -> ParsedPage:
        """Return the records of a page that is of this format, and account for each of its lines."""


@cache
def all_formats() -> tuple[Format, ...]:
    """Return the modules of this package, one per format."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return tuple(cast(Format, import_module(f"{__name__}.{name}")) for name in names)


def detect(page: SourcePage) -> Format:
    """Return the one format of a page. Raises Refused with what was looked for when none or two match."""
    found = [(module, module.evidence(page)) for module in all_formats()]
    matching = [(module, evidence) for module, evidence in found if evidence.matches]
    if len(matching) == 1:
        return matching[0][0]
    if matching:
        reasons = "; ".join(f"{module.NAME}: {evidence.found}" for module, evidence in matching)
        raise Refused(f"two kinds of page in one file ({reasons})")
    reasons = "; ".join(f"{module.NAME}: {evidence.found}" for module, evidence in found)
    raise Refused(f"unknown kind of page ({reasons})")


def parse(text: str, today: date) -> ParsedPage:
    """Return the records of one file's text. Raises Refused for an unknown page or one beyond the limits."""
    page = SourcePage.from_text(text)
    return detect(page).parse(page, today)
