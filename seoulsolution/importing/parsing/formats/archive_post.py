"""Single post of the policy archive: title, a line "Date YYYY-MM-DD Writer NAME" (등록일, 글쓴이), text."""

from datetime import date

from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage, once
from seoulsolution.importing.parsing.parsers import documents, press
from seoulsolution.importing.parsing.parsers.archive_page import (
    ArchivePage,
    account_for_layout,
    add_record,
    divide,
    is_single,
    untagged,
)
from seoulsolution.importing.parsing.parsers.header import Header, header_of
from seoulsolution.importing.parsing.parsers.policy_header import policy_headers
from seoulsolution.importing.parsing.parsers.press import PressSource
from seoulsolution.importing.parsing.records import ParsedPage

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
    source = _source(parts)
    is_document = documents.is_marked(source.title) or bool(DOCUMENT_CATEGORIES & parts.sections)
    details = documents.details_of(source.title) if is_document else None
    add_record(account, parts, header, source, details, today)
    return account.close()


@once
def _headers(page: SourcePage) -> list[Header]:
    return [header for line in page.nonblank() if (header := header_of(line))]


def _source(parts: ArchivePage) -> PressSource:
    """Return where a post was published first: an article of the press, or a tag in the title."""
    if press.is_press(parts.sections, parts.title_text, parts.body):
        return press.source_of(parts.title_text, parts.body)
    return untagged(parts)
