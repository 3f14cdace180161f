"""A call for nominations for honorary citizenship: its numbered parts and the facts it states."""

import re
from dataclasses import replace
from datetime import date

from seoulsolution.importing.parsing.dates import MONTH_AND_YEAR, month_in
from seoulsolution.importing.parsing.parsers.body import ParsedBody, body_of, without_title
from seoulsolution.importing.parsing.parsers.lists import NUMBERED, is_bullet, marked, without_markers
from seoulsolution.importing.parsing.periods import days_named, periods_in
from seoulsolution.importing.parsing.records import Line, NoticeDetails, ParsedPart, ParsedStep, ReviewNote
from seoulsolution.importing.parsing.text import shortened, squeeze
from seoulsolution.importing.parsing.validation import MAX_PART_TITLE_CHARACTERS
from seoulsolution.reviews.reasons import ReviewReason

HONORARY = re.compile(
    r"honorary (?:seoul )?citizen|명예 ?시민|名誉市民|名譽市民|荣誉市民|榮譽市民", re.IGNORECASE
)
RECOMMEND = re.compile(r"recommend|nominat|추천|후보|推薦|推荐|候補|候选|候選|募集|征集|徵集", re.IGNORECASE)
# What is received by honorary citizens is no nomination.
_GAP = r"(?:(?!honorary|certificate|award|title)[^.!?]){0,120}"
# Sentences that invite nominations, unlike news about them.
INVITES = re.compile(
    r"\b(?:call(?:s|ing)? for|invites?|is inviting|are invited"
    r"|(?:is|are|be|now) (?:accepting|receiving|seeking)|accepts"
    r"|will (?:accept|receive|seek|collect)|seeks|please|welcomes|looking for|open for)\b"
    rf"{_GAP}\b(?:nominat|recommend|candidate)"
    r"|\b(?:nominat|recommend)\w*\b[^.!?]{0,120}\b(?:must be|should be|are|will be|can be|may be)"
    r" (?:submitted|accepted|sent|received|invited)"
    r"|추천[^.!?]{0,40}(?:바랍니다|받습니다|받는다|받고|접수합니다|접수한다|모집|공고)|(?:접수|모집)[^.!?]{0,40}추천"
    r"|(?:推薦|候補)[^。！？]{0,40}(?:受け付け|受付|募集|お待ち|お願い|公募)|(?:募集|受け付け|受付)[^。！？]{0,40}推薦"
    r"|(?:征集|徵集|接受|受理|欢迎|歡迎|公开|公開)[^。！？]{0,40}(?:推荐|推薦|候选|候選)"
    r"|(?:推荐|推薦|候选|候選)[^。！？]{0,40}(?:征集|徵集|受理|接收|公告|进行|進行)",
    re.IGNORECASE,
)
SUBMISSION = re.compile(
    r"submi|\bperiod\b|nominat|recommend|applica|applied|accept|\bsend\b|접수|제출|추천|모집|受付|受け付け|推薦|推荐|募集|申請|申请|征集|徵集|受理|提交",
    re.IGNORECASE,
)
# A full stop before a figure is that of an abbreviation: "Jun. 10".
SENTENCE = re.compile(r"(?<=[a-z)다요][.!?])\s+(?=[^\d\s])|(?<=[。！？])")
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
    r"^(?:(?:submission|application|recommendation|nomination|reception|acceptance) )?(?:period|dates?)"
    r"(?: (?:of|for) (?:submissions?|applications?|recommendations?|nominations?))?\s*[:：]"
    r"|^(?:접수|제출|추천|공모|모집|신청)?\s*기\s*간\s*[:：]"
    r"|^(?:受付|推薦|募集|申請|応募|提出)?期間\s*[:：]|^(?:推荐|推薦|申请|申請|提交|受理|征集|徵集|报名)?(?:期间|期間|时间|時間|期限)\s*[:：]",
    re.IGNORECASE,
)
# What states an end at least, so that it tells why there is no period.
UNTIL = re.compile(r"\b(?:until|till|by|before|deadline)\b|까지|まで|截至|截止|之前|为止", re.IGNORECASE)
ADDRESS = re.compile(
    r"^(?:address|where to submit|submit to|주소|제출처|접수처|提出先|提交地址)\s*[:：]\s*(?P<address>\S.*)$",
    re.IGNORECASE,
)
MANNER = re.compile(r"^(?:by|via)\s|^(?:우편|방문)", re.IGNORECASE)
CITIZENS = re.compile(
    r"(?P<number>\d[\d,]*)\s+(?:or more\s+)?(?:seoul\s+)?citizens|시민\s*(?P<number_ko>\d[\d,]*)\s*명"
    r"|(?P<number_cjk>\d[\d,]*)\s*[名人](?:以上)?(?:的|の)?(?:ソウル|首尔|首爾)?市民",
    re.IGNORECASE,
)
NOMINATORS = re.compile(r"nominat|recommend|endors|signature|추천|서명|연서|推薦|推荐", re.IGNORECASE)
#: Number, title and groups of lines of a numbered part.
Section = tuple[int, str, list[list[Line]]]
ATTACHED = re.compile(r"attached to this notice|붙임|첨부", re.IGNORECASE)


def is_call(title: str, groups: list[list[Line]]) -> bool:
    """Whether a page is such a notice: its title is about honorary citizens and its text calls for some.

    The text does so by a sentence that invites nominations or, below a title that says so, by numbered
    parts or a line with a period. Below any other title, the sentence must speak of honorary citizens.
    """
    inviting = [text for group in groups if INVITES.search(text := _joined(group))]
    if not HONORARY.search(title):
        return any(HONORARY.search(text) and periods_in(text) for text in inviting)
    if inviting:
        return True
    lines = [line for group in groups for line in group]
    return bool(RECOMMEND.search(title)) and any(
        PART_HEADING.match(line.text) or PERIOD.match(_bare(line)) for line in lines
    )


def _joined(group: list[Line]) -> str:
    return squeeze(" ".join(line.text for line in group))


def _bare(line: Line) -> str:
    """Return a line's words without bullet and number."""
    item = marked(line)
    text = item.text if item and item.mark != NUMBERED else line.text.strip()
    if numbered := PART_HEADING.match(text):
        return squeeze(numbered["title"])
    return without_markers(text)[0]


def read(title: str, groups: list[list[Line]]) -> tuple[NoticeDetails | None, ParsedBody, list[ReviewNote]]:
    """Return a text as a body, with the details of a call and why to review them; None if it is no call."""
    return _notice(title, groups) if is_call(title, groups) else (None, body_of(groups, title=title), [])


def _notice(title: str, groups: list[list[Line]]) -> tuple[NoticeDetails, ParsedBody, list[ReviewNote]]:
    """Return the parts and the stated facts, the whole text as a body, and the reasons for review.

    The notice's own title at the beginning of its text is no part of it.
    """
    groups = without_title(groups, title)
    intro, sections = _sections(groups)
    parts = tuple(_part(number, title, part_groups) for number, title, part_groups in sections)
    by_kind = {
        _kind(title): [_bare(line) for group in part_groups for line in group]
        for _number, title, part_groups in sections
    }
    everything = [_bare(line) for group in groups for line in group]
    # A sentence may be wrapped.
    everything += [_joined(group) for group in groups if len(group) > 1 and not is_bullet(group[0])]
    opens, closes = _period(everything)
    details = NoticeDetails(
        intro=body_of(intro).blocks,
        parts=parts,
        opens=opens,
        closes=closes,
        how_to_submit=next((text for text in by_kind.get("submission", []) if MANNER.match(text)), ""),
        where_to_submit=next((m["address"] for text in everything if (m := ADDRESS.match(text))), ""),
        citizens_required=_citizens(by_kind.get("nominators") or _on_nominators(groups)),
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
    """Return both days of an explicit period line, else of the only sentence on submitting that has both.

    Where the sentences name nothing but a last day, that alone.
    """
    for text in texts:
        if PERIOD.match(text) and len(found := periods_in(text)) == 1:
            return found.pop()
    sentences = _on_submission(texts)
    found = {period for text in sentences for period in periods_in(text)}
    if len(found) == 1:
        return found.pop()
    last = {day for text in sentences if UNTIL.search(text) for day in days_named(text)}
    return None, last.pop().as_date() if len(last) == 1 and not found else None


def _on_submission(texts: list[str]) -> list[str]:
    """Return the sentences about submitting."""
    return [text for each in texts for text in SENTENCE.split(each) if SUBMISSION.search(text)]


def _on_nominators(groups: list[list[Line]]) -> list[str]:
    """Return the sentences on who may nominate, where no numbered part is about it."""
    sentences = [text for group in groups for text in SENTENCE.split(_joined(group))]
    return [text for text in sentences if NOMINATORS.search(text)]


def _citizens(texts: list[str]) -> int | None:
    for text in texts:
        match = CITIZENS.search(text)
        if match:
            return int(next(filter(None, match.groups())).replace(",", ""))
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
        reviews.append(ReviewNote(ReviewReason.MISSING_PERIOD, _why_no_period(texts)))
    attached = [text for text in texts if ATTACHED.search(text)]
    if attached:
        reviews.append(ReviewNote(ReviewReason.MISSING_FILE, "\n".join(attached)))
    return reviews


def _why_no_period(texts: list[str]) -> str:
    """Return what the text says of the period that does not make one; "" when it says nothing."""
    lines = [text for text in texts if PERIOD.match(text)]
    sentences = [text for text in _on_submission(texts) if days_named(text) or UNTIL.search(text)]
    found = lines or [text for text in sentences if days_named(text)]
    if not found:
        return ""
    days = [day for text in found for day in days_named(text)]
    periods = {period for text in found for period in periods_in(text)}
    if len(periods) > 1:
        problem = "several periods"
    elif days and not any(day.year for day in days):
        problem = "no year"
    else:
        problem = (
            "only the last day" if any(UNTIL.search(text) for text in found) else "no first and last day"
        )
    return f"{problem}: {' '.join(found)}"
