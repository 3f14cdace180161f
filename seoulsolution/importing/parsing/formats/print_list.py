"""Print list of a category of the English site: titles and bodies one after another, nothing else.

There are no dates, authors or separators. A repeated title is the alternative text of a picture; captions
may run together below it. This is the least certain of the formats, so a boundary that is only inferred
is flagged.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage
from seoulsolution.importing.parsing.parsers import notice
from seoulsolution.importing.parsing.parsers.body import ParsedBody, body_of
from seoulsolution.importing.parsing.parsers.boilerplate import CITY
from seoulsolution.importing.parsing.records import (
    Line,
    Note,
    NoticeDetails,
    ParsedPage,
    ParsedRecord,
    RecordKind,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import ends_sentence, squeeze, title_key
from seoulsolution.reviews.reasons import ReviewReason

NAME = "print list of a category"
MAX_TITLE = 250
MIN_TITLE_WORDS = 4
MIN_TITLE_HANGUL = 8
HANGUL = re.compile("[가-힣]")
NO_TITLE_START = re.compile(r"^(?:[○◎□■◇◆●▸▶▪※*–—-]|\d{1,2}[.)]\s?)")
NO_TITLE_END = re.compile(r"[:;,(–—-]$")
SENTENCE_INSIDE = re.compile(r"[a-z가-힣\d)][.?!]\s+[A-Z가-힣]")


@dataclass
class ListedArticle:
    """A title with the groups of lines below it."""

    title: Line
    groups: list[list[Line]] = field(default_factory=list)
    captions: list[Line] = field(default_factory=list)
    repeated: bool = False
    last_in_file: bool = False

    @property
    def key(self) -> str:
        return title_key(self.title.text)

    def lines(self) -> tuple[int, ...]:
        body = [line.number for group in self.groups for line in group]
        return tuple(sorted([self.title.number, *body, *(line.number for line in self.captions)]))


def evidence(page: SourcePage) -> Evidence:
    articles, _left = _articles(page)
    with_body = [article for article in articles if article.groups]
    repeated = sum(article.repeated for article in articles)
    about_city = sum(
        bool(CITY.search(" ".join(line.text for group in [[a.title], *a.groups] for line in group)))
        for a in with_body
    )
    found = (
        f"{len(with_body)} titles with text below, {repeated} of them repeated, {about_city} naming the city"
    )
    matches = len(with_body) >= 2 and repeated >= 1 and about_city * 2 >= len(with_body)
    return Evidence(matches, found)


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    articles, left = _articles(page)
    page_language = language.detect(" ".join(line.text for line in page.nonblank()))
    for article in articles:
        account.add(_record(article, page_language))
    account.warnings += left
    return account.close()


def _articles(page: SourcePage) -> tuple[list[ListedArticle], list[Note]]:
    """Split the page at its titles. A title as last line of the file stays unplaced, with a warning."""
    groups = page.blocks()
    articles: list[ListedArticle] = []
    left: list[Note] = []
    for position, group in enumerate(groups):
        current = articles[-1] if articles else None
        following = groups[position + 1] if position + 1 < len(groups) else None
        repeats_next = following is not None and title_key(following[0].text) == title_key(group[0].text)
        if current and title_key(group[0].text) == current.key:
            current.captions += group
            current.repeated = True
        elif _is_title(group, repeats_next):
            if current and _is_label(group[0], current, following):
                current.captions += group
            elif following is None:
                left.append(Note(group[0].number, "the file ends in what may be a title"))
            else:
                articles.append(ListedArticle(group[0]))
        elif current:
            current.groups.append(group)
    if articles:
        # Also when lines below are left over: they may be the beginning of its next paragraph, cut off.
        articles[-1].last_in_file = True
    return articles, left


def _is_title(group: list[Line], repeats_next: bool) -> bool:
    """Whether a group looks like a title: one short line, no sentence, no marker, no open end."""
    text = group[0].text.strip()
    if len(group) > 1 or group[0].indent or len(text) > MAX_TITLE or NO_TITLE_START.match(text):
        return False
    if repeats_next:
        return True
    if ends_sentence(text) or NO_TITLE_END.search(text) or SENTENCE_INSIDE.search(text):
        return False
    return len(text.split()) >= MIN_TITLE_WORDS or len(HANGUL.findall(text)) >= MIN_TITLE_HANGUL


def _is_label(line: Line, article: ListedArticle, following: list[Line] | None) -> bool:
    """Whether a title without text names a picture or file of the article above it.

    It does when its words are part of that article's title and another title follows.
    """
    inside = title_key(line.text) in article.key
    return inside and (following is None or _is_title(following, repeats_next=False))


def _record(article: ListedArticle, page_language: str) -> ParsedRecord:
    title = squeeze(article.title.text)
    captions = tuple(squeeze(line.text) for line in article.captions)
    title_alone = ParsedRecord(
        kind=RecordKind.TITLE_ONLY,
        title=title,
        title_as_appears=article.title.text.strip(),
        language=language.detect(title, page_language),
        lines=article.lines(),
        captions=captions,
        draft=True,
        last_in_file=article.last_in_file,
        reviews=(ReviewNote(ReviewReason.TITLE_ONLY), ReviewNote(ReviewReason.NO_DATE)),
    )
    if not article.groups:
        return title_alone
    details: NoticeDetails | None = None
    reviews: list[ReviewNote] = []
    if notice.is_call(title, article.groups):
        details, body, reviews = notice.notice_of(article.groups)
    else:
        body = body_of(article.groups)
    cut = body.cut if _ends_in_text(article) else ""
    reviews = [*reviews, *body.reviews, *_reviews(article, cut)]
    return replace(
        title_alone,
        kind=RecordKind.NOTICE if details else RecordKind.NEWS_POST,
        language=language.detect(f"{title} {body.text}", page_language),
        text=body.text,
        blocks=body.blocks,
        captions=(*captions, *body.captions),
        draft=bool(cut) or not _has_text(body),
        reviews=tuple(reviews),
        details=details,
    )


def _has_text(body: ParsedBody) -> bool:
    return bool(body.text or body.blocks)


def _ends_in_text(article: ListedArticle) -> bool:
    """Whether the file ends with the article's text, so that it may be cut there."""
    last = article.groups[-1][-1].number
    return article.last_in_file and not any(line.number > last for line in article.captions)


def _reviews(article: ListedArticle, cut: str) -> list[ReviewNote]:
    reviews = [ReviewNote(ReviewReason.NO_DATE)]
    if not article.repeated:
        # Only its shape says that this line begins an article.
        reviews.append(ReviewNote(ReviewReason.UNSURE_CUT, squeeze(article.title.text)))
    if cut:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, cut))
    if article.captions:
        reviews.append(
            ReviewNote(ReviewReason.LOST_PICTURE, "\n".join(squeeze(line.text) for line in article.captions))
        )
    return reviews
