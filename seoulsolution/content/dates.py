"""Dates as each language writes them. ``None`` gives "", so that templates can test the result."""

import calendar
import datetime
import re

from django.utils import timezone
from django.utils.dateformat import format as format_date

from seoulsolution.content import clock
from seoulsolution.content.languages import active_language

STYLES = {
    "day": {"en": "j F Y", "ko": "Y. n. j."},
    "weekday": {"en": "l j F Y"},
    "month": {"en": "F Y", "ko": "Y년 n월"},
    "year": {"en": "Y", "ko": "Y년"},
    "short_month": {"en": "M Y", "ko": "Y. n."},
}
# Django's Korean abbreviations are whole words (금요일); public documents write one syllable.
KOREAN_WEEKDAYS = "월화수목금토일"


def midnight(date: datetime.date) -> datetime.datetime:
    """Return the beginning of ``date`` in Seoul."""
    return datetime.datetime.combine(date, datetime.time(), timezone.get_default_timezone())


#: A text whose deadlines and contacts may have changed is older than this.
OLD_YEARS = 2


def is_old(date: datetime.date | None) -> bool:
    """Whether ``date`` is more than two years ago, in Seoul."""
    today = clock.today()
    return date is not None and (date.year + OLD_YEARS, date.month, date.day) < (
        today.year,
        today.month,
        today.day,
    )


def _write(date: datetime.date | None, style: str) -> str:
    return format_date(date, STYLES[style][active_language()]) if date else ""


def day(date: datetime.date | None) -> str:
    """Return 24 November 2023 / 2023. 11. 24."""
    return _write(date, "day")


def weekday(date: datetime.date | None) -> str:
    """Return Friday 24 November 2023 / 2023. 11. 24.(금)"""
    if date and active_language() == "ko":
        return f"{_write(date, 'day')}({KOREAN_WEEKDAYS[date.weekday()]})"
    return _write(date, "weekday")


def month(date: datetime.date | None) -> str:
    """Return November 2023 / 2023년 11월"""
    return _write(date, "month")


def year(date: datetime.date | None) -> str:
    """Return 2023 / 2023년"""
    return _write(date, "year")


def short_month(date: datetime.date | None) -> str:
    """Return Nov 2023 / 2023. 11."""
    return _write(date, "short_month")


_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})\s*[.일]?"
)
_MONTH_NAMED = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<name>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
)
_WEEKDAY = re.compile(
    r"\s*\((?:[월화수목금토일]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)\)$"
    r"|^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+"
)
_TIME = re.compile(
    r"(?P<before>오전|오후|am|pm)?\s*(?P<hour>\d{1,2})\s*(?::|시|(?=[ap]m))\s*"
    r"(?:(?P<minute>\d{1,2})\s*(?:분|:(?P<second>\d{2})(?:\.\d+)?)?)?\s*(?P<after>am|pm)?"
)
_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}


def read_day(text: str) -> datetime.date:
    """Return the date that ``text`` names with its year first or its month in letters, as this site does.

    Raise ValueError for anything else: 03/04/2026 is one day in Europe, and another in America.
    """
    plain = _WEEKDAY.sub("", " ".join(text.lower().split()))
    if match := _YEAR_FIRST.fullmatch(plain):
        return datetime.date(*(int(match[part]) for part in ("year", "month", "day")))
    for pattern in _MONTH_NAMED:
        if (match := pattern.fullmatch(plain)) and match["name"] in _MONTHS:
            return datetime.date(int(match["year"]), _MONTHS[match["name"]], int(match["day"]))
    raise ValueError(text)


def read_time(text: str) -> datetime.time:
    """Return the time of day that ``text`` names, such as 15:00, 3:00 PM or 오후 3:00; raise ValueError."""
    match = _TIME.fullmatch(" ".join(text.lower().replace("a.m.", "am").replace("p.m.", "pm").split()))
    if not match or (match["before"] and match["after"]):
        raise ValueError(text)
    half, hour = match["before"] or match["after"], int(match["hour"])
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if half in ("pm", "오후") else 0)
    return datetime.time(hour, int(match["minute"] or 0), int(match["second"] or 0))
