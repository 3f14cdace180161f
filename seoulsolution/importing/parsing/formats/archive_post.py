"""Single post of the policy archive: title, a line "Date YYYY-MM-DD Writer NAME" (등록일, 글쓴이), text."""

from dataclasses import dataclass, field
from datetime import date

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.dates import header_date
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import documents
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.parsers.boilerplate import CITY, MENU, SKIP_LINK, split_views
from seoulsolution.importing.parsing.parsers.header import Header, header_of
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_title_bullet
from seoulsolution.importing.parsing.parsers.titles import source_tag, title_reviews
from seoulsolution.importing.parsing.records import Line, ParsedPage, ParsedRecord, RecordKind, ReviewNote
from seoulsolution.importing.parsing.text import cut_stem, squeeze
from seoulsolution.reviews.reasons import ReviewReason

NAME = "post of the policy archive"
HEADING_CHARACTERS = 40
TITLE_LINES = 2
DOCUMENT_CATEGORIES = ("archives", "archive", "아카이브", "자료실")


@dataclass
class PostParts:
    """The lines of one page by their role."""

    above: list[Line]
    title: list[Line]
    header: Header
    body: list[Line] = field(default_factory=list)
    menus: list[Line] = field(default_factory=list)


def evidence(page: SourcePage) -> Evidence:
    headers = _headers(page)
    if len(headers) != 1:
        return Evidence(False, f"{len(headers)} lines with date and writer instead of one")
    if not is_single(page, headers[0].line):
        return Evidence(False, "a line with date and writer, but below the bullet of a list")
    parts = _parts(page, headers[0])
    missing = [name for name, value in {"title": parts.title, "text": parts.body}.items() if not value]
    if not any(CITY.search(line.text) for line in page.lines):
        missing.append("word of the city")
    if missing:
        return Evidence(False, f"a line with date and writer, but no {', no '.join(missing)}")
    return Evidence(True, "a title, one line with date and writer, and a text")


def is_single(page: SourcePage, header: Line) -> bool:
    """Whether a header belongs to a page of its own: no bullet is above it, or the page has a skip link."""
    above = [line for line in page.nonblank() if line.number < header.number]
    return bool(above) and (
        not is_title_bullet(above[-1]) or any(SKIP_LINK.match(line.text) for line in above)
    )


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    parts = _parts(page, _headers(page)[0])
    for line in parts.above:
        if SKIP_LINK.match(line.text):
            account.add_boilerplate(line, "skip link")
        elif MENU.match(line.text):
            account.add_boilerplate(line, "menu")
        elif len(parts.above) <= TITLE_LINES and len(line.text.strip()) <= HEADING_CHARACTERS:
            account.add_boilerplate(line, "section heading")
    for line in parts.menus:
        account.add_boilerplate(line, "menu")
    account.add(_post(page, parts, account, today))
    return account.close()


def _headers(page: SourcePage) -> list[Header]:
    return [header for line in page.nonblank() if (header := header_of(line))]


def _parts(page: SourcePage, header: Header) -> PostParts:
    """Return the lines by role. The title is the group above the header, unless that has too many lines."""
    lines, number = page.nonblank(), header.line.number
    above = [line for line in lines if line.number < number]
    groups = page.blocks([line for line in page.lines if line.number < number])
    title = groups[-1] if groups and len(groups[-1]) <= TITLE_LINES else []
    parts = PostParts([line for line in above if line not in title], title, header)
    below = [line for line in lines if line.number > number]
    parts.menus = [line for line in below if MENU.match(line.text)]
    parts.body = [line for line in below if line not in parts.menus]
    return parts


def _post(page: SourcePage, parts: PostParts, account: PageAccount, today: date) -> ParsedRecord:
    title = squeeze(" ".join(bullet_text(ln) if is_title_bullet(ln) else ln.text for ln in parts.title))
    stem, tag, header = cut_stem(title), source_tag(title), parts.header
    numbers = {line.number for line in parts.body}
    groups = page.blocks([line for line in page.lines if line.number in numbers or line.is_blank])
    body = body_of(groups, title=title)
    read = header_date(header.date, today)
    author, views = split_views(header.author)
    is_last = not parts.menus or parts.menus[-1].number < parts.body[-1].number
    incomplete = is_last and bool(body.cut)
    reviews = list(body.reviews)
    if read.problem:
        account.warn(header.line.number, read.problem)
        reviews.append(ReviewNote(ReviewReason.IMPOSSIBLE_DATE, read.problem))
    reviews += title_reviews(stem, tag, body.text)
    if incomplete:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, body.cut))
    is_document = documents.is_marked(title) or any(
        line.text.strip().casefold() in DOCUMENT_CATEGORIES for line in parts.above
    )
    page_language = language.detect(" ".join(line.text for line in page.nonblank()))
    return ParsedRecord(
        kind=RecordKind.ARCHIVE_DOCUMENT if is_document else RecordKind.NEWS_POST,
        title=squeeze(stem or title),
        title_as_appears=title,
        language=language.detect(f"{title} {body.text}", page_language),
        lines=(*(line.number for line in parts.title), header.line.number, *sorted(numbers)),
        text=body.text,
        blocks=body.blocks,
        date=read.value,
        date_precision="day" if read.value else "",
        author=squeeze(author),
        source_name=tag,
        views=views if header.views is None else header.views,
        title_cut=stem is not None,
        draft=bool(read.problem) or incomplete,
        last_in_file=is_last,
        captions=body.captions,
        reviews=tuple(reviews),
        details=documents.details_of(title) if is_document else None,
    )
