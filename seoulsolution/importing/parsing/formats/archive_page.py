"""Single page of the policy archive: what is around its text, a title, header lines, the text.

A post has a line "Date YYYY-MM-DD Writer NAME" (등록일, 글쓴이) below its title. A policy document has
"Date … Category … Updater …" there, its department, and "Last Update".
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import documents, press
from seoulsolution.importing.parsing.parsers.archive_record import ArchiveText, archive_record
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.parsers.boilerplate import MENU, SKIP_LINK
from seoulsolution.importing.parsing.parsers.city import is_about_another_city, names_city
from seoulsolution.importing.parsing.parsers.headers import Header, policy_headers, post_headers
from seoulsolution.importing.parsing.parsers.layout import PageLayout
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_title_bullet
from seoulsolution.importing.parsing.records import DocumentDetails, Line, ParsedPage
from seoulsolution.importing.parsing.text import squeeze

NAME = "page of the policy archive"
#: What staff and operators are told it is.
KINDS = POST, POLICY_DOCUMENT = "post of the policy archive", "policy document of the archive"
DOCUMENT_SECTIONS = frozenset(("archives", "archive", "아카이브", "자료실"))
TITLE_LINES = 2
# "Home > News > Press"
TRAIL = re.compile(r"\s*[>»›|]\s*")


@dataclass(kw_only=True)
class PageParts(PageLayout):
    """The lines of one page by their role."""

    header: Header
    title: list[Line] = field(default_factory=list)

    @property
    def title_text(self) -> str:
        return squeeze(" ".join(map(bullet_text, self.title)))

    @property
    def sections(self) -> set[str]:
        """The names of sections above the title, in lower case; a trail of them is one line."""
        return {name.casefold() for line in self.above for name in TRAIL.split(line.text.strip(" •\t"))}

    @property
    def text(self) -> str:
        # The archive's welcome is among the buttons.
        lines = [*(line for line, _kind in self.buttons), *self.above, *self.title, *self.header.lines]
        return "\n".join(line.text for line in [*lines, *self.body, *self.menus])

    def missing(self) -> list[str]:
        """Return the names of what pages of this format have and this one lacks."""
        header = self.header
        found: dict[str, object] = {"title": self.title, "text": self.body}
        if header.is_of_policy:
            found |= {"updater": header.author, "department": header.department}
            found["last update"] = header.has_last_update
        found["word of the city"] = names_city(self.text)
        return [name for name, value in found.items() if not value]


def evidence(page: SourcePage) -> Evidence:
    headers = _headers(page)
    if len(headers) != 1:
        return Evidence(False, f"{len(headers)} lines with date and writer or category instead of one")
    header = headers[0]
    found = f"a line with date and {'category' if header.is_of_policy else 'writer'}"
    if not header.is_of_policy and not _is_single(page, header.lines[0]):
        return Evidence(False, f"{found}, but below the bullet of a list")
    parts = _divide(page, header)
    if is_about_another_city(parts.text):
        return Evidence(False, f"{found}, but about another city")
    # Department and last update together are as good as the city's name: no other site has these lines.
    is_sure = header.department and header.has_last_update
    needed = ("title", "text") if is_sure else ("title", "text", "word of the city")
    if lacking := [name for name in parts.missing() if name in needed]:
        return Evidence(False, f"{found}, but no {', no '.join(lacking)}")
    return Evidence(True, f"a title, {found}, and a text")


def parse(page: SourcePage, today: date) -> ParsedPage:
    (header,) = _headers(page)
    account = PageAccount(page, POLICY_DOCUMENT if header.is_of_policy else POST)
    parts = _divide(page, header)
    for name in parts.missing():
        account.warn(header.lines[0].number, f"no {name} found")
    title = parts.title_text
    parts.account_for(account, title)
    is_article = not header.is_of_policy and press.is_press(parts.sections, title, parts.body)
    source = (press.source_of if is_article else press.untagged)(title, parts.body)
    body = body_of(page.blocks(source.lines), source.title, has_headings=header.is_of_policy)
    numbers = tuple(sorted(line.number for line in [*parts.title, *header.lines, *parts.body]))
    text = ArchiveText(
        title, header, source, body, _details(parts, source.title), numbers, parts.is_last_in_file
    )
    account.add(archive_record(text, account, today))
    return account.close()


def _headers(page: SourcePage) -> list[Header]:
    """Return the headers of policy documents, or else those of posts."""
    return policy_headers(page) or post_headers(page)


def _details(parts: PageParts, title: str) -> DocumentDetails | None:
    """Return what is known of a document; None for a post."""
    header, details = parts.header, documents.details_of(title)
    if header.is_of_policy:
        return replace(details, category=header.category, department=header.department)
    return details if documents.is_marked(title) or DOCUMENT_SECTIONS & parts.sections else None


def _divide(page: SourcePage, header: Header) -> PageParts:
    """Return the lines by role. The title is the group above the header, unless that has too many lines."""
    parts, first, last = PageParts(header=header), header.lines[0].number, header.lines[-1].number
    lines = parts.without_buttons(page.nonblank())
    above = [line for line in lines if line.number < first]
    groups = page.blocks(above)
    parts.title = groups[-1] if groups and len(groups[-1]) <= TITLE_LINES else []
    parts.above = above[: len(above) - len(parts.title)]
    for line in lines:
        if line.number > last:
            (parts.menus if MENU.match(line.text) else parts.body).append(line)
    return parts


def _is_single(page: SourcePage, header: Line) -> bool:
    """Whether a header belongs to a page of its own: no bullet is above it, or the page has a skip link."""
    above = [line for line in page.nonblank() if line.number < header.number]
    return bool(above) and (
        not is_title_bullet(above[-1]) or any(SKIP_LINK.match(line.text) for line in above)
    )
