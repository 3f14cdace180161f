"""A call for nominations for honorary citizenship: its numbered parts and the facts it states."""

import re
from dataclasses import replace
from datetime import date

from seoulsolution.importing.parsing.dates import MONTH_AND_YEAR, days_in, month_in, span_in
from seoulsolution.importing.parsing.parsers.body import ParsedBody, body_of
from seoulsolution.importing.parsing.parsers.lists import is_bullet, without_markers
from seoulsolution.importing.parsing.records import Line, NoticeDetails, ParsedPart, ParsedStep, ReviewNote
from seoulsolution.importing.parsing.text import shortened, squeeze
from seoulsolution.importing.parsing.validation import MAX_PART_TITLE_CHARACTERS
from seoulsolution.reviews.reasons import ReviewReason

CALL = re.compile(
    r"(?=.*honorary citizen)(?=.*(?:recommend|nominat))|(?=.*명예시민)(?=.*(?:추천|후보))", re.IGNORECASE
)
HONORARY = re.compile(r"honorary citizen|명예시민", re.IGNORECASE)
# Sentences that invite nominations, unlike news about them.
INVITES = re.compile(
    r"\b(?:call(?:s|ing)? for|invites?|is inviting|are invited|accepts|is accepting|will accept"
    r"|seeks|is seeking|please|welcomes)\b[^.!?]{0,120}\b(?:nominat|recommend|candidate)"
    r"|\b(?:nominat|recommend)\w*\b[^.!?]{0,120}\b(?:must be|should be|are|will be|can be)"
    r" (?:submitted|accepted|sent|received|invited)"
    r"|추천[^.!?]{0,40}(?:바랍니다|받습니다|접수합니다|모집)|(?:접수|모집)[^.!?]{0,40}추천",
    re.IGNORECASE,
)
SUBMISSION = re.compile(r"submi|nominat|recommend|applica|applied|accept|접수|제출|추천|모집", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[a-z)다요][.!?])\s+")
PART_HEADING = re.compile(r"^\s*(?P<number>\d{1,2})\.\s*(?P<title>\S.*)$")
PART_KINDS = (
    ("qualification", re.compile(r"qualif|eligib|자격", re.IGNORECASE)),
    ("nominators", re.compile(r"nominator|who (?:can|may) nominate|추천권자|추천인", re.IGNORECASE)),
    ("documents", re.compile(r"document|서류", re.IGNORECASE)),
    ("submission", re.compile(r"submission|submit|접수|제출", re.IGNORECASE)),
    ("selection", re.compile(r"selection|심사|선정", re.IGNORECASE)),
    ("benefits", re.compile(r"benefit|혜택|예우", re.IGNORECASE)),
)
PERIOD = re.compile(
    r"^(?:submission |application )?period\s*[:：]|^(?:접수|제출|추천)?\s*기간\s*[:：]", re.IGNORECASE
)
ADDRESS = re.compile(r"^(?:address|주소)\s*[:：]\s*(?P<address>\S.*)$", re.IGNORECASE)
MANNER = re.compile(r"^(?:by|via)\s|^(?:우편|방문)", re.IGNORECASE)
CITIZENS = re.compile(
    r"(?P<number>\d[\d,]*)\s+(?:or more\s+)?citizens|시민\s*(?P<number_ko>\d[\d,]*)\s*명", re.IGNORECASE
)
#: Number, title and groups of lines of a numbered part.
Section = tuple[int, str, list[list[Line]]]
ATTACHED = re.compile(r"attached to this notice|붙임|첨부", re.IGNORECASE)


def is_call(title: str, groups: list[list[Line]]) -> bool:
    """Whether a page is such a notice: its title is about honorary citizens and its text calls for some.

    The text does so by a sentence that invites nominations or, below a title that says so, by numbered
    parts or a line with a period.
    """
    if not HONORARY.search(title):
        return False
    lines = [line for group in groups for line in group]
    if CALL.search(title) and any(
        PART_HEADING.match(line.text) or PERIOD.match(_bare(line)) for line in lines
    ):
        return True
    return any(INVITES.search(squeeze(" ".join(line.text for line in group))) for group in groups)


def _bare(line: Line) -> str:
    """Return a line's words without bullet and number."""
    text = line.text.strip()
    if is_bullet(line):
        text = text[1:].strip()
    return without_markers(text)[0]


def notice_of(groups: list[list[Line]]) -> tuple[NoticeDetails, ParsedBody, list[ReviewNote]]:
    """Return the parts and the stated facts, the whole text as a body, and the reasons for review."""
    intro, sections = _sections(groups)
    parts = tuple(_part(number, title, part_groups) for number, title, part_groups in sections)
    by_kind = {
        _kind(title): [_bare(line) for group in part_groups for line in group]
        for _number, title, part_groups in sections
    }
    everything = [_bare(line) for group in groups for line in group]
    opens, closes = _period(everything)
    details = NoticeDetails(
        intro=body_of(intro).blocks,
        parts=parts,
        opens=opens,
        closes=closes,
        how_to_submit=next((text for text in by_kind.get("submission", []) if MANNER.match(text)), ""),
        where_to_submit=next((m["address"] for text in everything if (m := ADDRESS.match(text))), ""),
        citizens_required=_citizens(by_kind.get("nominators", [])),
        steps=_steps(by_kind.get("selection", [])),
    )
    reviews = _reviews(details, everything)
    long = [title for _number, title, _groups in sections if len(title) > MAX_PART_TITLE_CHARACTERS]
    return details, body_of(groups), reviews + [ReviewNote(ReviewReason.UNSURE_CUT, title) for title in long]


def _sections(groups: list[list[Line]]) -> tuple[list[list[Line]], list[Section]]:
    """Split groups into the introduction and a section per numbered heading."""
    intro: list[list[Line]] = []
    sections: list[Section] = []
    for group in groups:
        heading = None if is_bullet(group[0]) else PART_HEADING.match(group[0].text)
        if heading and int(heading["number"]) == len(sections) + 1:
            rest = [group[1:]] if len(group) > 1 else []
            title = squeeze(heading["title"])
            if len(title) > MAX_PART_TITLE_CHARACTERS:
                rest = [[replace(group[0], text=title)], *rest]
            sections.append((int(heading["number"]), title, rest))
        elif sections:
            sections[-1][2].append(group)
        else:
            intro.append(group)
    return intro, sections


def _kind(title: str) -> str:
    return next((kind for kind, words in PART_KINDS if words.search(title)), "others")


def _part(number: int, title: str, groups: list[list[Line]]) -> ParsedPart:
    """Return a part. A heading too long for its column is cut; its text begins with the whole heading."""
    return ParsedPart(
        number, _kind(title), shortened(title, MAX_PART_TITLE_CHARACTERS), body_of(groups).blocks
    )


def _period(texts: list[str]) -> tuple[date | None, date | None]:
    """Return both days of an explicit period line, else of the only sentence on submitting that has both."""
    for text in texts:
        if not PERIOD.match(text):
            continue
        days = days_in(text)
        if len(days) == 2 and days[0] <= days[1]:
            return days[0], days[1]
        span = span_in(PERIOD.sub("from ", text)) or span_in(text)
        if span:
            return span
    sentences = [sentence for text in texts for sentence in SENTENCE.split(text)]
    found = {span for text in sentences if SUBMISSION.search(text) and (span := span_in(text))}
    return found.pop() if len(found) == 1 else (None, None)


def _citizens(texts: list[str]) -> int | None:
    for text in texts:
        match = CITIZENS.search(text)
        if match:
            return int((match["number"] or match["number_ko"]).replace(",", ""))
    return None


def _steps(texts: list[str]) -> tuple[ParsedStep, ...]:
    """Return the sentences of the selection part that name a month and a year."""
    steps = []
    for text in texts:
        month = month_in(text)
        if month:
            title = squeeze(MONTH_AND_YEAR.sub("", text)).rstrip(" .,")
            steps.append(ParsedStep(shortened(title, MAX_PART_TITLE_CHARACTERS), *month))
    return tuple(steps)


def _reviews(details: NoticeDetails, texts: list[str]) -> list[ReviewNote]:
    reviews = []
    if details.opens is None:
        reviews.append(ReviewNote(ReviewReason.MISSING_PERIOD))
    attached = [text for text in texts if ATTACHED.search(text)]
    if attached:
        reviews.append(ReviewNote(ReviewReason.MISSING_FILE, "\n".join(attached)))
    return reviews
