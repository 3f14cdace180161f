"""Print list of a category of the English site: titles and bodies one after another, nothing else.

There are no dates, authors or separators. A repeated title is the alternative text of a picture; captions
may run together below it. This is the least certain of the formats, so a boundary that is only inferred
is flagged.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.formats import Evidence
from seoulsolution.importing.parsing.page import PageAccount, SourcePage, once
from seoulsolution.importing.parsing.parsers import notice
from seoulsolution.importing.parsing.parsers.boilerplate import SKIP_LINK
from seoulsolution.importing.parsing.parsers.city import (
    CIVIC,
    GOVERNMENT,
    is_about_another_city,
    is_personal,
    names_city,
    speaks_for_city,
)
from seoulsolution.importing.parsing.parsers.datelines import proposed_dates
from seoulsolution.importing.parsing.parsers.headers import policy_headers, post_headers
from seoulsolution.importing.parsing.parsers.listed_titles import is_label_line, is_title, may_be_title
from seoulsolution.importing.parsing.records import (
    Line,
    Note,
    ParsedPage,
    ParsedRecord,
    RecordKind,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import squeeze, title_key
from seoulsolution.reviews.reasons import ReviewReason

NAME = "print list of a category"
#: Titles that must be repeated so that a list is known beside anything else on its page.
SURE_REPEATED = 2
#: Titles of a list that repeats none, and of one that does not name the city.
FEWEST_UNREPEATED, STRONG_REPEATED = 2, 3


@dataclass
class ListedArticle:
    """A title with the groups of lines below it."""

    title: Line
    groups: list[list[Line]] = field(default_factory=list)
    captions: list[Line] = field(default_factory=list)
    #: Lines of its text that may be titles of articles of their own.
    doubtful: list[Line] = field(default_factory=list)
    repeated: bool = False
    last_in_file: bool = False

    @property
    def key(self) -> str:
        return title_key(self.title.text)

    @property
    def text(self) -> str:
        return "\n".join(line.text for group in [[self.title], *self.groups] for line in group)

    def lines(self) -> tuple[int, ...]:
        body = [line.number for group in self.groups for line in group]
        return tuple(sorted([self.title.number, *body, *(line.number for line in self.captions)]))


def evidence(page: SourcePage) -> Evidence:
    articles = [article for article in _articles(page)[0] if article.groups]
    texts = [article.text for article in articles]
    repeated = sum(article.repeated for article in articles)
    about_city = sum(map(names_city, texts))
    found = (
        f"{len(articles)} titles with text below, {repeated} of them repeated, {about_city} naming the city"
    )
    if repeated < SURE_REPEATED and (layout := _other_layout(page)):
        return Evidence(False, f"{found}, but {layout}")
    return Evidence(_is_of_city(texts, repeated, about_city), found)


def _is_of_city(texts: list[str], repeated: int, about_city: int) -> bool:
    """Whether articles are of this city: the less sure their titles are, the more must be about it."""
    number = len(texts)
    if not number or is_about_another_city("\n".join(texts)):
        return False
    by_government = sum(bool(GOVERNMENT.search(text)) for text in texts)
    civic = sum(bool(CIVIC.search(text)) for text in texts)
    official = sum(map(_is_official, texts))
    if not repeated:
        # Nothing but their shape says where articles begin: then the city's government must act in them.
        return number >= FEWEST_UNREPEATED and about_city == number and by_government * 2 >= number
    if about_city * 2 >= number:
        is_others = not by_government and sum(map(is_personal, texts)) * 2 >= number
        return bool(civic) if number == 1 else official * 3 >= number and not is_others
    return repeated == number >= STRONG_REPEATED and civic * 2 >= number


def _is_official(text: str) -> bool:
    """Whether a text speaks as the city's own do, or states facts under their labels."""
    return speaks_for_city(text) or any(map(is_label_line, text.splitlines()))


def _other_layout(page: SourcePage) -> str:
    """Return what else a page has that print lists never have; "" when it has nothing of it."""
    if any(SKIP_LINK.match(line.text) for line in page.lines):
        return "a link to the main content"
    if policy_headers(page) or post_headers(page):
        return "a line with a date below a title"
    return ""


def parse(page: SourcePage, today: date) -> ParsedPage:
    account = PageAccount(page, NAME)
    articles, left = _articles(page)
    for article in articles:
        account.add(_record(article, page.language))
    account.warnings += left
    return account.close()


@once
def _articles(page: SourcePage) -> tuple[list[ListedArticle], list[Note]]:
    """Split the page at its titles. A title as last line of the file stays unplaced, with a warning."""
    groups = page.blocks(page.nonblank())
    articles: list[ListedArticle] = []
    left: list[Note] = []
    for position, group in enumerate(groups):
        current = articles[-1] if articles else None
        before = groups[position - 1] if position else None
        following = groups[position + 1] if position + 1 < len(groups) else None
        if current and title_key(group[0].text) == current.key:
            current.captions += group
            current.repeated = True
        elif is_title(group, before, following):
            if current and _is_label(group, current, following):
                current.captions += group
            elif following is None:
                left.append(Note(group[0].number, "the file ends in what may be a title"))
            else:
                articles.append(ListedArticle(group[0]))
        elif current:
            current.groups.append(group)
            if may_be_title(group, following):
                current.doubtful += group
    if articles:
        # Also when lines below are left over: they may be the beginning of its next paragraph, cut off.
        articles[-1].last_in_file = True
    return articles, left


def _is_label(group: list[Line], article: ListedArticle, following: list[Line] | None) -> bool:
    """Whether a title without text names a picture or file of the article above it.

    It does when its words are part of that article's title and another title follows.
    """
    inside = title_key(group[0].text) in article.key
    return inside and (following is None or is_title(following, group, None))


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
    details, body, reviews = notice.read(title, article.groups)
    cut = body.cut if _ends_in_text(article) else ""
    reviews = [*reviews, *body.reviews, *_reviews(article, cut)]
    return replace(
        title_alone,
        kind=RecordKind.NOTICE if details else RecordKind.NEWS_POST,
        language=language.detect(f"{title} {body.text}", page_language),
        text=body.text,
        blocks=body.blocks,
        captions=(*captions, *body.captions),
        draft=bool(cut) or not (body.text or body.blocks),
        reviews=tuple(reviews),
        details=details,
    )


def _ends_in_text(article: ListedArticle) -> bool:
    """Whether the file ends with the article's text, so that it may be cut there."""
    last = article.groups[-1][-1].number
    return article.last_in_file and not any(line.number > last for line in article.captions)


def _reviews(article: ListedArticle, cut: str) -> list[ReviewNote]:
    text = [line for group in article.groups for line in group]
    reviews = [ReviewNote(ReviewReason.NO_DATE, proposed_dates(text))]
    if not article.repeated:
        # Only its shape says that this line begins an article.
        reviews.append(ReviewNote(ReviewReason.UNSURE_CUT, squeeze(article.title.text)))
    reviews += [ReviewNote(ReviewReason.UNSURE_CUT, squeeze(line.text)) for line in article.doubtful]
    if cut:
        reviews.append(ReviewNote(ReviewReason.INCOMPLETE, cut))
    if article.captions:
        reviews.append(
            ReviewNote(ReviewReason.LOST_PICTURE, "\n".join(squeeze(line.text) for line in article.captions))
        )
    return reviews
