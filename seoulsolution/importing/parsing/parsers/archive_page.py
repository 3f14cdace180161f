"""What a post and a policy document of the archive share: lines above, a title, header lines, a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.dates import header_date
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.parsers.boilerplate import MENU, SKIP_LINK, kind_of_boilerplate
from seoulsolution.importing.parsing.parsers.city import is_about_another_city, names_city
from seoulsolution.importing.parsing.parsers.header import Header
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_title_bullet
from seoulsolution.importing.parsing.parsers.policy_header import PolicyHeader
from seoulsolution.importing.parsing.parsers.press import PressSource
from seoulsolution.importing.parsing.parsers.titles import source_tag, title_reviews
from seoulsolution.importing.parsing.records import (
    DocumentDetails,
    Line,
    ParsedRecord,
    RecordKind,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import CUT_MARK, cut_stem, ends_sentence, squeeze, title_key
from seoulsolution.reviews.reasons import ReviewReason

HEADING_CHARACTERS = 60
TITLE_LINES = 2
# "Home > News > Press"
TRAIL = re.compile(r"\s*[>»›|]\s*")


@dataclass
class ArchivePage:
    """The lines of one page by their role."""

    header: Sequence[Line]
    above: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    menus: list[Line] = field(default_factory=list)
    buttons: list[tuple[Line, str]] = field(default_factory=list)

    @property
    def title_text(self) -> str:
        lines = (bullet_text(line) if is_title_bullet(line) else line.text for line in self.title)
        return squeeze(" ".join(lines))

    @property
    def sections(self) -> set[str]:
        """The names of sections above the title, in lower case; a trail of them is one line."""
        return {name.casefold() for line in self.above for name in TRAIL.split(line.text.strip(" •\t"))}

    @property
    def is_last_in_file(self) -> bool:
        """Whether no line of the page's layout follows its text, so that the file may have cut it."""
        layout = [line.number for line in [*self.menus, *(line for line, _kind in self.buttons)]]
        return not self.body or max(layout, default=0) < self.body[-1].number

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the record's lines."""
        lines = [*self.title, *self.header, *self.body]
        return tuple(sorted(line.number for line in lines))

    @property
    def text(self) -> str:
        lines = [*self.above, *self.title, *self.header, *self.body, *self.menus]
        return "\n".join(line.text for line in lines)

    def names_city(self) -> bool:
        return names_city(self.text) and not is_about_another_city(self.text)


def divide(page: SourcePage, header: Sequence[Line]) -> ArchivePage:
    """Return the lines by role. The title is the group above the header, unless that has too many lines."""
    parts = ArchivePage(header)
    first, last = header[0].number, header[-1].number
    buttons = {line.number: kind for line in page.lines if (kind := kind_of_boilerplate(line.text))}
    parts.buttons = [(line, buttons[line.number]) for line in page.lines if line.number in buttons]
    lines = [line for line in page.lines if line.number not in buttons]
    groups = page.blocks([line for line in lines if line.number < first])
    parts.title = groups[-1] if groups and len(groups[-1]) <= TITLE_LINES else []
    above = [line for line in lines if line.number < first and not line.is_blank]
    parts.above = [line for line in above if line not in parts.title]
    for line in lines:
        if line.number > last and not line.is_blank:
            (parts.menus if MENU.match(line.text) else parts.body).append(line)
    return parts


def is_single(page: SourcePage, header: Line) -> bool:
    """Whether a header belongs to a page of its own: no bullet is above it, or the page has a skip link."""
    above = [line for line in page.nonblank() if line.number < header.number]
    return bool(above) and (
        not is_title_bullet(above[-1]) or any(SKIP_LINK.match(line.text) for line in above)
    )


def account_for_layout(account: PageAccount, parts: ArchivePage) -> None:
    """Tell the account which lines are the page's layout; a sentence above the title is for staff."""
    for line, kind in parts.buttons:
        account.add_boilerplate(line, kind)
    for line in parts.menus:
        account.add_boilerplate(line, "menu")
    for line in parts.above:
        text = line.text.strip(" •\t")
        if MENU.match(text):
            account.add_boilerplate(line, "menu")
        elif title_key(text) == title_key(parts.title_text):
            account.add_boilerplate(line, "repeated title")
        elif len(text) <= HEADING_CHARACTERS and not ends_sentence(text):
            account.add_boilerplate(line, "section heading")


def body_groups(page: SourcePage, body: Sequence[Line]) -> list[list[Line]]:
    """Return the groups of these lines between the page's blank lines."""
    known = {line.number: line for line in body}
    lines = [known.get(line.number, line) for line in page.lines]
    return page.blocks([line for line in lines if line.number in known or line.is_blank])


def untagged(parts: ArchivePage) -> PressSource:
    """Return the source of a page that is no article of the press: at most a tag in its title names one."""
    return PressSource(parts.title_text, source_tag(parts.title_text), "", tuple(parts.body))


def add_record(
    account: PageAccount,
    parts: ArchivePage,
    header: Header | PolicyHeader,
    source: PressSource,
    details: DocumentDetails | None,
    today: date,
) -> None:
    """Add the page's record to the account: a document, or a post where there are no ``details`` of one."""
    page, as_appears, is_last = account.page, parts.title_text, parts.is_last_in_file
    stem = cut_stem(as_appears)
    title = CUT_MARK.sub("", source.title) if stem else source.title
    body = body_of(body_groups(page, source.lines), title=title)
    read = header_date(header.date, today)
    incomplete = is_last and bool(body.cut)
    reviews = [*body.reviews, *source.reviews]
    if read.problem:
        account.warn(parts.header[0].number, read.problem)
        reviews.append(ReviewNote(ReviewReason.IMPOSSIBLE_DATE, read.problem))
    reviews += title_reviews(stem, source_tag(as_appears), body.text)
    if incomplete:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, body.cut))
    page_language = language.detect(" ".join(line.text for line in page.nonblank()))
    account.add(
        ParsedRecord(
            kind=RecordKind.ARCHIVE_DOCUMENT if details else RecordKind.NEWS_POST,
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
            details=details,
        )
    )
