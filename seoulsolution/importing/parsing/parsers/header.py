"""The line under a title of the archive: "등록일 YYYY-MM-DD 글쓴이 NAME" or "Date … Writer …"."""

import re
from dataclasses import dataclass

from seoulsolution.importing.parsing.parsers import policy_header
from seoulsolution.importing.parsing.parsers.bylines import split_views
from seoulsolution.importing.parsing.records import Line

HEADER = re.compile(
    r"^(?:등록일\s*[:：]?\s*(?P<date>.*?)|Date\s*[:：]?\s*(?P<date_en>\d\S*(?:\s+\D\S*.*?)??))"
    r"\s*(?:(?:글쓴이|작성자|Writer|Author)\s*[:：]?\s*(?P<author>.*?))?$"
)
COMPLETE_HEADER = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}\D.*(?:글쓴이|작성자|Writer|Author)\s*[:：]?\s*\S")
# A longer line is text, whatever it begins with.
MAX_HEADER = 300


@dataclass(frozen=True)
class Header:
    """A header line: date and author as written ("" when missing), and the view count."""

    line: Line
    date: str
    author: str
    views: int | None

    @property
    def is_complete(self) -> bool:
        """Whether it has a whole date and an author; otherwise a truncated file may have cut it."""
        return bool(COMPLETE_HEADER.search(self.line.text))


def header_of(line: Line) -> Header | None:
    """Return the header in a line, or None for any other line."""
    text = line.text.strip()
    match = HEADER.match(text) if len(text) <= MAX_HEADER else None
    if not match or policy_header.HEADER.match(text):
        return None
    author, views = split_views(match["author"] or "")
    date, early = split_views(match["date"] or match["date_en"] or "", needs_word=True)
    views = early if views is None else views
    if match["date_en"] and not (re.fullmatch(r"\S+", date) and (author or views is not None)):
        return None  # "Date: …" alone is a line of a text
    return Header(line, date, author, views)
