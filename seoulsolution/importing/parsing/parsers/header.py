"""The line under a title of the archive: "등록일 YYYY-MM-DD 글쓴이 NAME" or "Date … Writer …"."""

import re
from datetime import date

from seoulsolution.importing.parsing.dates import HeaderDate, header_date
from seoulsolution.importing.parsing.records import Line

HEADER = re.compile(
    r"^(?:등록일\s*[:：]?\s*(?P<date>.*?)|Date\s*[:：]?\s*(?P<date_en>\d\S*))"
    r"\s*(?:(?:글쓴이|Writer)\s*[:：]?\s*(?P<author>.*?))?"
    r"(?:\s+(?:조회수?|Hits?|Views?)\s*[:：]?\s*(?P<views>\d[\d,]*))?$"
)
COMPLETE_HEADER = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}\D.*(?:글쓴이|Writer)\s*[:：]?\s*\S")
# A longer line is text, whatever it begins with.
MAX_HEADER = 300


def header_of(line: Line) -> re.Match | None:
    """The parts of such a line; None for any other line."""
    text = line.text.strip()
    return HEADER.match(text) if len(text) <= MAX_HEADER else None


def date_of(header: re.Match, today: date) -> HeaderDate:
    """The date the line states, or its problem."""
    return header_date(header["date"] or header["date_en"] or "", today)
