"""Home page of the policy archive: sections of dated items, then the block of partner logos.

An item is a bullet with a title, a line "등록일 YYYY-MM-DD 글쓴이 NAME", and a body on one line or none.
Partners are bullets without such a line. They have no heading; they begin at the first logo text.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, pairwise

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.dates import header_date
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import documents, endings, partners, press
from seoulsolution.importing.parsing.parsers.body import body_of, lost_links
from seoulsolution.importing.parsing.parsers.boilerplate import SKIP_LINK
from seoulsolution.importing.parsing.parsers.datelines import proposed_dates
from seoulsolution.importing.parsing.parsers.header import Header, header_of
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_bullet, is_title_bullet, item_list
from seoulsolution.importing.parsing.parsers.press import PressSource
from seoulsolution.importing.parsing.parsers.titles import source_tag, title_reviews
from seoulsolution.importing.parsing.records import (
    Block,
    DocumentDetails,
    Line,
    Paragraph,
    ParsedPage,
    ParsedRecord,
    RecordKind,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import CUT_MARK, cut_stem, paragraphs, squeeze
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
        header = [self.header.line.number] if self.header else []
        return (self.bullet.number, *header, *(line.number for line in self.rest))


def evidence(page: SourcePage) -> Evidence:
    lines = page.nonblank()
    if any(SKIP_LINK.match(line.text) for line in _before_only_header(lines)):
        return Evidence(False, "one line 등록일 below a link to the main content, so a page of its own")
    dated = sum(is_title_bullet(above) and bool(header_of(below)) for above, below in pairwise(lines))
    logos = sum(is_title_bullet(line) and partners.is_logo(line.text) for line in lines)
    found = f"{dated} titles with a line 등록일 below them, {logos} logo texts"
    return Evidence(dated > 0 or logos >= LOGOS_ARE_EVIDENCE, found)


def _before_only_header(lines: list[Line]) -> list[Line]:
    """Return the lines above the page's only header; none when it has several."""
    headers = [position for position, line in enumerate(lines) if header_of(line)]
    return lines[: headers[0]] if len(headers) == 1 else []


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    items = _items(page, account)
    page_language = language.detect(" ".join(line.text for line in page.nonblank()))
    in_logos, position, final = False, 0, page.nonblank()[-1].number
    for item in items:
        is_last = item.lines()[-1] == final
        if item.header:
            in_logos = False
            if not (is_last and _cut_in_header(item, item.header, account)):
                account.add(_dated(item, item.header, page_language, today, account, is_last))
            continue
        in_logos = in_logos or partners.is_logo(item.title)
        if is_last and not item.rest and not partners.is_logo(item.title):
            account.warn(item.bullet.number, "the file ends in this title: it may be cut")
        elif in_logos:
            position += 1
            account.add(_partner(item, page_language, position, is_last))
        else:
            account.add(_undated(item, page_language, account, is_last))
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
            header = None if item.header or item.rest else header_of(line)
            if header:
                item.header = header
            else:
                item.rest.append(line)
    return items


def _cut_in_header(item: HomeItem, header: Header, account: PageAccount) -> bool:
    """Whether the file ends inside the item's header, so that its date or author may be cut."""
    if item.rest or header.is_complete:
        return False
    account.warn(header.line.number, "the file ends in this line: the item is not whole")
    return True


def _dated(
    item: HomeItem, header: Header, page_language: str, today: date, account: PageAccount, is_last: bool
) -> ParsedRecord:
    read = header_date(header.date, today)
    reviews = []
    if read.problem:
        account.warn(header.line.number, read.problem)
        reviews.append(ReviewNote(ReviewReason.IMPOSSIBLE_DATE, read.problem))
    record = _record(item, page_language, reviews, is_last)
    return replace(
        record,
        date=read.value,
        date_precision="day" if read.value else "",
        author=squeeze(header.author),
        draft=record.draft or bool(read.problem),
    )


def _undated(item: HomeItem, page_language: str, account: PageAccount, is_last: bool) -> ParsedRecord:
    """Return an item without its header line as a draft: it must not be taken for a partner."""
    account.warn(item.bullet.number, "an item without a line 등록일")
    undated = ReviewNote(ReviewReason.NO_DATE, proposed_dates(item.rest))
    record = _record(item, page_language, [undated], is_last)
    kind = record.kind if item.rest else RecordKind.TITLE_ONLY
    details = record.details if kind is record.kind else None
    return replace(record, kind=kind, details=details, draft=True)


def _record(item: HomeItem, page_language: str, reviews: list[ReviewNote], is_last: bool) -> ParsedRecord:
    source = _source(item)
    title, lines = source.title, list(source.lines)
    stem = cut_stem(item.title)
    text = "\n".join(line.text.strip(" \t") for line in lines)
    blocks = _blocks(lines)
    kind = item.section or (
        RecordKind.ARCHIVE_DOCUMENT if documents.is_marked(title) else RecordKind.NEWS_POST
    )
    reviews = [*reviews, *source.reviews, *lost_links([lines])]
    reviews += title_reviews(stem, source_tag(item.title), text)
    details: DocumentDetails | None = None
    draft = False
    if kind is RecordKind.ARCHIVE_DOCUMENT:
        details = documents.details_of(title)
        reviews += documents.reviews_of(text)
    elif not text:
        draft = True
        reviews.append(ReviewNote(ReviewReason.TITLE_ONLY))
    cut = endings.cut_in(blocks) if is_last else ""
    if cut:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, cut))
    return ParsedRecord(
        kind=kind,
        title=squeeze(CUT_MARK.sub("", title) if stem else title),
        title_as_appears=item.title,
        language=language.detect(f"{title} {text}", page_language),
        lines=item.lines(),
        text=text,
        blocks=blocks,
        source_name=source.name,
        source_url=source.address,
        title_cut=stem is not None,
        draft=draft or bool(cut),
        last_in_file=is_last,
        reviews=tuple(reviews),
        details=details,
    )


def _source(item: HomeItem) -> PressSource:
    """Return where an item was published first: an article of the press, or a tag in the title."""
    if item.is_press:
        return press.source_of(item.title, item.rest)
    return PressSource(item.title, source_tag(item.title), "", tuple(item.rest))


def _blocks(lines: list[Line]) -> tuple[Block, ...]:
    """Return the blocks of a body: runs of NBSP are its only paragraph marks, indented bullets are lists."""
    blocks: list[Block] = []
    for bulleted, group in groupby(lines, is_bullet):
        if bulleted:
            blocks.append(item_list(list(group)))
        else:
            blocks += [Paragraph(text) for line in group for text in paragraphs(line.text)]
    return tuple(blocks)


def _partner(item: HomeItem, page_language: str, position: int, is_last: bool) -> ParsedRecord:
    groups = _close_groups(item.rest)
    body = body_of(groups)
    details = partners.details_of(item.title, body, position)
    reason = (
        ReviewReason.UNCLEAR_PLACE if details.kind == partners.PROGRAMME else ReviewReason.UNCONFIRMED_NAME
    )
    return ParsedRecord(
        kind=RecordKind.PARTNER,
        title=partners.clean_name(item.title),
        title_as_appears=item.title,
        language=language.detect(f"{partners.clean_name(item.title)} {body.text}", page_language),
        lines=item.lines(),
        text=body.text,
        blocks=body.blocks,
        last_in_file=is_last,
        reviews=(ReviewNote(reason), *body.reviews),
        details=details,
    )


def _close_groups(lines: list[Line]) -> list[list[Line]]:
    """Return the groups of lines without a blank line between them (items do not keep blank lines)."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and groups[-1][-1].number == line.number - 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
