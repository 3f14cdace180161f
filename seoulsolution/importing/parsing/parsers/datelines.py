"""Dates that a text bears: offered to staff, never taken, for they need not be those of its page."""

import re
from datetime import date

from seoulsolution.importing.parsing.dates import EARLIEST_YEAR
from seoulsolution.importing.parsing.periods import POINT, day_of
from seoulsolution.importing.parsing.records import Line
from seoulsolution.importing.parsing.text import shortened, squeeze

LABEL = re.compile(
    r"^\W*(?:(?:press |news )?(?:release )?date(?: of (?:release|publication))?"
    r"|(?:posted|published|released|updated)(?: (?:on|at))?|등록일|작성일|게시일|보도일|배포일|날짜"
    r"|日付|掲載日|更新日|公開日|发布(?:日期|时间)?|發布(?:日期|時間)?|日期)\s*[:：]?\s*",
    re.IGNORECASE,
)
CITY = re.compile(r"^[\[(<【]?\s*(?:SEOUL|Seoul|서울|ソウル|首尔|首爾)\b[^.!?:]{0,40}?[\s,(/=]\s*$")
# What may follow a date that begins or ends a text.
SEAM = re.compile(r"^\s*(?:[\])>】–—:=/-]|$)")
NUMERIC = re.compile(r"^\(?\d{1,2}[/.]\d{1,2}[/.]\d{4}\)?$")
# Datelines are in the first lines of a text; a date alone may also be its last line.
FIRST_LINES = 2
QUOTED_CHARACTERS = 120


def proposed_dates(lines: list[Line]) -> str:
    """Return the dates that a text bears, one per line, each with the words it is from; "" without any."""
    found = []
    for position, line in enumerate(lines):
        is_edge = position < FIRST_LINES or position == len(lines) - 1
        if proposal := _proposal(squeeze(line.text.strip(" \t•")), is_edge):
            found.append(proposal)
    return "\n".join(dict.fromkeys(found))


def _proposal(text: str, is_edge: bool) -> str:
    """Return the date that a line bears with its words; one that may be read in two ways as it is."""
    label = LABEL.match(text)
    rest = text[label.end() :] if label else text
    match = POINT.match(rest) if label else POINT.search(rest) if is_edge else None
    if match and (label or _is_dateline(rest, match)) and (day := _day(match)):
        return f"{day.isoformat()}: {shortened(text[: _end(text, rest, match)], QUOTED_CHARACTERS)}"
    return text if NUMERIC.match(rest) and (label or is_edge) else ""


def _end(text: str, rest: str, match: re.Match[str]) -> int:
    return len(text) - len(rest) + match.end()


def _is_dateline(text: str, match: re.Match[str]) -> bool:
    """Whether a date is alone on its line, or between the city's name and the text."""
    before, after = text[: match.start()], text[match.end() :]
    is_alone = not before.strip("[( ") and not after.strip(")]. ")
    return is_alone or bool(CITY.match(before) and SEAM.match(after))


def _day(match: re.Match[str]) -> date | None:
    day = day_of(match).as_date()
    return day if day and day.year >= EARLIEST_YEAR else None
