"""The record that a text of the archive becomes: an item of the home page, a post, or a policy document."""

from dataclasses import dataclass
from datetime import date

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.dates import header_date
from seoulsolution.importing.parsing.page import PageAccount
from seoulsolution.importing.parsing.parsers import documents
from seoulsolution.importing.parsing.parsers.body import ParsedBody
from seoulsolution.importing.parsing.parsers.datelines import proposed_dates
from seoulsolution.importing.parsing.parsers.headers import Header
from seoulsolution.importing.parsing.parsers.press import PressSource
from seoulsolution.importing.parsing.parsers.titles import source_tag, title_reviews
from seoulsolution.importing.parsing.records import DocumentDetails, ParsedRecord, RecordKind, ReviewNote
from seoulsolution.importing.parsing.text import CUT_MARK, cut_stem, squeeze
from seoulsolution.reviews.reasons import ReviewReason


@dataclass(frozen=True)
class ArchiveText:
    """A title as it appears, the text below it, and what the page says of them.

    ``lines`` are the numbers of all its lines, in their order; a post has no ``details``.
    """

    title: str
    header: Header | None
    source: PressSource
    body: ParsedBody
    details: DocumentDetails | None
    lines: tuple[int, ...]
    is_last_in_file: bool


def archive_record(found: ArchiveText, account: PageAccount, today: date) -> ParsedRecord:
    """Return the record of a text. It is a draft without a possible date, and without any text."""
    source, body = found.source, found.body
    stem = cut_stem(found.title)
    title = squeeze(CUT_MARK.sub("", source.title) if stem else source.title)
    day, dated = _day(found, account, today)
    cut = body.cut if found.is_last_in_file else ""
    is_empty = not body.text and not found.details
    reviews = [*dated, *source.reviews, *body.reviews]
    reviews += title_reviews(stem, source_tag(found.title), body.text)
    reviews += documents.reviews_of(body.text) if found.details else []
    reviews += [ReviewNote(ReviewReason.TITLE_ONLY)] if is_empty else []
    reviews += [ReviewNote(ReviewReason.INCOMPLETE, cut)] if cut else []
    return ParsedRecord(
        kind=RecordKind.ARCHIVE_DOCUMENT if found.details else RecordKind.NEWS_POST,
        title=title,
        title_as_appears=found.title,
        language=language.detect(f"{title} {body.text}", account.page.language),
        lines=found.lines,
        text=body.text,
        blocks=body.blocks,
        date=day,
        author=squeeze(found.header.author) if found.header else "",
        source_name=source.name,
        source_url=source.address,
        title_cut=stem is not None,
        draft=bool(dated) or is_empty or bool(cut),
        last_in_file=found.is_last_in_file,
        captions=body.captions,
        reviews=tuple(reviews),
        details=found.details,
    )


def _day(found: ArchiveText, account: PageAccount, today: date) -> tuple[date | None, list[ReviewNote]]:
    """Return the date in the header, or None and why to review its absence."""
    first = found.lines[0]
    if found.header is None:
        account.warn(first, "an item without a line 등록일")
        return None, [ReviewNote(ReviewReason.NO_DATE, proposed_dates(list(found.source.lines)))]
    read = header_date(found.header.date, today)
    if not read.problem:
        return read.value, []
    account.warn(found.header.lines[0].number, read.problem)
    return None, [ReviewNote(ReviewReason.IMPOSSIBLE_DATE, read.problem)]
