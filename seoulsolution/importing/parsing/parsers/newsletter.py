"""A newsletter issue: its number and month, and its stories, which run together on one line."""

import re
from dataclasses import dataclass

from seoulsolution.importing.parsing.dates import MONTH, MONTHS
from seoulsolution.importing.parsing.text import ends_sentence, squeeze

NUMBER = re.compile(
    r"\b(?P<word>No|Vol)\.?\s*(?P<number>\d{1,5})(?!\d)|[제第]?\s*(?P<number_ko>\d{1,5})\s*[호号號]",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")
MONTH_NAME = re.compile(rf"\b{MONTH}(?!\w)|(?P<month_ko>\d{{1,2}})\s*[월月]", re.IGNORECASE)
GLUED_MONTH = re.compile(rf"\b(?i:{MONTH})(?=[A-Z])")
CATEGORY = re.compile(r"\bissues?\b|newsletter|소식지|뉴스레터|ニュースレター|通讯|通訊", re.IGNORECASE)
SPECIAL = re.compile(r"특별호|特別号|特别号|特別號|\bspecial (?:issue|edition)\b", re.IGNORECASE)
SPECIAL_SERIES = re.compile(r"\bspecial\b|특별|特別|特别", re.IGNORECASE)
REGULAR_SERIES = re.compile(r"\bregular\b|정기|定期", re.IGNORECASE)
# What a title may contain besides number and month and still name nothing but an issue.
NAME_WORDS = re.compile(
    r"seoul|newsletter|issue|monthly|e-?news|소식지|뉴스레터|서울|[년年월月호号號제第]|[\W_]", re.IGNORECASE
)
MASTHEAD_CHARACTERS = 80

# Stories begin with the name of the city's government; their titles precede it without a full stop.
STORY_OPENING = re.compile(r"\bThe Seoul Metropolitan Government\b")
SENTENCE_BREAK = re.compile(r"[.!?][”\"’')\]]*\s+(?=[\[“‘\"'(]?[A-Z0-9])")
ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|No|Vol|vs|etc|e\.g|i\.e|Jr|Sr|Inc|Ltd|Co|[A-Z]"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\s+$"
)
MAX_STORY_TITLE = 200
# How many characters back to look for the sentence end before a title, and for an abbreviation.
NEAR = MAX_STORY_TITLE + 20
ABBREVIATION_REACH = 12


@dataclass(frozen=True)
class IssueName:
    number: int
    year: int
    month: int


class Series:
    """The two series of the newsletter, each with numbers of its own: "No." and "Vol."."""

    REGULAR = "newsletter"
    SPECIAL = "special"


@dataclass(frozen=True)
class StoryText:
    title: str
    body: str


def issue_name(text: str) -> IssueName | None:
    """Return number, year and month of an issue from its title; None unless all three are stated."""
    number, year, month = NUMBER.search(text), YEAR.search(text), MONTH_NAME.search(text)
    if not (number and year and month):
        return None
    named = MONTHS[month["month"].lower()] if month["month"] else int(month["month_ko"])
    if not 1 <= named <= 12:
        return None
    return IssueName(int(number["number"] or number["number_ko"]), int(year["year"]), named)


def series_of(title: str, category: str) -> tuple[str, bool]:
    """Return the series of an issue, and whether its category agrees with the word before its number."""
    number = NUMBER.search(title)
    word = (number["word"] or "").casefold() if number else ""
    by_word = {"no": Series.REGULAR, "vol": Series.SPECIAL}.get(word)
    by_category = None
    if SPECIAL_SERIES.search(category) or (not word and SPECIAL.search(title)):
        by_category = Series.SPECIAL
    elif REGULAR_SERIES.search(category):
        by_category = Series.REGULAR
    series = by_category or by_word or Series.REGULAR
    return series, not (by_word and by_category) or by_word == by_category


def masthead_end(text: str, name: IssueName) -> int:
    """Return where the masthead that a text begins with ends, or 0 without one.

    It names the issue, as in "I · SEOUL · U 2021, November No.201"; a story may be glued to it.
    """
    start = text[:MASTHEAD_CHARACTERS]
    patterns = (NUMBER, YEAR, GLUED_MONTH, MONTH_NAME)
    ends = {match.end() for pattern in patterns for match in pattern.finditer(start)}
    end = next((end for end in sorted(ends) if issue_name(start[:end]) == name), 0)
    while end and text[end : end + 1] in (")", "]", "."):
        end += 1
    return end


def named_issue(title: str, category: str, body: list[str]) -> IssueName | None:
    """Return the issue that a page's title names, or None.

    A missing month is taken from the masthead, the first line of the text. Outside a category of
    newsletters, the title must say nothing else.
    """
    name = issue_name(title)
    if name:
        rest = MONTH_NAME.sub("", YEAR.sub("", NUMBER.sub("", title)))
        return name if CATEGORY.search(category) or not NAME_WORDS.sub("", rest) else None
    number, masthead = NUMBER.search(title), body[0].strip() if body else ""
    if not (number and CATEGORY.search(category) and len(masthead) <= MASTHEAD_CHARACTERS):
        return None
    name = issue_name(masthead)
    return name if name and name.number == int(number["number"] or number["number_ko"]) else None


def is_of_newsletters(title: str, category: str) -> bool:
    """Whether a page is an issue by its category or title, even if its number or month is unknown."""
    return bool(CATEGORY.search(category) or SPECIAL.search(title))


def split_stories(text: str) -> list[StoryText]:
    """Split a line into stories; return an empty list when the rule does not fit the whole line.

    A body begins at "The Seoul Metropolitan Government" where the text before it does not end a
    sentence; its title begins after the last sentence end before it.
    """
    text = squeeze(text)
    cuts: list[tuple[int, int]] = []  # where each title and its body begin
    for opening in STORY_OPENING.finditer(text):
        end = opening.start()
        floor = cuts[-1][1] if cuts else 0
        before = text[max(floor, end - NEAR) : end].rstrip()
        if not before or ends_sentence(before):
            continue
        start = _after_last_sentence(text, floor, end)
        if start is None or end - start > MAX_STORY_TITLE:
            continue
        cuts.append((start, opening.start()))
    if not cuts or cuts[0][0] != 0:
        return []
    ends = [title_start for title_start, _body in cuts[1:]] + [len(text)]
    return [
        StoryText(text[start:body].strip(), text[body:end].strip())
        for (start, body), end in zip(cuts, ends, strict=True)
    ]


def _after_last_sentence(text: str, floor: int, end: int) -> int | None:
    """Return where the words after the last sentence before ``end`` begin, but not before ``floor``."""
    near = max(floor, end - NEAR)
    for match in reversed(list(SENTENCE_BREAK.finditer(text, near, end))):
        if not ABBREVIATION.search(text, max(near, match.end() - ABBREVIATION_REACH), match.end()):
            return match.end()
    # In a body without a sentence end, nothing separates the next title from the text.
    return 0 if near == 0 else None
