"""Dates of records, from header fields only, and periods from explicit lines of notices."""

import re
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR = 1990
YEAR_FIRST = re.compile(r"^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?$")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
MONTH_AND_YEAR = re.compile(rf"\b(?:in|during)\s+{MONTH},?\s+(?:of\s+)?(?P<year>\d{{4}})\b", re.IGNORECASE)
DAY_IN_TEXT = re.compile(
    rf"\b{MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,\s*(?P<year>\d{{4}})"
    r"|(?P<year2>\d{4})\s*[-./년]\s*(?P<month2>\d{1,2})\s*[-./월]\s*(?P<day2>\d{1,2})\s*[.일]?",
    re.IGNORECASE,
)
SECOND_MONTH = MONTH.replace("<month>", "<month2>")
DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
# "from July 2 to (July) 27, 2018", "2018년 7월 2일부터 7월 27일까지": the year may be given once.
SPAN = re.compile(
    rf"\b(?:from|between)\s+{MONTH}\s*{DAY.format(1)}(?:\s*,\s*(?P<year1>\d{{4}}))?\s*"
    rf"(?:to|until|till|through|and|[~–-])\s*(?:{SECOND_MONTH}\s*)?{DAY.format(2)}"
    r"\s*,\s*(?P<year2>\d{4})"
    r"|(?P<year3>\d{4})\s*[./년-]\s*(?P<month3>\d{1,2})\s*[./월-]\s*(?P<day3>\d{1,2})\s*[.일]?\s*(?:부터|[~–])\s*"
    r"(?:(?P<year4>\d{4})\s*[./년-]\s*)?(?P<month4>\d{1,2})\s*[./월-]\s*(?P<day4>\d{1,2})\s*[.일]?(?:까지)?",
    re.IGNORECASE,
)


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


def days_in(text: str) -> list[date]:
    """Return the complete dates in an explicit line, such as a submission period, in order."""
    found = []
    for match in DAY_IN_TEXT.finditer(text):
        part = match.groupdict()
        month = MONTHS[part["month"].lower()] if part["month"] else int(part["month2"])
        try:
            found.append(date(int(part["year"] or part["year2"]), month, int(part["day"] or part["day2"])))
        except ValueError:
            continue
    return found


def span_in(text: str) -> tuple[date, date] | None:
    """Return first and last day of the only "from … to …, YEAR"; None for several, or days out of order."""
    found = {span for match in SPAN.finditer(text) if (span := _span(match.groupdict()))}
    return found.pop() if len(found) == 1 else None


def _span(part: dict[str, str]) -> tuple[date, date] | None:
    if part["month"]:
        year, month = int(part["year2"]), MONTHS[part["month"].lower()]
        last_month = MONTHS[part["month2"].lower()] if part["month2"] else month
        first = (int(part["year1"] or year), month, int(part["day1"]))
        last = (year, last_month, int(part["day2"]))
    else:
        first = (int(part["year3"]), int(part["month3"]), int(part["day3"]))
        last = (int(part["year4"] or part["year3"]), int(part["month4"]), int(part["day4"]))
    try:
        opens, closes = date(*first), date(*last)
    except ValueError:
        return None
    return (opens, closes) if opens <= closes else None


def month_in(text: str) -> tuple[int, int] | None:
    """Return year and month of "in August of 2018"; None when the text has no such words."""
    match = MONTH_AND_YEAR.search(text)
    return (int(match["year"]), MONTHS[match["month"].lower()]) if match else None
