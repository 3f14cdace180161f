"""Kind and year of archive documents, from "(Brochure, 2019)", "[Video]" or plain words in the title."""

import re

from seoulsolution.importing.parsing.records import DocumentDetails, ReviewNote
from seoulsolution.reviews.reasons import ReviewReason

PARENTHESIS = re.compile(r"\(\s*(?P<word>[^\W\d]+)\s*,?\s*(?P<year>(?:19|20)\d{2})?\s*\)\s*$")
BRACKET = re.compile(r"^\s*\[\s*(?P<word>[^\W\d]+)\s*\]")
WORDS = {
    "brochure": "brochure",
    "booklet": "brochure",
    "leaflet": "brochure",
    "브로슈어": "brochure",
    "책자": "brochure",
    "video": "video",
    "동영상": "video",
    "영상": "video",
    "interview": "interview",
    "인터뷰": "interview",
    "report": "report",
    "보고서": "report",
    "index": "index",
    "지수": "index",
}
PLAIN = (
    ("interview", re.compile(r"\binterview\b|인터뷰", re.IGNORECASE)),
    ("index", re.compile(r"\bindex\b|지수", re.IGNORECASE)),
)


def _marks(title: str) -> list[re.Match[str]]:
    return [match for match in (PARENTHESIS.search(title), BRACKET.match(title)) if match]


def is_marked(title: str) -> bool:
    """Whether a title marks a document: "(Brochure, 2019)", "[Video]"."""
    return any(match["word"].casefold() in WORDS for match in _marks(title))


def details_of(title: str) -> DocumentDetails:
    """Return kind and year of a document; the kind is "report" unless the title says otherwise."""
    kind: str | None = None
    year: int | None = None
    for match in _marks(title):
        kind = kind or WORDS.get(match["word"].casefold())
        if match.re is PARENTHESIS and match["year"]:
            year = int(match["year"])
    kind = kind or next((kind for kind, words in PLAIN if words.search(title)), None)
    return DocumentDetails(kind or "report", year)


def reviews_of(text: str) -> list[ReviewNote]:
    """Return the reasons for review: without text, the document is a file or video that is missing."""
    return [] if text else [ReviewNote(ReviewReason.MISSING_FILE)]
