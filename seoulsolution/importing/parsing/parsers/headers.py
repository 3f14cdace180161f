"""The lines under a title of the archive: "등록일 YYYY-MM-DD 글쓴이 NAME", "Date … Writer …" of a post.

A policy document has "Date … Category … Updater …", its department, and "Last Update".
"""

import re
from dataclasses import dataclass

from seoulsolution.importing.parsing.page import SourcePage, once
from seoulsolution.importing.parsing.parsers.bylines import split_views
from seoulsolution.importing.parsing.records import Line
from seoulsolution.importing.parsing.text import ends_sentence, squeeze

_LABELS = {
    "date": r"Date|등록일|작성일|게시일|날짜",
    "category": r"Category|카테고리|분류|정책\s?분야|분야",
    "author": r"Updater|Updated by|Update by|Writer|Author|업데이터|수정자|등록자|작성자|글쓴이|담당자",
}
_NAMED = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
# Other labels of a date are of many texts, too.
SURE_DATE, DAY_WORD = re.compile("등록일"), re.compile(r"\d\S*")
# "CategoryTransportUpdaterjkim": a scraper glues them.
FIELD = re.compile(
    rf"(?:(?:^|[\s|·/]+)(?=(?:{'|'.join(_LABELS.values())})(?![^\W\d_]))|[\s|·/]*(?=(?-i:Category|Updater)))"
    rf"(?:{_NAMED})\s*[:：]?\s*",
    re.IGNORECASE,
)
LAST_UPDATE = re.compile(
    r"^(?:Last\s?Updated?|Last\s?Modified|(?:최종|최근|마지막)\s?(?:수정|업데이트|갱신)\s?(?:일자?)?)"
    r"\s*[:：]?\s*(?P<date>\d.*)?$",
    re.IGNORECASE,
)
DEPARTMENT = re.compile(
    r"^(?:Department|Affiliation|Division|Organization|담당\s?부서|부서|소속|담당\s?기관|기관)"
    r"\s*[:：]?\s+(?P<name>\S.*)$",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"(?:Government|Division|Bureau|Department|Institute|Office|Cent(?:er|re)|Headquarters|Corporation"
    r"|Authority|Foundation|Team|서울시|서울특별시|국|과|실|본부|연구원|공사|공단|재단|센터|사업소|팀|담당관)\)?$",
    re.IGNORECASE,
)
DAY = re.compile(r"^\d{4}\s*[-./년]\s*\d{1,2}\s*[-./월]\s*\d{1,2}\s*[.일]?$")
# The header may be on several lines, and so may what follows it.
MOST_LINES = 6
# A longer line is text, whatever it begins with.
MAX_HEADER, MAX_DEPARTMENT = 300, 200


@dataclass(frozen=True)
class Header:
    """What a header's lines say, as written; "" for what is missing. A post has no category or department."""

    lines: tuple[Line, ...]
    date: str
    author: str
    category: str = ""
    department: str = ""
    has_last_update: bool = False
    is_of_policy: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether a post's has a whole date and an author; otherwise a truncated file may have cut it."""
        return bool(DAY.match(self.date) and self.author)


def post_header(line: Line) -> Header | None:
    """Return the header of a post in a line, or None for any other line."""
    fields = _fields(line)
    if next(iter(fields), "") != "date" or "category" in fields:
        return None
    author, has_views = split_views(fields.get("author", ""))
    date, has_early_views = split_views(fields["date"], needs_word=True)
    is_more = author or has_views or has_early_views
    if not SURE_DATE.match(line.text.strip()) and not (DAY_WORD.fullmatch(date) and is_more):
        return None  # "Date: …" alone is a line of a text
    return Header((line,), date, author)


@once
def post_headers(page: SourcePage) -> list[Header]:
    """Return the headers of posts on a page."""
    return [header for line in page.nonblank() if (header := post_header(line))]


@once
def policy_headers(page: SourcePage) -> list[Header]:
    """Return the headers of policy documents on a page."""
    lines, found, start = page.nonblank(), [], 0
    while start < len(lines):
        header = _header_at(lines, start)
        if header:
            found.append(header)
        start += len(header.lines) if header else 1
    return found


def _header_at(lines: list[Line], start: int) -> Header | None:
    """Return the header that begins at a line: its fields in any order, on one line or several."""
    found: dict[str, str] = {}
    end, awaited = start, ""
    for line in lines[start : start + MOST_LINES]:
        more = _fields(line)
        if more and not more.keys() & found.keys():
            found |= more
            awaited = next((name for name, value in more.items() if not value and len(more) == 1), "")
        elif awaited and not more and _is_short(line):
            found[awaited], awaited = squeeze(line.text.strip(" \t•")), ""
        else:
            break
        end += 1
    if not found.get("date", "")[:1].isdigit() or "category" not in found:
        return None
    author, category = (split_views(found.get(name, ""))[0] for name in ("author", "category"))
    department, has_last_update, below = _below(lines[end : end + MOST_LINES])
    return Header(
        tuple(lines[start : end + below]), found["date"], author, category, department, has_last_update, True
    )


def _fields(line: Line) -> dict[str, str]:
    """Return the values in a line of labels with their values, by label; {} for any other line."""
    text = squeeze(line.text.strip(" \t•"))
    found = list(FIELD.finditer(text)) if len(text) <= MAX_HEADER and FIELD.match(text) else []
    ends = [*(match.start() for match in found[1:]), len(text)]
    return {
        str(match.lastgroup): text[match.end() : end] for match, end in zip(found, ends, strict=bool(found))
    }


def _below(lines: list[Line]) -> tuple[str, bool, int]:
    """Return the department, whether a last update is stated, and on how many lines below the header."""
    updates = [position for position, line in enumerate(lines) if LAST_UPDATE.match(line.text.strip(" \t•"))]
    if updates and all(_is_short(line) for line in lines[: updates[0]]):
        end = updates[0] + 1
        department = " · ".join(_department(line) for line in lines[: updates[0]])
        follows = lines[end : end + 1]
        stated = LAST_UPDATE.match(lines[updates[0]].text.strip(" \t•"))
        if stated and not stated["date"] and follows and DAY.match(follows[0].text.strip()):
            end += 1
        if not department and lines[end:] and _is_office(lines[end]):
            department, end = _department(lines[end]), end + 1
        return department[:MAX_DEPARTMENT], True, end
    return (_department(lines[0]), False, 1) if lines and _is_office(lines[0]) else ("", False, 0)


def _is_office(line: Line) -> bool:
    text = line.text.strip()
    return _is_short(line) and bool(DEPARTMENT.match(text) or OFFICE.search(text))


def _is_short(line: Line) -> bool:
    return len(line.text.strip()) <= MAX_DEPARTMENT // 2 and not ends_sentence(line.text)


def _department(line: Line) -> str:
    text = squeeze(line.text.strip(" \t•"))
    match = DEPARTMENT.match(text)
    return match["name"] if match else text
