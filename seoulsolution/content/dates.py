"""Dates as each language writes them. ``None`` gives "", so that templates can test the result."""

import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date

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
