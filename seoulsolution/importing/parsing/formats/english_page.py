"""Single page of the city's English site: skip link, category, title, byline, text, footer words.

It is known by its pieces together (parsers/page_head.py): each has a weight, and what is missing is said. In
the categories of newsletters, the title names an issue and the text is its stories, run together.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import cast

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage, once
from seoulsolution.importing.parsing.parsers import newsletter, notice
from seoulsolution.importing.parsing.parsers.boilerplate import MENU
from seoulsolution.importing.parsing.parsers.bylines import OFFICE_ALONE, split_views
from seoulsolution.importing.parsing.parsers.city import is_about_another_city, names_city, speaks_for_city
from seoulsolution.importing.parsing.parsers.datelines import proposed_dates
from seoulsolution.importing.parsing.parsers.headers import policy_headers, post_headers
from seoulsolution.importing.parsing.parsers.issue_page import IssuePage, read_issue
from seoulsolution.importing.parsing.parsers.layout import PageLayout
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_title_bullet
from seoulsolution.importing.parsing.parsers.page_head import Head, heads, series_name
from seoulsolution.importing.parsing.parsers.partners import is_logo
from seoulsolution.importing.parsing.records import Line, ParsedPage, ParsedRecord, RecordKind, ReviewNote
from seoulsolution.importing.parsing.text import squeeze
from seoulsolution.reviews.reasons import ReviewReason

NAME = "page of the English site"
#: What each piece says for a page being of this site. A title and a text are always needed, and the city.
WEIGHTS = {"link to the main content": 2, "category": 1, "byline": 3, "word of the city": 2}
NEEDED = ("title", "text", "word of the city")
ENOUGH = 5


@dataclass(kw_only=True)
class PageParts(PageLayout):
    """The lines of one page by their role."""

    head: Head | None = None
    skips: list[Line] = field(default_factory=list)
    views: Line | None = None
    #: Why the file is no page of this site, or more than one.
    objection: str = ""

    def missing(self) -> list[str]:
        """Return the names of what pages of this format have and this one lacks."""
        head = self.head
        found = {
            "link to the main content": self.skips,
            "category": head and head.category,
            "title": head,
            "byline": head and head.byline_line,
            "text": self.body,
            "word of the city": self.names_city(),
        }
        return [name for name, value in found.items() if not value]

    def names_city(self) -> bool:
        """Whether the page is the city's: its office signed it, or it names the city more than others."""
        author = self.head.byline.author if self.head else ""
        if OFFICE_ALONE.match(author):
            return True
        head = self.head.lines() if self.head else []
        text = "\n".join(line.text for line in [*self.above, *head, *self.body, *self.menus])
        is_named = names_city(text) and not is_about_another_city(text)
        # Another author may be of another site that has pages of this form.
        return is_named and (not author or speaks_for_city(text))


def evidence(page: SourcePage) -> Evidence:
    parts = _parts(page)
    if parts.objection:
        return Evidence(False, parts.objection)
    missing = parts.missing()
    weight = sum(value for name, value in WEIGHTS.items() if name not in missing)
    matches = weight >= ENOUGH and not any(name in missing for name in NEEDED)
    found = [name for name in [*WEIGHTS, "title", "text"] if name not in missing]
    lacking = f", but no {', no '.join(missing)}" if missing else ""
    return Evidence(matches, f"{', '.join(found) or 'nothing'}{lacking}")


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    parts = _parts(page)
    head = cast(Head, parts.head)  # evidence() found it
    for piece in parts.missing():
        account.warn(head.title.number, f"no {piece} found")
    _account_for_layout(account, parts, head)
    page_language = language.detect(" ".join(line.text for line in [head.title, *parts.body]))
    title, body = bullet_text(head.title), [line.text for line in parts.body]
    name = newsletter.named_issue(title, head.category_text, body)
    if name:
        read_issue(
            account,
            IssuePage(name, head.lines(), parts.body, head.category_text, head.byline.author, page_language),
        )
    else:
        account.add(_article(page, parts, head, page_language))
    return account.close()


def _account_for_layout(account: PageAccount, parts: PageParts, head: Head) -> None:
    parts.account_for(account, head.title_text)
    if head.category:
        account.add_boilerplate(head.category, "section heading")
    for line in head.repeated:
        account.add_boilerplate(line, "repeated title")
    if parts.views:
        account.add_boilerplate(parts.views, "view count")


@once
def _parts(page: SourcePage) -> PageParts:
    """Return the lines of the page by role; what belongs to no text, wherever it is, is put aside first."""
    parts = PageParts()
    lines = parts.without_buttons(page.nonblank())
    parts.skips = [line for line, kind in parts.buttons if kind == "skip link"]
    is_dated = bool(post_headers(page) or policy_headers(page))
    if is_dated or any(is_title_bullet(line) and is_logo(line.text) for line in lines):
        parts.objection = "a line with a date, or logos, as on pages of the archive"
        return parts
    found = heads(lines, may_lack_byline=bool(parts.skips))
    if found:
        parts.head = found[0]
        _place(parts, found[0], lines)
        parts.objection = _more_than_one(parts, found)
    return parts


def _place(parts: PageParts, head: Head, lines: list[Line]) -> None:
    """Sort the lines above and below the head."""
    parts.above = [line for line in lines if line.number < head.first.number]
    for line in lines:
        if line.number <= head.last.number:
            continue
        if MENU.match(line.text):
            parts.menus.append(line)
        elif not parts.body and parts.views is None and _is_count(line):
            parts.views = line
        else:
            parts.body.append(line)


def _is_count(line: Line) -> bool:
    """Whether a line below a byline is nothing but its view count."""
    before, has_views = split_views(bullet_text(line))
    return has_views and not before


def _more_than_one(parts: PageParts, found: list[Head]) -> str:
    """Return why the file holds more than one page; "" when it is one."""
    if len(found) > 1:
        pages = sum(line.number < head.first.number for head in found for line in parts.skips[:1])
        return f"{max(len(parts.skips), pages)} links to the main content, so more than one page"
    below = [line for line in parts.skips if line.number > found[0].last.number]
    if below and any(is_title_bullet(line) and line.number > below[0].number for line in parts.body):
        return f"{len(parts.skips)} links to the main content, so more than one page"
    return ""


def _article(page: SourcePage, parts: PageParts, head: Head, page_language: str) -> ParsedRecord:
    # The name of a series, in brackets, stays with the title.
    further = [line.text.strip(" •\t") for line in head.between if not _is_count(line)]
    title = squeeze(" ".join([bullet_text(head.title), *further]))
    details, body, reviews = notice.read(title, page.blocks(parts.body))
    undated = ReviewNote(ReviewReason.NO_DATE, proposed_dates(parts.body))
    reviews = [undated, *reviews, *body.reviews]
    if head.series:
        reviews.append(ReviewNote(ReviewReason.SOURCE_TAG, series_name(head.series)))
    # An issue without a number or month cannot be stored as one: staff decide what it becomes.
    is_nameless = newsletter.is_of_newsletters(title, head.category_text)
    if is_nameless:
        reviews.append(ReviewNote(ReviewReason.UNCLEAR_PLACE, title))
    incomplete = parts.is_last_in_file and bool(body.cut)
    if incomplete:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, body.cut))
    return ParsedRecord(
        kind=RecordKind.NOTICE if details else RecordKind.NEWS_POST,
        title=title,
        title_as_appears=title,
        language=language.detect(f"{title} {body.text}", page_language),
        lines=tuple(sorted(line.number for line in [*head.lines(), *parts.body])),
        text=body.text,
        blocks=body.blocks,
        author=head.byline.author,
        captions=body.captions,
        draft=incomplete or is_nameless,
        last_in_file=parts.is_last_in_file,
        reviews=tuple(reviews),
        details=details,
    )
