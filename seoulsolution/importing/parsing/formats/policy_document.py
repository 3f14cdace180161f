"""Policy document of the archive: title, "Date … Category … Updater …", department, "Last Update", text."""

from dataclasses import replace
from datetime import date

from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import documents
from seoulsolution.importing.parsing.parsers.archive_page import (
    ArchivePage,
    account_for_layout,
    add_record,
    divide,
    untagged,
)
from seoulsolution.importing.parsing.parsers.city import is_about_another_city
from seoulsolution.importing.parsing.parsers.policy_header import PolicyHeader, policy_headers
from seoulsolution.importing.parsing.records import ParsedPage

NAME = "policy document of the archive"


def evidence(page: SourcePage) -> Evidence:
    headers = policy_headers(page)
    if len(headers) != 1:
        return Evidence(False, f"{len(headers)} lines with date and category instead of one")
    parts, missing = _parts(page, headers[0])
    if is_about_another_city(parts.text):
        return Evidence(False, "a line with date and category, but about another city")
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
    known = documents.details_of(parts.title_text)
    details = replace(known, category=header.category, department=header.department)
    add_record(account, parts, header, untagged(parts), details, today)
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
