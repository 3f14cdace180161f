"""Whether the database can hold a record: its texts fit the columns and no character is broken."""

from collections.abc import Iterable, Iterator

from seoulsolution.importing.parsing.records import (
    IssueDetails,
    Line,
    NoticeDetails,
    ParsedRecord,
    PartnerDetails,
)
from seoulsolution.importing.parsing.text import SURROGATE, printable

MAX_TITLE_CHARACTERS = 300
MAX_PART_TITLE_CHARACTERS = 200
MAX_NAME_CHARACTERS = 120
MAX_AUTHOR_CHARACTERS = 200
MAX_ADDRESS_CHARACTERS = 500
MAX_TEXT_CHARACTERS = 200_000
MAX_COUNT = 1_000_000


def unfit(record: ParsedRecord, lines: Iterable[Line]) -> str:
    """Return why a record cannot be stored, in a few words; "" when it can. ``lines`` are its own lines.

    Children are checked one by one, so that one of them does not refuse the others.
    """
    for name, text, limit in _limited(record):
        if len(text) > limit:
            return f"{name} of {len(text):,} characters; the limit is {limit:,}"
    details = record.details
    if isinstance(details, NoticeDetails) and (details.citizens_required or 0) > MAX_COUNT:
        return f"a number of citizens of {details.citizens_required:,}; the limit is {MAX_COUNT:,}"
    if any(SURROGATE.search(text) for text in (record.title, record.text, *(line.text for line in lines))):
        return "broken characters (lone surrogates)"
    return ""


def _limited(record: ParsedRecord) -> Iterator[tuple[str, str, int]]:
    """Yield (name, text, most characters) of each text whose length is limited."""
    yield "title", record.title, MAX_TITLE_CHARACTERS
    yield "author", record.author, MAX_AUTHOR_CHARACTERS
    yield "source", record.source_name, MAX_AUTHOR_CHARACTERS
    yield "address of the source", record.source_url, MAX_ADDRESS_CHARACTERS
    yield "text", record.text, MAX_TEXT_CHARACTERS
    details = record.details
    if isinstance(details, IssueDetails):
        yield "photo caption", details.photo_caption, MAX_TITLE_CHARACTERS
        for title in details.popular_titles:
            yield "popular title", title, MAX_TITLE_CHARACTERS
    elif isinstance(details, NoticeDetails):
        for title in [*(part.title for part in details.parts), *(step.title for step in details.steps)]:
            yield "title of a part", title, MAX_PART_TITLE_CHARACTERS
    elif isinstance(details, PartnerDetails):
        yield "name", details.name, MAX_NAME_CHARACTERS
        yield "official name", details.official_name, MAX_AUTHOR_CHARACTERS


def refused(record: ParsedRecord, problem: str) -> ParsedRecord:
    """Return the record as it is reported: without contents, its title shortened and printable."""
    title = printable(record.title_as_appears)[:MAX_TITLE_CHARACTERS]
    return ParsedRecord(record.kind, title, title, record.language, record.lines, refusal=problem)
