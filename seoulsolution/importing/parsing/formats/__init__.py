"""The formats of the two sites' pages. Each module here is one, as described by Format.

A new format is a new module: being in this package, it is found.
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

# Raise it when a format parses known files differently: they are then parsed again.
VERSION = 7


@dataclass(frozen=True)
class Evidence:
    """Whether a page is of a format, and what was found on it, in a few words for the operator."""

    matches: bool
    found: str


class Format(Protocol):
    """The interface of a module in this package."""

    #: The kind of page as operators and staff see it; kept in SourceFile.layout and in the report.
    NAME: str

    def evidence(self, page: SourcePage) -> Evidence:
        """Return whether the page is in this format, and what shows it."""

    def parse(self, page: SourcePage, today: date) -> ParsedPage:
        """Return the records of a page that is of this format, and where each of its lines went.

        ``today`` is the date in Seoul; later dates are impossible.
        """


@cache
def all_formats() -> tuple[Format, ...]:
    """Return the modules of this package, one per format."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return tuple(cast(Format, import_module(f"{__name__}.{name}")) for name in names)


def detect(page: SourcePage) -> Format:
    """Return the format of a page. Raise Refused, with the evidence, when none or more than one matches."""
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
    """Parse the text of one file. Raise Refused for an unknown kind of page or one beyond the limits."""
    page = SourcePage.from_text(text)
    return detect(page).parse(page, today)
