"""The line under a title of the archive: "등록일 YYYY-MM-DD 글쓴이 NAME", "Date … Category … Updater …"."""

import re
from dataclasses import dataclass

from seoulsolution.importing.parsing.parsers.bylines import split_views
from seoulsolution.importing.parsing.records import Line

HEADER = re.compile(
    r"^(?:등록일\s*[:：]?\s*(?P<date>.*?)|Date\s*[:：]?\s*(?P<date_en>\d\S*(?:\s+\D\S*.*?)??))"
    r"\s*(?:(?:글쓴이|작성자|Writer|Author)\s*[:：]?\s*(?P<author>.*?))?$"
)
COMPLETE_HEADER = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}\D.*(?:글쓴이|작성자|Writer|Author)\s*[:：]?\s*\S")
_DATE = r"(?:Date|등록일|작성일|날짜)"
_CATEGORY = r"(?:Category|카테고리|분류|정책분야|분야)"
_UPDATER = r"(?:Updater|Updated by|Writer|업데이터|수정자|등록자|작성자|글쓴이|담당자)"
POLICY_HEADER = re.compile(
    rf"^{_DATE}\s*[:：]?\s*(?P<date>\d\S*(?:\s?\d{{1,2}}[.월]?\s?\d{{1,2}}[.일]?)?)\s*[|·]?\s*"
    rf"{_CATEGORY}\s*[:：]?\s*(?P<category>.*?)\s*[|·]?\s*(?:{_UPDATER}\s*[:：]?\s*(?P<author>.*?))?$",
    re.IGNORECASE,
)
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


@dataclass(frozen=True)
class PolicyHeader(Header):
    """The header of a policy document, which names its category too."""

    category: str = ""


def header_of(line: Line) -> Header | None:
    """Return the header in a line, or None for any other line."""
    text = line.text.strip()
    match = HEADER.match(text) if len(text) <= MAX_HEADER else None
    if not match or POLICY_HEADER.match(text):
        return None
    author, views = split_views(match["author"] or "")
    date, early = split_views(match["date"] or match["date_en"] or "", needs_word=True)
    if match["date_en"] and not re.fullmatch(r"\S+", date):
        return None
    return Header(line, date, author, early if views is None else views)


def policy_header_of(line: Line) -> PolicyHeader | None:
    """Return the header of a policy document in a line, or None for any other line."""
    text = line.text.strip(" \t•")
    match = POLICY_HEADER.match(text) if len(text) <= MAX_HEADER else None
    if not match:
        return None
    author, views = split_views(match["author"] or "")
    category, early = split_views(match["category"] or "")
    return PolicyHeader(line, match["date"], author, early if views is None else views, category)
