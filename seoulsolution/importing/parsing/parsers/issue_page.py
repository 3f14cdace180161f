"""The text of a newsletter's page: masthead, photo caption, stories, popular titles."""

import re
from dataclasses import dataclass, field

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.page import PageAccount
from seoulsolution.importing.parsing.parsers.lists import bullet_text
from seoulsolution.importing.parsing.parsers.newsletter import (
    MASTHEAD_CHARACTERS,
    IssueName,
    StoryText,
    issue_name,
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

SERIES = "newsletter"
PHOTO = re.compile(r"^\s*photos? of (?:today|the month|the day)\s*(?P<caption>.*)$", re.IGNORECASE)
PROMOTION = re.compile(r"^\s*(?:download|subscribe)\b.*(?:free|newsletter|photos?)\W*$", re.IGNORECASE)
POPULAR = re.compile(r"^\s*popular (?:top )?news\s*(?P<count>\d{1,2})?\s*$", re.IGNORECASE)
EVIDENCE_CHARACTERS = 200


@dataclass
class IssueLines:
    """The lines of an issue's text by their role; ``count`` is the stated number of popular titles."""

    own: list[Line] = field(default_factory=list)
    photo: str = ""
    count: int = 0
    story_lines: list[tuple[Line, list[StoryText]]] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)


def read_issue(
    account: PageAccount, name: IssueName, head: list[Line], author: str, body: list[Line], page_language: str
) -> None:
    """Add an issue with its stories to the account. Text that cannot be split is kept whole and flagged."""
    found = _sort(account, name, body)
    is_last = bool(body) and not any(number > body[-1].number for number in account.boilerplate)
    stories = _stories(found.story_lines, page_language, body[-1].number if is_last else 0)
    popular, reference_lines, reviews = _popular(account, found, [story.title for story in stories])
    for line in found.rest:
        account.warn(line.number, "no cut into stories found: the text is kept whole")
        reviews.append(ReviewNote(ReviewReason.UNSURE_CUT, squeeze(line.text)[:EVIDENCE_CHARACTERS]))
    if found.photo:
        reviews.append(ReviewNote(ReviewReason.LOST_PICTURE, found.photo))
    title = bullet_text(head[0])
    lead = "\n\n".join(squeeze(line.text) for line in found.rest)
    account.add(
        ParsedRecord(
            kind=RecordKind.NEWSLETTER_ISSUE,
            title=squeeze(title),
            title_as_appears=title,
            language=page_language,
            lines=tuple(sorted(line.number for line in [*head, *found.own, *found.rest])),
            reference_lines=reference_lines,
            text=lead,
            date_precision="month",
            author=author,
            last_in_file=is_last,
            reviews=(ReviewNote(ReviewReason.MONTH_ONLY), *reviews),
            details=IssueDetails(SERIES, name.number, name.year, name.month, lead, found.photo, popular),
            children=stories,
        )
    )


def _sort(account: PageAccount, name: IssueName, body: list[Line]) -> IssueLines:
    found = IssueLines()
    for line in body:
        if photo := PHOTO.match(line.text):
            found.photo = squeeze(photo["caption"])
            found.own.append(line)
        elif popular := POPULAR.match(line.text):
            found.count = int(popular["count"] or 0)
            account.add_boilerplate(line, "section heading")
        elif PROMOTION.match(line.text):
            account.add_boilerplate(line, "promotion")
        elif len(line.text.strip()) <= MASTHEAD_CHARACTERS and issue_name(line.text) == name:
            found.own.append(line)
        elif stories := split_stories(line.text):
            found.story_lines.append((line, stories))
        else:
            found.rest.append(line)
    return found


def _stories(
    story_lines: list[tuple[Line, list[StoryText]]], page_language: str, last_line: int
) -> tuple[ParsedRecord, ...]:
    """Return the stories in order. Where two share a line, the split is inferred, so it is flagged."""
    records = []
    for line, stories in story_lines:
        for position, story in enumerate(stories, start=1):
            reviews = []
            if len(stories) > 1:
                reviews.append(ReviewNote(ReviewReason.UNSURE_CUT, f"{story.title} | {story.body[:60]}"))
            is_last = line.number == last_line and position == len(stories)
            if is_last and not ends_sentence(story.body):
                reviews.append(ReviewNote(ReviewReason.INCOMPLETE, story.body[-80:]))
            records.append(
                ParsedRecord(
                    kind=RecordKind.NEWSLETTER_STORY,
                    title=story.title,
                    title_as_appears=story.title,
                    language=language.detect(f"{story.title} {story.body}", page_language),
                    lines=(line.number,),
                    text=story.body,
                    blocks=(Paragraph(story.body),),
                    last_in_file=is_last,
                    reviews=tuple(reviews),
                )
            )
    return tuple(records)


def _popular(
    account: PageAccount, found: IssueLines, known: list[str]
) -> tuple[tuple[str, ...], tuple[int, ...], list[ReviewNote]]:
    """Return the popular titles, their line and a reason for review; a line not split stays unplaced."""
    if not (found.count and found.rest) or ends_sentence(found.rest[-1].text):
        return (), (), []
    line = found.rest.pop()
    titles = split_titles(line.text, found.count, known)
    if titles:
        return tuple(titles), (line.number,), [ReviewNote(ReviewReason.UNSURE_CUT, "\n".join(titles))]
    account.warn(line.number, "popular titles could not be told apart")
    return (), (), [ReviewNote(ReviewReason.UNSURE_CUT, squeeze(line.text)[:EVIDENCE_CHARACTERS])]
