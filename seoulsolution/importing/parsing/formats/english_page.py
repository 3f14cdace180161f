"""Single page of the city's English site: skip link, category, title, byline, text, footer words.

In the categories of newsletters, the title names an issue and the text is its stories, run together.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import newsletter, notice
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.parsers.boilerplate import CITY, MAX_BYLINE, MENU, SKIP_LINK, split_views
from seoulsolution.importing.parsing.parsers.issue_page import read_issue
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_title_bullet
from seoulsolution.importing.parsing.records import (
    Line,
    NoticeDetails,
    ParsedPage,
    ParsedRecord,
    RecordKind,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import squeeze
from seoulsolution.reviews.reasons import ReviewReason

NAME = "page of the English site"
BYLINE = re.compile(r"^(?P<category>.*?)\s*\b(?P<author>[A-Z]{2,6}|seoulsolution)$")
SERIES_NAME = re.compile(r"^[(\[<〈《「『【](?P<name>[^()\[\]]+)[)\]>〉》」』】]$")
# Stands for a line that was not found.
NO_LINE = Line(0, "", "")


@dataclass
class PageParts:
    """The lines of one page by their role; a page of this format has a category, a title and a byline."""

    category: Line = NO_LINE
    title: Line = NO_LINE
    subtitles: list[Line] = field(default_factory=list)
    series: Line | None = None
    byline: Line = NO_LINE
    views: Line | None = None
    body: list[Line] = field(default_factory=list)
    menus: list[Line] = field(default_factory=list)

    def missing(self) -> list[str]:
        """Return the names of what every page of this format has and this one lacks."""
        found = {"category": self.category, "title": self.title, "byline": self.byline}
        missing = [name for name, line in found.items() if line is NO_LINE]
        return missing if self.body else [*missing, "text"]

    def head(self) -> list[Line]:
        """Return the lines from the title to the byline."""
        return [self.title, *self.subtitles, *([self.series] if self.series else []), self.byline]


def evidence(page: SourcePage) -> Evidence:
    lines = page.nonblank()
    skips = [line for line in lines if SKIP_LINK.match(line.text)]
    if not skips:
        return Evidence(False, "no link to the main content")
    if len(skips) > 1:
        return Evidence(False, f"{len(skips)} links to the main content, so more than one page")
    missing = _parts(page, skips[0]).missing()
    if not any(CITY.search(line.text) for line in lines):
        missing.append("word of the city")
    if missing:
        return Evidence(False, f"a link to the main content, but no {', no '.join(missing)}")
    return Evidence(True, "a link to the main content, category, title, byline and text")


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    skip = next(line for line in page.nonblank() if SKIP_LINK.match(line.text))
    parts = _parts(page, skip)
    account.add_boilerplate(skip, "skip link")
    account.add_boilerplate(parts.category, "section heading")
    for line in parts.menus:
        account.add_boilerplate(line, "menu")
    page_language = language.detect(" ".join(line.text for line in page.nonblank()))
    if parts.views:
        account.add_boilerplate(parts.views, "view count")
    title, category = bullet_text(parts.title), parts.category.text
    name = newsletter.named_issue(title, category, [line.text for line in parts.body])
    if name:
        read_issue(account, name, parts.head(), _author(parts)[0], parts.body, page_language)
    else:
        account.add(_article(page, parts, page_language))
    return account.close()


def _parts(page: SourcePage, skip: Line) -> PageParts:
    """Return the lines below the skip link by role."""
    parts, byline = PageParts(), None
    for line in page.nonblank():
        if line.number <= skip.number:
            continue
        if MENU.match(line.text) and (parts.byline is not NO_LINE or parts.title is NO_LINE):
            parts.menus.append(line)
        elif parts.byline is not NO_LINE:
            before, views = split_views(line.text)
            if not parts.body and parts.views is None and views is not None and not before:
                parts.views = line
            else:
                parts.body.append(line)
        elif parts.title is not NO_LINE:
            _place_head(parts, line, byline)
        elif is_title_bullet(line):
            if parts.category is not NO_LINE:
                parts.title = line
                byline = _byline([ln for ln in page.nonblank() if ln.number > line.number], parts.category)
        elif parts.category is NO_LINE:
            parts.category = line
    return parts


def _place_head(parts: PageParts, line: Line, byline: Line | None) -> None:
    """Place a line between title and text: the byline, a series' name, or a second line of the title."""
    if line is byline:
        parts.byline = line
    elif _series_name(line) and parts.series is None:
        parts.series = line
    else:
        parts.subtitles.append(line)


def _series_name(line: Line) -> str:
    """Return the name of a series that a line gives in brackets; "" when it gives none."""
    match = SERIES_NAME.match(line.text.strip(" •\t"))
    return match["name"] if match else ""


def _byline(lines: list[Line], category: Line) -> Line | None:
    """Return the first bullet that begins with the category, else the first that ends in an author."""
    bullets = [(line, squeeze(bullet_text(line))[:MAX_BYLINE]) for line in lines if is_title_bullet(line)]
    start = squeeze(category.text).casefold()
    named = [line for line, text in bullets if text.casefold().startswith(start)]
    signed = [line for line, text in bullets if BYLINE.match(split_views(text)[0])]
    return next(iter([*named, *signed]), None)


def _author(parts: PageParts) -> tuple[str, int | None]:
    """Return author and view count from the byline ("CATEGORY AUTHOR VIEWS") or the line below it."""
    text, views = split_views(squeeze(bullet_text(parts.byline)))
    category = squeeze(parts.category.text)
    if text.casefold().startswith(category.casefold()):
        text = text[len(category) :].strip()
    if views is None and parts.views:
        views = split_views(parts.views.text)[1]
    return text, views


def _article(page: SourcePage, parts: PageParts, page_language: str) -> ParsedRecord:
    title_lines = [bullet_text(parts.title), *(line.text.strip(" •\t") for line in parts.subtitles)]
    title = squeeze(" ".join(title_lines))
    numbers = {line.number for line in parts.body}
    groups = page.blocks([line for line in page.lines if line.number in numbers or line.is_blank])
    author, views = _author(parts)
    details: NoticeDetails | None = None
    reviews: list[ReviewNote] = []
    if notice.is_call(title, groups):
        details, body, reviews = notice.notice_of(groups)
    else:
        body = body_of(groups, title=title)
    reviews = [ReviewNote(ReviewReason.NO_DATE), *reviews, *body.reviews]
    if parts.series:
        reviews.append(ReviewNote(ReviewReason.SOURCE_TAG, _series_name(parts.series)))
    # An issue without a number or month cannot be stored as one: staff decide what it becomes.
    is_nameless = newsletter.is_of_newsletters(title, parts.category.text)
    if is_nameless:
        reviews.append(ReviewNote(ReviewReason.UNCLEAR_PLACE, title))
    is_last = not parts.menus or parts.menus[-1].number < parts.body[-1].number
    incomplete = is_last and bool(body.cut)
    if incomplete:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, body.cut))
    return ParsedRecord(
        kind=RecordKind.NOTICE if details else RecordKind.NEWS_POST,
        title=title,
        title_as_appears=title,
        language=language.detect(f"{title} {body.text}", page_language),
        lines=tuple(sorted([line.number for line in parts.head()] + sorted(numbers))),
        text=body.text,
        blocks=body.blocks,
        author=author,
        views=views,
        captions=body.captions,
        draft=incomplete or is_nameless,
        last_in_file=is_last,
        reviews=tuple(reviews),
        details=details,
    )
