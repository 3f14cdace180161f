"""Dates as each language writes them. ``None`` gives "", so that templates can test the result."""

from django import template
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language

register = template.Library()

STYLES = {
    "day": {"en": "j F Y", "ko": "Y. n. j."},
    "month": {"en": "F Y", "ko": "Y년 n월"},
    "year": {"en": "Y", "ko": "Y년"},
    "short_month": {"en": "M Y", "ko": "Y. n."},
}
# Django's Korean abbreviations are whole words (금요일); public documents write one syllable.
KOREAN_WEEKDAYS = "월화수목금토일"


def _write(date, style):
    return format_date(date, STYLES[style][_language()]) if date else ""


def _language():
    return "ko" if (get_language() or "").startswith("ko") else "en"


@register.filter
def day(date):
    """24 November 2023 / 2023. 11. 24."""
    return _write(date, "day")


@register.filter
def weekday(date):
    """Friday 24 November 2023 / 2023. 11. 24.(금)"""
    if not date:
        return ""
    if _language() == "ko":
        return f"{_write(date, 'day')}({KOREAN_WEEKDAYS[date.weekday()]})"
    return format_date(date, "l j F Y")


@register.filter
def month(date):
    """November 2023 / 2023년 11월"""
    return _write(date, "month")


@register.filter
def year(date):
    """2023 / 2023년"""
    return _write(date, "year")


@register.filter
def short_month(date):
    """Nov 2023 / 2023. 11."""
    return _write(date, "short_month")
