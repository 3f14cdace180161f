"""Periods that a text states explicitly: "from Mon, May 9 to Fri, Jun. 10, 2022", "2017. 6. 5.(월) ~ 6. 30."

The year may be given once, days may have weekdays and times; nothing that is not stated is filled in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from seoulsolution.importing.parsing.dates import MONTH, MONTHS

_LATIN_WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:r)?(?:s)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_WEEKDAY = (
    rf"(?:{_LATIN_WEEKDAY}|[월화수목금토일](?:요일)?|[月火水木金土日](?:曜日?)?"
    r"|(?:周|週|星期|礼拜)[一二三四五六日天])"
)
_BRACKETED = rf"(?:\s*[(（\[]\s*{_WEEKDAY}[^)）\]]{{0,12}}[)）\]])?"
_TIME = (
    r"(?:\s*,?\s*(?:at\s+)?\d{1,2}(?::\d{2}|\s?[시時时点])(?:\s?\d{1,2}\s?[분分])?(?:\s?[ap]\.?m\.?)?"
    r"|\s*(?:오전|오후|午前|午後|上午|下午)\s*\d{1,2}\s*[:시時时点]?(?:\d{2})?)?"
)
_BEFORE, _DAY = rf"(?:{_LATIN_WEEKDAY}\s*,?\s*)?", r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_END = rf"{_BRACKETED}{_TIME}"


def _month(number: int) -> str:
    return MONTH.replace("<month>", f"<month{number}>")


_MONTH_FIRST = (
    rf"{_BEFORE}\b{_month(1)}\s*{_DAY.format(1)}{_BRACKETED}(?:\s*,?\s*(?P<year1>\d{{4}}))?(?![\d:]){_END}"
)
_DAY_FIRST = (
    rf"{_BEFORE}\b{_DAY.format(2)}\s+(?:of\s+)?{_month(2)}{_BRACKETED}"
    rf"(?:,?\s+(?P<year2>\d{{4}}))?(?!\d){_END}"
)
_YEAR_FIRST = (
    r"(?P<year3>(?:19|20)\d{2})\s*[-./년年]\s*(?P<month3>\d{1,2})\s*[-./월月]\s*(?P<day3>\d{1,2})(?!\d)\s*[.일日号號]?"
    rf"{_END}"
)
_YEARLESS = rf"(?<!\d)(?P<month6>\d{{1,2}})\s*[월月]\s*(?P<day6>\d{{1,2}})\s*[일日号號]{_END}"
POINT = re.compile(f"{_YEAR_FIRST}|{_MONTH_FIRST}|{_DAY_FIRST}|{_YEARLESS}", re.IGNORECASE)
# Of a last day alone the month, and after it the day: "from July 2 to 27, 2018", "2018. 7. 2. ~ 27."
_NUMBERS = r"(?P<month4>\d{1,2})\s*[./월月-]\s*(?P<day4>\d{1,2})(?!\d)\s*[.일日号號]?"
_DAY_ALONE = (
    r"(?P<day5>\d{1,2})(?:st|nd|rd|th)?(?=\s*[일日号號(（]|\s*,\s*\d{4}|\.(?!\d))"
    rf"(?:\s*[일日号號.])?{_BRACKETED}(?:\s*,\s*(?P<year5>\d{{4}}))?"
)
LAST = re.compile(f"{_NUMBERS}{_END}|{_BEFORE}{_DAY_ALONE}{_END}", re.IGNORECASE)
JOINT = re.compile(
    r"\s*(?:(?:부터|에서|から|より|to|until|till|through|thru|and|起?至|到|[~∼〜～–—−-])\s*)+(?:the\s+)?",
    re.IGNORECASE,
)
#: Two days with "and" between them are a period only after "between".
AND, BETWEEN = re.compile(r"\band\b", re.IGNORECASE), re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Day:
    """A day as written; ``year`` is None where it is not stated beside it."""

    year: int | None
    month: int
    day: int

    def as_date(self) -> date | None:
        """Return the date; None without a year, or when there is no such day."""
        try:
            return date(self.year or 0, self.month, self.day)
        except ValueError:
            return None


def days_named(text: str) -> list[Day]:
    """Return the days that a text names, with a year or without, in order."""
    return [day_of(match) for match in POINT.finditer(text)]


def periods_in(text: str) -> set[tuple[date, date]]:
    """Return the periods that a text states: first and last day, in order, with at least one year."""
    return {period for period in _periods(text) if period}


def _periods(text: str) -> Iterator[tuple[date, date] | None]:
    for first in POINT.finditer(text):
        joint = JOINT.match(text, first.end())
        if not joint:
            continue
        is_joined = not AND.search(joint.group()) or BETWEEN.search(text[: first.start()])
        last = POINT.match(text, joint.end()) or LAST.match(text, joint.end())
        if last and is_joined:
            yield _period(day_of(first), day_of(last, day_of(first).month))


def day_of(match: re.Match[str], month: int = 0) -> Day:
    """Return the day in a match; ``month`` is that of the day before it, for a day alone."""
    parts = match.groupdict()

    def value(name: str) -> str | None:
        return next((parts[key] for key in parts if key.rstrip("123456") == name and parts[key]), None)

    named, year = value("month"), value("year")
    number = MONTHS.get(named.lower().rstrip("."), 0) or int(named) if named else month
    return Day(int(year) if year else None, number, int(value("day") or 0))


def _period(first: Day, last: Day) -> tuple[date, date] | None:
    """Return the period, the year taken from the other day where it is given once; None when impossible."""
    opens = replace(first, year=first.year or last.year).as_date()
    closes = replace(last, year=last.year or first.year).as_date()
    return (opens, closes) if opens and closes and opens <= closes else None
