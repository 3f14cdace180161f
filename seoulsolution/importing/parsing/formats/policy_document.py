"""Policy document of the archive: title, "Date … Category … Updater …", department, "Last Update", text."""

from datetime import date

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.dates import header_date
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import documents
from seoulsolution.importing.parsing.parsers.archive_page import (
    ArchivePage,
    account_for_layout,
    body_groups,
    divide,
)
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.parsers.policy_header import PolicyHeader, policy_headers
from seoulsolution.importing.parsing.parsers.titles import title_reviews
from seoulsolution.importing.parsing.records import (
    DocumentDetails,
    ParsedPage,
    ParsedRecord,
    RecordKind,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import cut_stem, ends_sentence, squeeze
from seoulsolution.reviews.reasons import ReviewReason

NAME = "policy document of the archive"


def evidence(page: SourcePage) -> Evidence:
    headers = policy_headers(page)
    if len(headers) != 1:
        return Evidence(False, f"{len(headers)} lines with date and category instead of one")
    _lines, missing = _parts(page, headers[0])
    # Department and last update together are as good as the city's name: no other site has these lines.
    is_sure = headers[0].department and headers[0].has_last_update
    needed = ("title", "text") if is_sure else ("title", "text", "word of the city")
    lacking = [name for name in needed if name in missing]
    if lacking:
        return Evidence(False, f"a line with date and category, but no {', no '.join(lacking)}")
    return Evidence(True, "a title, one line with date and category, and a text")


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    header = policy_headers(page)[0]
    parts, missing = _parts(page, header)
    for name in missing:
        account.warn(header.lines[0].number, f"no {name} found")
    account_for_layout(account, parts)
    account.add(_document(page, parts, header, account, today))
    return account.close()


def _parts(page: SourcePage, header: PolicyHeader) -> tuple[ArchivePage, list[str]]:
    """Return the lines by role, and the names of what the page lacks."""
    parts = divide(page, header.lines)
    found = {
        "title": parts.title,
        "updater": header.author,
        "department": header.department,
        "last update": header.has_last_update,
        "text": parts.body,
        "word of the city": parts.names_city(),
    }
    return parts, [name for name, value in found.items() if not value]


def _document(
    page: SourcePage, parts: ArchivePage, header: PolicyHeader, account: PageAccount, today: date
) -> ParsedRecord:
    title = parts.title_text
    stem = cut_stem(title)
    body = body_of(body_groups(page, parts.body))
    read = header_date(header.date, today)
    reviews = [*body.reviews, *title_reviews(stem, "", body.text)]
    if read.problem:
        account.warn(header.lines[0].number, read.problem)
        reviews.append(ReviewNote(ReviewReason.IMPOSSIBLE_DATE, read.problem))
    incomplete = parts.is_last_in_file and bool(body.text) and not ends_sentence(body.text)
    if incomplete:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, body.text[-80:]))
    page_language = language.detect(" ".join(line.text for line in page.nonblank()))
    known = documents.details_of(title)
    return ParsedRecord(
        kind=RecordKind.ARCHIVE_DOCUMENT,
        title=squeeze(stem or title),
        title_as_appears=title,
        language=language.detect(f"{title} {body.text}", page_language),
        lines=parts.numbers(),
        text=body.text,
        blocks=body.blocks,
        date=read.value,
        date_precision="day" if read.value else "",
        author=squeeze(header.author),
        views=header.views,
        title_cut=stem is not None,
        draft=bool(read.problem) or incomplete,
        last_in_file=parts.is_last_in_file,
        captions=body.captions,
        reviews=tuple(reviews),
        details=DocumentDetails(known.kind, known.year, header.category, header.department),
    )
