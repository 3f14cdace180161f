"""A file's text as numbered lines, and the account of where each line went."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, TypeVar

from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.decoding import MAX_LINE_CHARACTERS, MAX_LINES
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.records import (
    Line,
    LineCounts,
    Note,
    ParsedPage,
    ParsedRecord,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import printable, without_invisible
from seoulsolution.importing.parsing.validation import refused, unfit
from seoulsolution.reviews.reasons import ReviewReason

LINE_END = re.compile(r"\r\n|\r|\n")
# As browsers and scrapers write it above a page that they save.
ADDRESS_LINE = re.compile(
    r"(?:<!-- saved from url=\(\d+\)|(?:url|permalink|주소)\s*[:：]\s*)(?P<address>https?://[^\s<>]+)(?:\s*-->)?",
    re.IGNORECASE,
)
# More than any page of the two sites has, and about as many as one transaction writes in two seconds.
MAX_RECORDS = 1_000
T = TypeVar("T")
# A record in another language has no columns; it becomes a draft with a reason for review.
SITE_LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class SourcePage:
    """The cleaned lines of a file; ``removed`` is the number of invisible characters removed, by line.

    ``address`` is the one that the page had, where its first line says so; no format reads that line.
    """

    lines: tuple[Line, ...]
    removed: dict[int, int] = field(default_factory=dict)
    address: str = ""
    #: What functions that read a page once have read of this one.
    _known: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_text(cls, text: str) -> "SourcePage":
        """Split a text at LF, CRLF or CR. Raise Refused when it has too many lines or too long ones."""
        raw_lines = LINE_END.split(text)
        if raw_lines[-1] == "":
            raw_lines.pop()
        if len(raw_lines) > MAX_LINES:
            raise Refused(f"too many lines: {len(raw_lines):,}, the limit is {MAX_LINES:,}")
        lines, removed = [], {}
        for number, raw in enumerate(raw_lines, start=1):
            if len(raw) > MAX_LINE_CHARACTERS:
                limit = f"the limit is {MAX_LINE_CHARACTERS:,}"
                raise Refused(f"line {number} is too long: {len(raw):,} characters, {limit}")
            cleaned, count = without_invisible(raw)
            lines.append(Line(number, cleaned, raw))
            if count:
                removed[number] = count
        first = next((line for line in lines if not line.is_blank), None)
        if first is None or not (saved := ADDRESS_LINE.fullmatch(first.text.strip())):
            return cls(tuple(lines), removed)
        lines[first.number - 1] = replace(first, text="")
        return cls(tuple(lines), removed, saved["address"])

    def nonblank(self) -> list[Line]:
        return list(_nonblank(self))

    @property
    def language(self) -> str:
        """The language that most of the page is in."""
        return _language(self)

    def raw_text(self, first: int, last: int) -> str:
        """Return the lines ``first`` to ``last`` as they are in the file."""
        return "\n".join(line.raw for line in self.lines[first - 1 : last])

    def blocks(self, lines: Iterable[Line]) -> list[list[Line]]:
        """Return the groups of these lines between the page's blank lines."""
        groups: list[list[Line]] = []
        for line in lines:
            last = groups[-1][-1].number if groups else 0
            if last and not any(between.is_blank for between in self.lines[last : line.number - 1]):
                groups[-1].append(line)
            else:
                groups.append([line])
        return groups


def once(read: Callable[[SourcePage], T]) -> Callable[[SourcePage], T]:
    """Let a function read each page once, however many formats ask it. What it returns must stay as it is."""

    @wraps(read)
    def known(page: SourcePage) -> T:
        if read not in page._known:
            page._known[read] = read(page)
        found: T = page._known[read]
        return found

    return known


@once
def _nonblank(page: SourcePage) -> tuple[Line, ...]:
    return tuple(line for line in page.lines if not line.is_blank)


@once
def _language(page: SourcePage) -> str:
    return language.detect(" ".join(line.text for line in page.nonblank()))


class PageAccount:
    """Collects the records and boilerplate of a page; every other line is unplaced, so none is lost."""

    def __init__(self, page: SourcePage, layout: str):
        self.page = page
        self.layout = layout
        self.records: list[ParsedRecord] = []
        self.boilerplate: dict[int, str] = {}
        self.warnings: list[Note] = []
        self.count = 0

    def add(self, record: ParsedRecord) -> None:
        """Add a record, or add it as refused, with a warning, when no database column could hold it.

        Raise Refused when the page has too many records.
        """
        self.count += len(record.with_children())
        if self.count > MAX_RECORDS:
            raise Refused(f"too many records: more than {MAX_RECORDS:,}")
        record = self._fit(record, self._lines_of(record))
        if record.children:
            # Stories may share a line: broken characters in one do not refuse the next.
            record = replace(record, children=tuple(self._fit(child, ()) for child in record.children))
        if not record.refusal and record.language not in SITE_LANGUAGES:
            reviews = (*record.reviews, ReviewNote(ReviewReason.OTHER_LANGUAGE, record.language))
            record = replace(record, reviews=reviews, draft=True)
        self.records.append(record)

    def _lines_of(self, record: ParsedRecord) -> list[Line]:
        return [self.page.lines[number - 1] for number in (*record.lines, *record.reference_lines)]

    def _fit(self, record: ParsedRecord, lines: Iterable[Line]) -> ParsedRecord:
        """Return the record, or its refused form when it cannot be stored."""
        problem = unfit(record, lines)
        if problem:
            self.warn(record.first_line, problem)
        return refused(record, problem) if problem else record

    def add_boilerplate(self, line: Line, kind: str) -> None:
        self.boilerplate[line.number] = kind

    def warn(self, line: int, message: str) -> None:
        self.warnings.append(Note(line, message))

    def close(self) -> ParsedPage:
        """Return the parsed page: everything sorted and counted, and the remaining lines as unplaced."""
        owned = {
            number
            for record in self.records
            for each in record.with_children()
            if not each.refusal
            for number in (*each.lines, *each.reference_lines)
        }
        lines = self.page.nonblank()
        boilerplate = [Note(n, kind) for n, kind in sorted(self.boilerplate.items()) if n not in owned]
        placed = owned | {note.line for note in boilerplate}
        unplaced = [Note(line.number, printable(line.text)) for line in lines if line.number not in placed]
        removed = [
            Note(number, f"{count} invisible characters removed")
            for number, count in self.page.removed.items()
        ]
        counts = LineCounts(
            total=len(self.page.lines),
            nonblank=len(lines),
            record=len(lines) - len(boilerplate) - len(unplaced),
            boilerplate=len(boilerplate),
            unplaced=len(unplaced),
        )
        return ParsedPage(
            self.layout,
            tuple(sorted(self.records, key=lambda record: record.first_line)),
            tuple(boilerplate),
            tuple(unplaced),
            tuple(sorted([*self.warnings, *removed], key=lambda note: note.line)),
            counts,
        )
