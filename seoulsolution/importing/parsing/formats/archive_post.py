"""Single post of the policy archive: title, a line "Date YYYY-MM-DD Writer NAME" (등록일, 글쓴이), text."""

from datetime import date

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.dates import header_date
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import documents, press
from seoulsolution.importing.parsing.parsers.archive_page import (
    ArchivePage,
    account_for_layout,
    body_groups,
    divide,
    is_single,
)
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.parsers.header import Header, header_of
from seoulsolution.importing.parsing.parsers.policy_header import policy_headers
from seoulsolution.importing.parsing.parsers.press import PressSource
from seoulsolution.importing.parsing.parsers.titles import source_tag, title_reviews
from seoulsolution.importing.parsing.records import ParsedPage, ParsedRecord, RecordKind, ReviewNote
from seoulsolution.importing.parsing.text import CUT_MARK, cut_stem, squeeze
from seoulsolution.reviews.reasons import ReviewReason

NAME = "post of the policy archive"
DOCUMENT_CATEGORIES = frozenset(("archives", "archive", "아카이브", "자료실"))


def evidence(page: SourcePage) -> Evidence:
    headers = _headers(page)
    if len(headers) != 1:
        return Evidence(False, f"{len(headers)} lines with date and writer instead of one")
    if not is_single(page, headers[0].line):
        return Evidence(False, "a line with date and writer, but below the bullet of a list")
    if policy_headers(page):
        return Evidence(False, "a line with date and writer, but with a category, as policy documents have")
    parts = divide(page, [headers[0].line])
    missing = [name for name, value in {"title": parts.title, "text": parts.body}.items() if not value]
    if not parts.names_city():
        missing.append("word of the city")
    if missing:
        return Evidence(False, f"a line with date and writer, but no {', no '.join(missing)}")
    return Evidence(True, "a title, one line with date and writer, and a text")


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    header = _headers(page)[0]
    parts = divide(page, [header.line])
    account_for_layout(account, parts)
    account.add(_post(page, parts, header, account, today))
    return account.close()


def _headers(page: SourcePage) -> list[Header]:
    return [header for line in page.nonblank() if (header := header_of(line))]


def _source(parts: ArchivePage, title: str) -> PressSource:
    """Return where a post was published first: an article of the press, or a tag in the title."""
    if press.is_press(parts.sections, title, parts.body):
        return press.source_of(title, parts.body)
    return PressSource(title, source_tag(title), "", tuple(parts.body))


def _post(
    page: SourcePage, parts: ArchivePage, header: Header, account: PageAccount, today: date
) -> ParsedRecord:
    as_appears = parts.title_text
    source = _source(parts, as_appears)
    title, stem = source.title, cut_stem(as_appears)
    if stem:
        title = CUT_MARK.sub("", title)
    body = body_of(body_groups(page, source.lines), title=title)
    read = header_date(header.date, today)
    is_last = parts.is_last_in_file
    incomplete = is_last and bool(body.cut)
    reviews = [*body.reviews, *source.reviews]
    if read.problem:
        account.warn(header.line.number, read.problem)
        reviews.append(ReviewNote(ReviewReason.IMPOSSIBLE_DATE, read.problem))
    reviews += title_reviews(stem, source_tag(as_appears), body.text)
    if incomplete:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, body.cut))
    is_document = documents.is_marked(title) or bool(DOCUMENT_CATEGORIES & parts.sections)
    page_language = language.detect(" ".join(line.text for line in page.nonblank()))
    return ParsedRecord(
        kind=RecordKind.ARCHIVE_DOCUMENT if is_document else RecordKind.NEWS_POST,
        title=squeeze(title),
        title_as_appears=as_appears,
        language=language.detect(f"{title} {body.text}", page_language),
        lines=parts.numbers(),
        text=body.text,
        blocks=body.blocks,
        date=read.value,
        date_precision="day" if read.value else "",
        author=squeeze(header.author),
        source_name=source.name,
        source_url=source.address,
        views=header.views,
        title_cut=stem is not None,
        draft=bool(read.problem) or incomplete,
        last_in_file=is_last,
        captions=body.captions,
        reviews=tuple(reviews),
        details=documents.details_of(title) if is_document else None,
    )
