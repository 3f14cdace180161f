"""Dates as each language writes them. ``None`` gives "", so that templates can test the result."""

import calendar
import datetime
import re
import unicodedata

from django.utils import timezone
from django.utils.dateformat import format as format_date

from seoulsolution.content import characters, clock
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


_YEAR_FIRST = (
    re.compile(r"(?P<year>\d{4})\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})\s*[.일]?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
)
_DAY, _NAME, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<name>[a-z]{3,9})\.?", r"(?P<year>\d{4})"
_MONTH_NAMED = tuple(
    re.compile(r"\s*[-\s/.,]\s*".join(parts))
    for parts in ((_DAY, _NAME, _YEAR), (_NAME, _DAY, _YEAR), (_YEAR, _NAME, _DAY))
)
#: Before a date; after it in brackets or apart. One syllable is a weekday only where 28일 has ended.
_WEEKDAYS = (
    re.compile(r"^(?P<name>[월화수목금토일]요일|[a-z]{3,9})[.,]?\s+"),
    re.compile(r"\s*\(\s*(?P<name>[월화수목금토일](?:요일)?|[a-z]{3,9})\.?\s*\)$"),
    re.compile(r"(?:\s*,\s*|\s+|(?<=[.일]))(?P<name>[월화수목금토일]요일|[a-z]{3,9})\.?$"),
    re.compile(r"(?<=[.일])\s*(?P<name>[월화수목금토일])$"),
)
_TIME = re.compile(
    r"(?P<before>[가-힣]{1,2}|am|pm)?\s*(?P<hour>\d{1,2})\s*(?::|시|(?=[ap]m))\s*"
    r"(?:(?P<half>반)|(?P<minute>\d{1,2})\s*(?:분|:(?P<second>\d{2})(?:\.\d+)?)?)?\s*(?P<after>am|pm)?"
)
#: Of a part of the day: the hours that are said with it, and what is added to them on a clock of twelve.
_PARTS_OF_DAY = {
    "am": (range(13), 0),
    "오전": (range(13), 0),
    "pm": (range(13), 12),
    "오후": (range(13), 12),
    "새벽": (range(1, 7), 0),
    "아침": (range(5, 12), 0),
    "낮": ((12, 1, 2, 3, 4, 5), 12),
    "저녁": (range(5, 12), 12),
    "밤": (range(7, 12), 12),
}
_NOON = frozenset({"정오", "noon", "12 noon"})
_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


class WrongWeekdayError(ValueError):
    """``date`` is not on the weekday that was written beside it."""

    def __init__(self, date: datetime.date):
        super().__init__(date)
        self.date = date


def _plain(text: str) -> str:
    """Return ``text`` in lower case and usual width, with plain hyphens and single spaces."""
    composed = unicodedata.normalize("NFKC", characters.normalise(text)).translate(_DASHES)
    return " ".join(composed.lower().split())


def read_day(text: str) -> datetime.date:
    """Return the date that ``text`` names with its year first or its month in letters, as this site does.

    Raise WrongWeekdayError if the weekday beside it is that of another day, and ValueError for anything else:
    03/04/2026 is one day in Europe, and another in America.
    """
    plain, weekdays = _without_weekdays(_plain(text))
    date = _read_date(plain)
    if weekdays - {date.weekday()}:
        raise WrongWeekdayError(date)
    return date


def _read_date(plain: str) -> datetime.date:
    for pattern in _YEAR_FIRST:
        if match := pattern.fullmatch(plain):
            return datetime.date(*(int(match[part]) for part in ("year", "month", "day")))
    for pattern in _MONTH_NAMED:
        if (match := pattern.fullmatch(plain)) and match["name"] in _MONTHS:
            return datetime.date(int(match["year"]), _MONTHS[match["name"]], int(match["day"]))
    raise ValueError(plain)


def _without_weekdays(plain: str) -> tuple[str, set[int]]:
    """Return ``plain`` without names of weekdays at its ends, and their numbers, Monday being 0."""
    found = set()
    for pattern in _WEEKDAYS:
        match = pattern.search(plain)
        if match and (number := _weekday_number(match["name"])) is not None:
            found.add(number)
            plain = plain[: match.start()] + plain[match.end() :]
    return plain, found


def _weekday_number(name: str) -> int | None:
    if name[0] in KOREAN_WEEKDAYS:
        return KOREAN_WEEKDAYS.index(name[0])
    return next((at for at, whole in enumerate(calendar.day_name) if whole.lower().startswith(name)), None)


def read_time(text: str) -> datetime.time:
    """Return the time of day that ``text`` names, such as 15:00, 3:00 PM or 오후 3:00; raise ValueError.

    자정 is refused: it may be the beginning of a day, or its end.
    """
    plain = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", _plain(text))
    if plain in _NOON:
        return datetime.time(12)
    match = _TIME.fullmatch(plain)
    if not match or (match["before"] and match["after"]):
        raise ValueError(text)
    part, hour = match["before"] or match["after"], int(match["hour"])
    if part:
        hours, added = _PARTS_OF_DAY.get(part, ((), 0))
        if hour not in hours:
            raise ValueError(text)
        hour = hour % 12 + added
    minute = 30 if match["half"] else int(match["minute"] or 0)
    return datetime.time(hour, minute, int(match["second"] or 0))
