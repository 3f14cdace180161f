"""The text of a newsletter's page: masthead, photo caption, stories, popular titles."""

from dataclasses import dataclass, field

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.page import PageAccount
from seoulsolution.importing.parsing.parsers import endings
from seoulsolution.importing.parsing.parsers.issue_pieces import PHOTO_LINE, Piece, Role, pieces_of
from seoulsolution.importing.parsing.parsers.listed_titles import is_title_case
from seoulsolution.importing.parsing.parsers.lists import bullet_text
from seoulsolution.importing.parsing.parsers.newsletter import (
    IssueName,
    StoryText,
    series_of,
    split_stories,
)
from seoulsolution.importing.parsing.parsers.run_together import split_titles
from seoulsolution.importing.parsing.records import (
    IssueDetails,
    Line,
    Paragraph,
    ParsedRecord,
    RecordKind,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import ends_sentence, squeeze
from seoulsolution.reviews.reasons import ReviewReason

EVIDENCE_CHARACTERS = 200
# Of a paragraph, to see whether it begins with a title.
TITLE_WORDS = 6


LAYOUT = {Role.PROMOTION: "promotion", Role.COPYRIGHT: "copyright"}


@dataclass(frozen=True)
class IssuePage:
    """What a page says of an issue: the lines of its head and text, its name, category and author."""

    name: IssueName
    head: list[Line]
    body: list[Line]
    category: str
    author: str
    language: str


@dataclass
class StoryPiece:
    """A piece with its stories; ``more`` are further paragraphs of the last of them."""

    piece: Piece
    stories: list[StoryText]
    more: list[Piece] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for piece in (self.piece, *self.more) for line in piece.lines]


@dataclass
class IssueText:
    """The pieces of an issue's text by their role; ``count`` is the stated number of popular titles."""

    own: list[Line] = field(default_factory=list)
    photo: str = ""
    count: int = 0
    stories: list[StoryPiece] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)


def read_issue(account: PageAccount, page: IssuePage) -> None:
    """Add an issue with its stories to the account. Text that cannot be split is kept whole and flagged."""
    body, title = page.body, bullet_text(page.head[0])
    found = _sort(account, page)
    is_last = bool(body) and not any(number > body[-1].number for number in account.boilerplate)
    last_line = body[-1].number if is_last else 0
    stories = _stories(found.stories, page.language, last_line)
    popular, reference_lines, reviews = _popular(account, found, [story.title for story in stories])
    for piece in found.rest:
        account.warn(piece.lines[0].number, "no cut into stories found: the text is kept whole")
        reviews.append(ReviewNote(ReviewReason.UNSURE_CUT, piece.text[:EVIDENCE_CHARACTERS]))
    reviews += _incomplete(found, stories, last_line)
    if found.photo:
        reviews.append(ReviewNote(ReviewReason.LOST_PICTURE, found.photo))
    series, is_agreed = series_of(title, page.category)
    if not is_agreed:
        reviews.append(ReviewNote(ReviewReason.UNCLEAR_PLACE, f"{page.category}: {title}"))
    lead = "\n\n".join(piece.text for piece in found.rest)
    rest = [line for piece in found.rest for line in piece.lines]
    name = page.name
    account.add(
        ParsedRecord(
            kind=RecordKind.NEWSLETTER_ISSUE,
            title=squeeze(title),
            title_as_appears=title,
            language=page.language,
            lines=tuple(sorted({line.number for line in [*page.head, *found.own, *rest]})),
            reference_lines=reference_lines,
            text=lead,
            author=page.author,
            draft=any(review.reason is ReviewReason.INCOMPLETE for review in reviews),
            last_in_file=is_last,
            reviews=(ReviewNote(ReviewReason.MONTH_ONLY), *reviews),
            details=IssueDetails(series, name.number, name.year, name.month, lead, found.photo, popular),
            children=stories,
        )
    )


def _sort(account: PageAccount, page: IssuePage) -> IssueText:
    found = IssueText()
    for piece in pieces_of(account.page.blocks(page.body), page.name):
        line = piece.lines[0]
        if piece.role is Role.PHOTO:
            found.photo = found.photo or PHOTO_LINE.sub("", piece.text).strip(" :")
            found.own += piece.lines
        elif piece.role is Role.POPULAR:
            found.count = piece.stated_count
            account.add_boilerplate(line, "section heading")
        elif piece.role in LAYOUT:
            account.add_boilerplate(line, LAYOUT[piece.role])
        elif piece.role is Role.MASTHEAD:
            found.own.append(line)
        elif stories := split_stories(piece.text):
            found.stories.append(StoryPiece(piece, stories))
        elif _goes_on(found, piece):
            found.stories[-1].more.append(piece)
        else:
            found.rest.append(piece)
    # What is glued to a story is the story's line.
    told = {line.number for each in found.stories for line in each.lines}
    found.own = [line for line in found.own if line.number not in told]
    return found


def _goes_on(found: IssueText, piece: Piece) -> bool:
    """Whether a piece is a further paragraph of the story above, not one that begins with a title."""
    if not found.stories or not ends_sentence(piece.text):
        return False
    is_next = not found.rest or found.rest[-1].last_line < found.stories[-1].lines[0].number
    return is_next and not is_title_case(" ".join(piece.text.split()[:TITLE_WORDS]))


def _incomplete(found: IssueText, stories: tuple[ParsedRecord, ...], last_line: int) -> list[ReviewNote]:
    """Return a reason for review when the file ends inside the issue's text."""
    cut = [
        review for story in stories for review in story.reviews if review.reason is ReviewReason.INCOMPLETE
    ]
    last = found.rest[-1] if found.rest else None
    if last and last.last_line == last_line:
        cut += _cut_in(last.text)
    return cut


def _cut_in(text: str) -> list[ReviewNote]:
    end = endings.cut_in((Paragraph(text),))
    return [ReviewNote(ReviewReason.INCOMPLETE, end)] if end else []


def _stories(pieces: list[StoryPiece], page_language: str, last_line: int) -> tuple[ParsedRecord, ...]:
    """Return the stories in order. Where the text does not say which words are whose, the cut is flagged."""
    return tuple(_story(each, story, page_language, last_line) for each in pieces for story in each.stories)


def _story(each: StoryPiece, story: StoryText, page_language: str, last_line: int) -> ParsedRecord:
    is_final = story is each.stories[-1]
    more = [piece.text for piece in each.more] if is_final else []
    lines = each.lines if is_final else each.piece.lines
    is_last = is_final and lines[-1].number == last_line
    reviews = []
    if len(each.stories) > 1:
        reviews.append(ReviewNote(ReviewReason.UNSURE_CUT, f"{story.title} | {story.body[:60]}"))
    reviews += [ReviewNote(ReviewReason.UNSURE_CUT, text[:EVIDENCE_CHARACTERS]) for text in more]
    text = "\n".join([story.body, *more])
    if is_last:
        reviews += _cut_in([story.body, *more][-1])
    return ParsedRecord(
        kind=RecordKind.NEWSLETTER_STORY,
        title=story.title,
        title_as_appears=story.title,
        language=language.detect(f"{story.title} {text}", page_language),
        lines=tuple(line.number for line in lines),
        text=text,
        blocks=tuple(map(Paragraph, [story.body, *more])),
        last_in_file=is_last,
        reviews=tuple(reviews),
    )


def _popular(
    account: PageAccount, found: IssueText, known: list[str]
) -> tuple[tuple[str, ...], tuple[int, ...], list[ReviewNote]]:
    """Return the popular titles, their line and a reason for review; a line not split stays unplaced."""
    if not (found.count and found.rest) or ends_sentence(found.rest[-1].text):
        return (), (), []
    piece = found.rest.pop()
    titles = split_titles(piece.text, found.count, known)
    if titles:
        numbers = tuple(line.number for line in piece.lines)
        return tuple(titles), numbers, [ReviewNote(ReviewReason.UNSURE_CUT, "\n".join(titles))]
    account.warn(piece.lines[0].number, "popular titles could not be told apart")
    return (), (), [ReviewNote(ReviewReason.UNSURE_CUT, piece.text[:EVIDENCE_CHARACTERS])]
