"""Home page of the policy archive: sections of dated items, then the block of partner logos.

An item is a bullet with a title, a line "등록일 YYYY-MM-DD 글쓴이 NAME" and a body on one line or none.
Partners are bullets without such a line; they begin, with no heading, at the first logo text.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from seoulsolution.importing import language
from seoulsolution.importing.evidence import Evidence
from seoulsolution.importing.page import Account, Page
from seoulsolution.importing.pieces import documents, partners
from seoulsolution.importing.pieces.body import body_of, lost_links
from seoulsolution.importing.pieces.header import COMPLETE_HEADER, date_of, header_of
from seoulsolution.importing.pieces.lists import bullet_text, is_bullet, is_title_bullet, item_list
from seoulsolution.importing.pieces.site import SKIP_LINK
from seoulsolution.importing.pieces.titles import cut_review, source_tag
from seoulsolution.importing.records import Kind, Line, Paragraph, Parsed, Reason, Record, Review
from seoulsolution.importing.text import cut_stem, ends_sentence, paragraphs, squeeze

NAME = "archive home page"
SECTIONS = {
    "news": Kind.NEWS_POST,
    "뉴스": Kind.NEWS_POST,
    "소식": Kind.NEWS_POST,
    "archives": Kind.ARCHIVE_DOCUMENT,
    "archive": Kind.ARCHIVE_DOCUMENT,
    "아카이브": Kind.ARCHIVE_DOCUMENT,
    "자료실": Kind.ARCHIVE_DOCUMENT,
}
LOGOS_ARE_EVIDENCE = 3


@dataclass
class Entry:
    """A bullet of the page with the lines below it."""

    bullet: Line
    section: Kind | None
    header: Line | None = None
    rest: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        return bullet_text(self.bullet)

    def lines(self) -> tuple[int, ...]:
        header = [self.header.number] if self.header else []
        return (self.bullet.number, *header, *(line.number for line in self.rest))


def evidence(page: Page) -> Evidence:
    lines = page.nonblank()
    if any(SKIP_LINK.match(line.text) for line in _before_only_header(lines)):
        return Evidence(False, "one line 등록일 below a link to the main content, so a page of its own")
    dated = sum(is_title_bullet(above) and bool(header_of(below)) for above, below in pairwise(lines))
    logos = sum(is_title_bullet(line) and partners.is_logo(line.text) for line in lines)
    found = f"{dated} titles with a line 등록일 below them, {logos} logo texts"
    return Evidence(dated > 0 or logos >= LOGOS_ARE_EVIDENCE, found)


def _before_only_header(lines: list[Line]) -> list[Line]:
    """The lines above the page's one header; none when it has several."""
    headers = [position for position, line in enumerate(lines) if header_of(line)]
    return lines[: headers[0]] if len(headers) == 1 else []


def parse(page: Page, today: date) -> Parsed:
    account = Account(page, NAME)
    entries = _entries(page, account)
    page_language = language.detect(" ".join(line.text for line in page.nonblank()))
    in_logos, position, final = False, 0, page.nonblank()[-1].number
    for entry in entries:
        is_last = entry.lines()[-1] == final
        if entry.header:
            in_logos = False
            if not (is_last and _cut_in_header(entry, account)):
                account.add(_dated(entry, page_language, today, account, is_last))
            continue
        in_logos = in_logos or partners.is_logo(entry.title)
        if is_last and not entry.rest and not partners.is_logo(entry.title):
            account.warn(entry.bullet.number, "the file ends in this title: it may be cut")
        elif in_logos:
            position += 1
            account.add(_partner(entry, page_language, position, is_last))
        else:
            account.add(_undated(entry, page_language, account, is_last))
    return account.close()


def _entries(page: Page, account: Account) -> list[Entry]:
    """Group the lines under their bullets; section headings become furniture."""
    entries: list[Entry] = []
    section = None
    for line in page.nonblank():
        heading = SECTIONS.get(line.text.strip().casefold()) if line.indent == 0 else None
        if heading:
            section = heading
            account.add_furniture(line, "section heading")
        elif is_title_bullet(line):
            entries.append(Entry(line, section))
        elif entries:
            entry = entries[-1]
            if entry.header is None and not entry.rest and header_of(line):
                entry.header = line
            else:
                entry.rest.append(line)
    return entries


def _cut_in_header(entry: Entry, account: Account) -> bool:
    """Whether the file ends inside the item's header, so that its date or author may be cut."""
    if entry.rest or COMPLETE_HEADER.search(entry.header.text):
        return False
    account.warn(entry.header.number, "the file ends in this line: the item is not whole")
    return True


def _dated(entry: Entry, page_language: str, today: date, account: Account, is_last: bool) -> Record:
    header = header_of(entry.header)
    read = date_of(header, today)
    reviews = []
    if read.problem:
        account.warn(entry.header.number, read.problem)
        reviews.append(Review(Reason.IMPOSSIBLE_DATE, read.problem))
    record = _item(entry, page_language, reviews, is_last)
    return replace(
        record,
        date=read.value,
        date_precision="day" if read.value else "",
        author=squeeze(header["author"] or ""),
        draft=record.draft or bool(read.problem),
    )


def _undated(entry: Entry, page_language: str, account: Account, is_last: bool) -> Record:
    """An item that lacks its header line: kept for staff, never taken for a partner."""
    account.warn(entry.bullet.number, "an item without a line 등록일")
    record = _item(entry, page_language, [Review(Reason.NO_DATE)], is_last)
    kind = record.kind if entry.rest else Kind.TITLE_ONLY
    details = record.details if kind is record.kind else None
    return replace(record, kind=kind, details=details, draft=True)


def _item(entry: Entry, page_language: str, reviews: list[Review], is_last: bool) -> Record:
    title = entry.title
    stem = cut_stem(title)
    text = "\n".join(line.text.strip(" \t") for line in entry.rest)
    blocks = _blocks(entry.rest)
    kind = entry.section or (Kind.ARCHIVE_DOCUMENT if documents.is_marked(title) else Kind.NEWS_POST)
    reviews = [*reviews, *lost_links([entry.rest])]
    if stem:
        reviews.append(cut_review(stem, text))
    tag = source_tag(title)
    if tag:
        reviews.append(Review(Reason.SOURCE_TAG, tag))
    details, draft = None, False
    if kind is Kind.ARCHIVE_DOCUMENT:
        details = documents.details_of(title)
        reviews += documents.reviews_of(text)
    elif not text:
        draft = True
        reviews.append(Review(Reason.TITLE_ONLY))
    incomplete = is_last and bool(text) and not ends_sentence(text)
    if incomplete:
        reviews.append(Review(Reason.INCOMPLETE, squeeze(text)[-80:]))
    return Record(
        kind=kind,
        title=squeeze(stem or title),
        title_as_appears=title,
        language=language.detect(f"{title} {text}", page_language),
        lines=entry.lines(),
        text=text,
        blocks=blocks,
        source_name=tag,
        title_cut=stem is not None,
        draft=draft or incomplete,
        last_in_file=is_last,
        reviews=tuple(reviews),
        details=details,
    )


def _blocks(lines: list[Line]) -> tuple:
    """Paragraphs of a body whose only paragraph marks are runs of NBSP; bullets further in are lists."""
    blocks, bullets = [], []
    for line in [*lines, None]:
        if line and is_bullet(line):
            bullets.append(line)
            continue
        if bullets:
            blocks.append(item_list(bullets))
            bullets = []
        if line:
            blocks += [Paragraph(text) for text in paragraphs(line.text)]
    return tuple(blocks)


def _partner(entry: Entry, page_language: str, position: int, is_last: bool) -> Record:
    groups = _close_groups(entry.rest)
    body = body_of(groups)
    details = partners.details_of(entry.title, body, position)
    reason = Reason.UNCLEAR_PLACE if details.kind == partners.PROGRAMME else Reason.UNCONFIRMED_NAME
    return Record(
        kind=Kind.PARTNER,
        title=partners.clean_name(entry.title),
        title_as_appears=entry.title,
        language=language.detect(f"{partners.clean_name(entry.title)} {body.text}", page_language),
        lines=entry.lines(),
        text=body.text,
        blocks=body.blocks,
        last_in_file=is_last,
        reviews=(Review(reason), *body.reviews),
        details=details,
    )


def _close_groups(lines: list[Line]) -> list[list[Line]]:
    """Groups of lines that follow each other directly (blank lines are gone from the entry)."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and groups[-1][-1].number == line.number - 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
