"""Home page of the policy archive: sections of dated items, then the block of partner logos.

An item is a bullet with a title, a line "등록일 YYYY-MM-DD 글쓴이 NAME", and a body on one line or none.
Partners are bullets without such a line. They have no heading; they begin at the first logo text.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, pairwise

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import endings, partners, press
from seoulsolution.importing.parsing.parsers.archive_record import ArchiveText, archive_record
from seoulsolution.importing.parsing.parsers.body import ParsedBody, body_of
from seoulsolution.importing.parsing.parsers.boilerplate import SKIP_LINK
from seoulsolution.importing.parsing.parsers.city import is_about_another_city
from seoulsolution.importing.parsing.parsers.documents import details_of, is_marked
from seoulsolution.importing.parsing.parsers.headers import Header, post_header, post_headers
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_bullet, is_title_bullet, item_list
from seoulsolution.importing.parsing.parsers.lost_links import lost_links
from seoulsolution.importing.parsing.records import (
    Block,
    Line,
    Paragraph,
    ParsedPage,
    ParsedRecord,
    RecordKind,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import paragraphs
from seoulsolution.reviews.reasons import ReviewReason

NAME = "archive home page"
SECTIONS = {
    "news": RecordKind.NEWS_POST,
    "뉴스": RecordKind.NEWS_POST,
    "소식": RecordKind.NEWS_POST,
    "archives": RecordKind.ARCHIVE_DOCUMENT,
    "archive": RecordKind.ARCHIVE_DOCUMENT,
    "아카이브": RecordKind.ARCHIVE_DOCUMENT,
    "자료실": RecordKind.ARCHIVE_DOCUMENT,
    **dict.fromkeys(press.SECTIONS, RecordKind.NEWS_POST),
}
LOGOS_ARE_EVIDENCE = 3


@dataclass
class HomeItem:
    """A bullet of the page with the lines below it."""

    bullet: Line
    section: RecordKind | None
    is_press: bool = False
    header: Header | None = None
    rest: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        return bullet_text(self.bullet)

    def lines(self) -> tuple[int, ...]:
        header = [self.header.lines[0].number] if self.header else []
        return (self.bullet.number, *header, *(line.number for line in self.rest))


def evidence(page: SourcePage) -> Evidence:
    lines, headers = page.nonblank(), post_headers(page)
    above = [line for line in lines if line.number < headers[0].lines[0].number] if len(headers) == 1 else []
    if any(SKIP_LINK.match(line.text) for line in above):
        return Evidence(False, "one line 등록일 below a link to the main content, so a page of its own")
    dated = sum(is_title_bullet(above) and bool(post_header(below)) for above, below in pairwise(lines))
    logos = sum(is_title_bullet(line) and partners.is_logo(line.text) for line in lines)
    found = f"{dated} titles with a line 등록일 below them, {logos} logo texts"
    if not logos and is_about_another_city("\n".join(line.text for line in lines)):
        return Evidence(False, f"{found}, but about another city")
    return Evidence(dated > 0 or logos >= LOGOS_ARE_EVIDENCE, found)


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    items = _items(page, account)
    in_logos, position, final = False, 0, page.nonblank()[-1].number
    for item in items:
        is_last = item.lines()[-1] == final
        if item.header:
            in_logos = False
            if not (is_last and _cut_in_header(item, item.header, account)):
                account.add(_record(item, account, today, is_last))
            continue
        in_logos = in_logos or partners.is_logo(item.title)
        if is_last and not item.rest and not partners.is_logo(item.title):
            account.warn(item.bullet.number, "the file ends in this title: it may be cut")
        elif in_logos:
            position += 1
            account.add(_partner(item, page, position, is_last))
        else:
            account.add(_record(item, account, today, is_last))
    return account.close()


def _items(page: SourcePage, account: PageAccount) -> list[HomeItem]:
    """Group the lines under their bullets; section headings become boilerplate."""
    items: list[HomeItem] = []
    section, is_press = None, False
    for line in page.nonblank():
        name = line.text.strip().casefold()
        heading = SECTIONS.get(name) if line.indent == 0 else None
        if heading:
            section, is_press = heading, name in press.SECTIONS
            account.add_boilerplate(line, "section heading")
        elif is_title_bullet(line):
            items.append(HomeItem(line, section, is_press))
        elif items:
            item = items[-1]
            header = None if item.header or item.rest else post_header(line)
            if header:
                item.header = header
            else:
                item.rest.append(line)
    return items


def _cut_in_header(item: HomeItem, header: Header, account: PageAccount) -> bool:
    """Whether the file ends inside the item's header, so that its date or author may be cut."""
    if item.rest or header.is_complete:
        return False
    account.warn(header.lines[0].number, "the file ends in this line: the item is not whole")
    return True


def _record(item: HomeItem, account: PageAccount, today: date, is_last: bool) -> ParsedRecord:
    source = (
        press.source_of(item.title, item.rest) if item.is_press else press.untagged(item.title, item.rest)
    )
    lines = list(source.lines)
    blocks = _blocks(lines)
    text = "\n".join(line.text.strip(" \t") for line in lines)
    body = ParsedBody(blocks, text, reviews=tuple(lost_links([lines])), cut=endings.cut_in(blocks))
    is_document = item.section is RecordKind.ARCHIVE_DOCUMENT if item.section else is_marked(source.title)
    details = details_of(source.title) if is_document else None
    record = archive_record(
        ArchiveText(item.title, item.header, source, body, details, item.lines(), is_last), account, today
    )
    if item.header or item.rest:
        return record
    # A title without date or text must not be taken for a document or a partner.
    return replace(record, kind=RecordKind.TITLE_ONLY, details=None)


def _blocks(lines: list[Line]) -> tuple[Block, ...]:
    """Return the blocks of a body: runs of NBSP are its only paragraph marks, indented bullets are lists."""
    blocks: list[Block] = []
    for bulleted, group in groupby(lines, is_bullet):
        if bulleted:
            blocks.append(item_list(list(group)))
        else:
            blocks += [Paragraph(text) for line in group for text in paragraphs(line.text)]
    return tuple(blocks)


def _partner(item: HomeItem, page: SourcePage, position: int, is_last: bool) -> ParsedRecord:
    body = body_of(page.blocks(item.rest))
    details = partners.details_of(item.title, body, position)
    reason = (
        ReviewReason.UNCLEAR_PLACE if details.kind == partners.PROGRAMME else ReviewReason.UNCONFIRMED_NAME
    )
    return ParsedRecord(
        kind=RecordKind.PARTNER,
        title=partners.clean_name(item.title),
        title_as_appears=item.title,
        language=language.detect(f"{partners.clean_name(item.title)} {body.text}", page.language),
        lines=item.lines(),
        text=body.text,
        blocks=body.blocks,
        last_in_file=is_last,
        reviews=(ReviewNote(reason), *body.reviews),
        details=details,
    )
