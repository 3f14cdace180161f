"""Titles of the archive: completing those the page cut, and a tag that names the press source."""

import re

from seoulsolution.importing.parsing.records import ReviewNote
from seoulsolution.importing.parsing.text import squeeze, title_key
from seoulsolution.reviews.reasons import ReviewReason

# "[US_CNN} World's safest city …": country, underscore, name; the brackets do not always match.
TAG = re.compile(r"^\[(?P<source>[A-Z]{2}_[^\]}]{2,40})[\]}]\s*")
COMPLETION_END = re.compile(
    r"(?<=[.!?])\s|\s+\d{1,2}[ /]|\s+(?=(?:19|20)\d{2}[-./])|\u00a0[ \u00a0]{2,}|\n", re.IGNORECASE
)
MAX_COMPLETION = 200


def source_tag(title: str) -> str:
    """Return the press source named in brackets before a title; "" without one."""
    match = TAG.match(title)
    return match["source"] if match else ""


def title_reviews(stem: str | None, tag: str, text: str) -> list[ReviewNote]:
    """Return the reasons to review a title: cut to ``stem`` (with the completion), or tagged."""
    reviews = [ReviewNote(ReviewReason.CUT_TITLE, completion(stem, text))] if stem else []
    return [*reviews, ReviewNote(ReviewReason.SOURCE_TAG, tag)] if tag else reviews


def completion(stem: str, text: str) -> str:
    """Return the whole title when the text begins with it, for staff to confirm; else ""."""
    bare = squeeze(TAG.sub("", stem))
    start = squeeze(text[: MAX_COMPLETION * 2])
    if not bare or not title_key(start).startswith(title_key(bare)):
        return ""
    rest = start[len(bare) : MAX_COMPLETION]
    end = COMPLETION_END.search(rest)
    return f"{start[: len(bare)]}{rest[: end.start()] if end else rest}".strip()
