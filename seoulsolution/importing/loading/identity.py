"""When two texts are the same record: by exact keys only, never by similarity."""

import hashlib

from seoulsolution.importing.parsing.records import IssueDetails, NoticeDetails, ParsedRecord, RecordKind
from seoulsolution.importing.parsing.text import CUT_LENGTH, SENTENCE_END, SENTENCE_SPLIT, squeeze, title_key

BODY_START = 200
# Length of the key columns. Compatibility forms can make a key longer than its title.
KEY_CHARACTERS = 600


def digest(*parts: str) -> str:
    """Return the SHA-256 of the parts joined by a separator."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def stored_key(title: str) -> str:
    """Return the title key, cut to the length of its column."""
    return title_key(title)[:KEY_CHARACTERS]


def body_key(record: ParsedRecord) -> str:
    """Return the key of the first 200 characters of the text; "" without text."""
    text = squeeze(record.text)[:BODY_START]
    return digest(text) if text else ""


def prefix_key(record: ParsedRecord) -> str:
    """Return the key of the first 80 characters of a title; "" when it is not longer, so never cut."""
    title = record.title_as_appears
    return stored_key(title[:CUT_LENGTH]) if len(title) > CUT_LENGTH else ""


def import_key(record: ParsedRecord, parent_key: str = "", **known) -> str:
    """Return the key of a record; ``parent_key`` is its issue's, ``known`` overrides its title or date.

    It is made of kind, title and date, or of kind, title and the text's beginning when there is no date.
    """
    title = title_key(known.get("title", record.title))
    date = known.get("date", record.date)
    if record.kind is RecordKind.PARTNER:
        return digest(record.kind, title)
    if isinstance(record.details, IssueDetails):
        return digest(record.kind, record.details.series, str(record.details.number))
    if record.kind is RecordKind.NEWSLETTER_STORY:
        return digest(record.kind, parent_key, title)
    if isinstance(record.details, NoticeDetails) and record.details.opens:
        period = (record.details.opens.isoformat(), record.details.closes.isoformat())
        return digest(record.kind, title, *period)
    if date:
        return digest(record.kind, title, date.isoformat())
    return digest(record.kind, title, "", body_key(record))


def comparable(record: ParsedRecord) -> str:
    """Return the text that decides whether a second appearance of a record differs."""
    if isinstance(record.details, IssueDetails):
        details = record.details
        return squeeze("\n".join([record.text, details.photo_caption, *details.popular_titles]))
    return squeeze(record.text)


def continues(beginning: str, whole: str) -> bool:
    """Whether ``whole`` continues ``beginning``, whose last sentence may be cut."""
    if whole.startswith(beginning):
        return True
    ends = [match.end() for match in SENTENCE_SPLIT.finditer(beginning)]
    sentences = beginning if SENTENCE_END.search(beginning) else beginning[: ends[-1]] if ends else ""
    return bool(sentences) and whole.startswith(sentences.rstrip())
