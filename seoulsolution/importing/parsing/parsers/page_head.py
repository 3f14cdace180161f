"""The head of a page of the English site: category, title, byline. Any of them but the title may be missing.

No single line decides: the head is where its pieces are together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seoulsolution.importing.parsing.parsers.boilerplate import MENU
from seoulsolution.importing.parsing.parsers.bylines import (
    NO_BYLINE,
    OFFICE_ALONE,
    Byline,
    read_byline,
    split_views,
)
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_bullet, is_title_bullet
from seoulsolution.importing.parsing.records import Line
from seoulsolution.importing.parsing.text import ends_sentence, squeeze, title_key

SERIES_NAME = re.compile(r"^[(\[<〈《「『【](?P<name>[^()\[\]]+)[)\]>〉》」』】]$")
MAX_CATEGORY = 80
# "What's New?" is a category, too.
CALL_END = re.compile(r"[?!？！]$")
# From the title to the byline: further title lines and a series' name.
MAX_HEAD_LINES = 8
MAX_SUBTITLES = 2


@dataclass(frozen=True)
class Head:
    """The lines of a head; ``repeated`` are those that only say the title or the category again."""

    title: Line
    category: Line | None = None
    between: tuple[Line, ...] = ()
    byline_line: Line | None = None
    byline: Byline = NO_BYLINE
    repeated: tuple[Line, ...] = ()

    @property
    def title_text(self) -> str:
        return squeeze(bullet_text(self.title))

    @property
    def category_text(self) -> str:
        return squeeze(self.category.text) if self.category else ""

    @property
    def series(self) -> Line | None:
        return next((line for line in self.between if series_name(line)), None)

    @property
    def last(self) -> Line:
        return self.byline_line or (self.between[-1] if self.between else self.title)

    @property
    def first(self) -> Line:
        return self.category or self.title

    def lines(self) -> list[Line]:
        """Return the lines from the title to the byline."""
        return [self.title, *self.between, *([self.byline_line] if self.byline_line else [])]


def series_name(line: Line) -> str:
    """Return the name of a series that a line gives in brackets; "" when it gives none."""
    match = SERIES_NAME.match(line.text.strip(" •\t"))
    return match["name"] if match else ""


def heads(lines: list[Line], may_lack_byline: bool) -> list[Head]:
    """Return the heads in a page's lines, which are without blank ones and buttons.

    The first is the page's own. A further one is found only where it repeats its category, so that it
    is certain: then there is more than one page.
    """
    named = list(_named(lines))
    first, signed = next(iter(named), None), _signed(lines)
    if signed and (first is None or signed.last.number < first.first.number):
        first = signed
    if first is None:
        first = _unsigned(lines) if may_lack_byline else None
    if first is None:
        return []
    return [first, *(head for head in named if head.first.number > first.last.number)]


def _named(lines: list[Line]) -> Iterator[Head]:
    """Yield the heads whose byline begins with the category above the title."""
    start = 0
    while start < len(lines) - 2:
        head = _named_at(lines, start)
        if head:
            yield head
            start = lines.index(head.last)
        start += 1


def _named_at(lines: list[Line], start: int) -> Head | None:
    category = lines[start]
    if not _may_be_category(category):
        return None
    first = start + 1
    if _says(lines[first], category) or _says(lines[first], lines[first + 1]):
        first += 1
    for end in range(first + 1, min(first + 1 + MAX_HEAD_LINES, len(lines))):
        repeated, between = tuple(lines[start + 1 : first]), tuple(lines[first + 1 : end])
        signature = _signature_below(lines, end, category)
        if signature and is_title_bullet(lines[first]):
            return Head(lines[first], category, between, *signature, (*repeated, lines[end]))
        byline = read_byline(squeeze(bullet_text(lines[end])), squeeze(category.text))
        is_byline = byline.certainty == 3 and _begins_with(lines[end], category)
        if is_byline and _is_set_off(lines[end], byline, lines[first]):
            return Head(lines[first], category, between, lines[end], byline, repeated)
        if _ends_head(lines[end], category):
            return None
    return None


def _signature_below(lines: list[Line], position: int, category: Line) -> tuple[Line, Byline] | None:
    """Return the line with an office's name, and what it says, below one with nothing but the category."""
    if _folded(lines[position]) != _folded(category) or position + 1 == len(lines):
        return None
    line = lines[position + 1]
    author, has_views = split_views(squeeze(bullet_text(line)))
    return (line, Byline(author, has_views, 3)) if OFFICE_ALONE.match(author) else None


def _ends_head(line: Line, category: Line) -> bool:
    """Whether a line cannot be between a title and its byline: an office's byline, or another page's head."""
    is_office = read_byline(squeeze(bullet_text(line))).certainty == 3 and is_title_bullet(line)
    return is_office or _says(line, category)


def _signed(lines: list[Line]) -> Head | None:
    """Return the head whose byline is known by its author, where the page does not repeat a category."""
    found: list[tuple[int, int, Byline]] = []
    for end in range(1, len(lines)):
        if found and end > found[0][0] + MAX_HEAD_LINES:
            break
        line, above = lines[end], lines[end - 1]
        byline = read_byline(squeeze(bullet_text(line)))
        indented = not is_bullet(line) and line.indent > 0 and is_title_bullet(above)
        if indented and byline.certainty < 3 and not byline.has_views:
            continue
        # An office with its count needs no bullet.
        is_plain = byline.has_views and bool(OFFICE_ALONE.match(byline.author)) and not is_bullet(above)
        if byline.certainty and (is_title_bullet(line) or indented or is_plain):
            title = _title_above(lines, end, may_be_plain=is_plain)
            if title is not None:
                found.append((end, title, byline))
    if not found:
        return None
    end, title, byline = max(found, key=lambda each: (each[2].certainty, -each[0]))
    return _with_category(lines, title, end, byline)


def _title_above(lines: list[Line], end: int, may_be_plain: bool) -> int | None:
    """Return where the nearest bullet above a byline is that names no series, or else a title without one."""
    for position in range(end - 1, max(end - 1 - MAX_HEAD_LINES, -1), -1):
        line = lines[position]
        if is_title_bullet(line) and not series_name(line) and not MENU.match(bullet_text(line)):
            return position
        if line.indent == 0 and not is_bullet(line):
            break
    plain = squeeze(lines[end - 1].text)
    return (
        end - 1 if may_be_plain and len(plain.split()) > MAX_SUBTITLES and not ends_sentence(plain) else None
    )


def _with_category(lines: list[Line], title: int, end: int, byline: Byline) -> Head:
    """Return the head at a title; a category above makes the bullets between it and the title its lines."""
    above = title - 1
    while above >= 0 and title - above <= MAX_SUBTITLES and _stands_alone(lines, above):
        above -= 1
    if above < 0 or not _may_be_category(lines[above]):
        above = title - 1
    repeated: list[Line] = []
    while above >= 0 and _says(lines[above], lines[title]):
        repeated.append(lines[above])
        above -= 1
    if above < 0 or not _may_be_category(lines[above]):
        return Head(lines[title], None, tuple(lines[title + 1 : end]), lines[end], byline, tuple(repeated))
    first = above + 1 + len(repeated)
    between = tuple(lines[first + 1 : end])
    return Head(lines[first], lines[above], between, lines[end], byline, tuple(repeated))


def _stands_alone(lines: list[Line], position: int) -> bool:
    """Whether a line is a bullet with a blank line below it, as titles have and menus have not."""
    below = lines[position + 1]
    return is_title_bullet(lines[position]) and below.number > lines[position].number + 1


def _unsigned(lines: list[Line]) -> Head | None:
    """Return the head without a byline: a category, the page's only bullet of a title, an indented text."""
    bullets = [position for position, line in enumerate(lines) if is_title_bullet(line) and is_bullet(line)]
    for position in bullets:
        above, below = lines[position - 1 : position], lines[position + 1 : position + 4]
        is_text = below and below[0].indent and any(ends_sentence(line.text) for line in below)
        if above and _may_be_category(above[0]) and is_text and position == bullets[-1]:
            return Head(lines[position], above[0])
    return None


def _may_be_category(line: Line) -> bool:
    text = line.text.strip()
    return (
        line.indent <= 1
        and not is_bullet(line)
        and len(text) <= MAX_CATEGORY
        and (bool(CALL_END.search(text)) or not ends_sentence(text))
        and not MENU.match(text)
    )


def _begins_with(line: Line, category: Line) -> bool:
    return squeeze(bullet_text(line)).casefold().startswith(squeeze(category.text).casefold())


def _is_set_off(line: Line, byline: Byline, title: Line) -> bool:
    """Whether a line that begins with the category is a byline by its form, or else by what it says.

    Without an author or a count, only two bullets are: a text may begin with the word of its category.
    """
    if not (byline.has_views or byline.author):
        return is_title_bullet(line) and is_title_bullet(title)
    return byline.has_views or line.indent > 0


def _says(line: Line, other: Line) -> bool:
    """Whether a line at the margin says what another line does."""
    return _folded(line) == _folded(other) and not is_bullet(line) and line.indent <= 1


def _folded(line: Line) -> str:
    return title_key(bullet_text(line))
