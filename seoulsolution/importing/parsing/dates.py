"""Dates of records, from header fields only, and months that a notice names."""

import re
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR = 1990
YEAR_FIRST = re.compile(r"^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?$")

_NAMES = (
    "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug, "
    "september sept sep, october oct, november nov, december dec"
)
MONTHS = {name: number for number, names in enumerate(_NAMES.split(","), start=1) for name in names.split()}
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
MONTH_AND_YEAR = re.compile(rf"\b(?:in|during)\s+{MONTH},?\s+(?:of\s+)?(?P<year>\d{{4}})\b", re.IGNORECASE)


@dataclass(frozen=True)
class HeaderDate:
    """The date in a header field, or None and the problem in a few words."""

    value: date | None
    problem: str = ""


def header_date(field: str, today: date) -> HeaderDate:
    """Parse the date in a header field, year first. Impossible, future and pre-1990 dates are problems."""
    match = YEAR_FIRST.match(field.strip())
    if not match:
        return HeaderDate(None, f"unreadable date {field.strip()!r}" if field.strip() else "no date")
    year, month, day = (int(part) for part in match.groups())
    try:
        value = date.fromisoformat(f"{year:04}-{month:02}-{day:02}")
    except ValueError:
        return HeaderDate(None, f"impossible date {field.strip()!r}")
    if value > today:
        return HeaderDate(None, f"future date {field.strip()!r}")
    if value.year < EARLIEST_YEAR:
        return HeaderDate(None, f"date {field.strip()!r} is before {EARLIEST_YEAR}")
    return HeaderDate(value)


def month_in(text: str) -> tuple[int, int] | None:
    """Return year and month of "in August of 2018"; None when the text has no such words."""
    match = MONTH_AND_YEAR.search(text)
    return (int(match["year"]), MONTHS[match["month"].lower()]) if match else None
