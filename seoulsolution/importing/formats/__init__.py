"""The frames of the two sites: text in, frozen records out.

Every module here is one frame and offers ``NAME``; ``evidence(page)``, which says what was looked for
and found; and ``parse(page, today)``, which returns the records and accounts for every line. A new
frame is one new module: it is found by being here.
"""

import pkgutil
from datetime import date
from importlib import import_module
from types import ModuleType

from seoulsolution.importing.errors import Refused
from seoulsolution.importing.evidence import Evidence
from seoulsolution.importing.page import Page
from seoulsolution.importing.records import Parsed

# Raise it when a format reads old files otherwise than before: they are then read anew.
VERSION = 2
FORMATS: tuple[ModuleType, ...] = tuple(
    import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
)


def detect(page: Page) -> ModuleType:
    """The one frame of a page. Raises Refused with what was looked for when there is none or two."""
    found: list[tuple[ModuleType, Evidence]] = [(frame, frame.evidence(page)) for frame in FORMATS]
    matching = [(frame, evidence) for frame, evidence in found if evidence.matches]
    if len(matching) == 1:
        return matching[0][0]
    if matching:
        reasons = "; ".join(f"{frame.NAME}: {evidence.found}" for frame, evidence in matching)
        raise Refused(f"two kinds of page in one file ({reasons})")
    reasons = "; ".join(f"{frame.NAME}: {evidence.found}" for frame, evidence in found)
    raise Refused(f"unknown kind of page ({reasons})")


def parse(text: str, today: date) -> Parsed:
    """Parse one file's text. Raises Refused when it is of no known frame or beyond the limits."""
    page = Page.from_text(text)
    return detect(page).parse(page, today)
