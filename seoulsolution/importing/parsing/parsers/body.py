"""Parse groups of lines into the blocks of a body: paragraphs, headings, lists, tables.

A group is the lines between two blank lines.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest

from seoulsolution.importing.parsing.parsers import endings, shapes
from seoulsolution.importing.parsing.parsers.lists import NUMBERED, OUTLINE, Marked, item_list, marked
from seoulsolution.importing.parsing.parsers.lost_links import lost_links
from seoulsolution.importing.parsing.records import (
    Block,
    Descriptions,
    Heading,
    Line,
    Paragraph,
    Preformatted,
    ReviewNote,
)
from seoulsolution.importing.parsing.text import SMALL_WORDS, ends_sentence, squeeze, title_key
from seoulsolution.reviews.reasons import ReviewReason

# A line as long as this that ends no sentence goes on in the next one.
FULL_LINE = 50
# These marks alone make no list: a dash opens a signature, an asterisk a note, a number a heading.
WEAK_MARKS = f"–—-*{NUMBERED}"

Group = list[Line]


@dataclass(frozen=True)
class ParsedBody:
    """The body of a record: see ParsedRecord for its fields.

    ``cut`` is the end of a text that seems to break off there; "" when it seems whole.
    """

    blocks: tuple[Block, ...]
    text: str
    captions: tuple[str, ...] = ()
    reviews: tuple[ReviewNote, ...] = ()
    cut: str = ""


@dataclass
class Piece:
    """Groups of one kind: "list" and "labels" go on over blank lines, "prose", "heading" and "table" do not.

    Above the group of a table there may be one with its heading. ``captions`` are no longer in ``groups``.
    """

    kind: str
    groups: list[Group]
    captions: list[str] = field(default_factory=list)

    @property
    def lines(self) -> Group:
        return [line for group in self.groups for line in group]


def body_of(groups: list[Group], title: str = "", has_headings: bool = False) -> ParsedBody:
    """Build a body from groups of lines, without its title as their first line.

    ``has_headings`` says that texts of its kind have short lines over paragraphs as their headings.
    Flattened tables are in ``blocks`` but not in ``text``, captions of pictures in neither.
    """
    pieces = _pieces(_with_headings_apart(without_title(groups, title)), has_headings)
    tables = [piece.groups[-1] for piece in pieces if piece.kind == "table"]
    found = [caption for piece in pieces for caption in piece.captions]
    reviews = []
    if tables:
        places = ", ".join(f"{lines[0].number}–{lines[-1].number}" for lines in tables)
        reviews.append(ReviewNote(ReviewReason.FLATTENED_TABLE, places))
    if found:
        reviews.append(ReviewNote(ReviewReason.LOST_PICTURE, "\n".join(found)))
    pieces = [piece for piece in pieces if piece.groups]
    blocks = tuple(_block(piece, following) for piece, following in zip_longest(pieces, pieces[1:]))
    text = [line.text.strip() for piece in pieces if piece.kind != "table" for line in piece.lines]
    return ParsedBody(
        blocks, "\n".join(text), tuple(found), (*reviews, *lost_links(groups)), endings.cut_in(blocks)
    )


def without_title(groups: list[Group], title: str) -> list[Group]:
    """Return the groups without the title repeated above the text, on one line or several."""
    known = _words(title)
    for count in range(1, len(groups[0]) + 1 if groups and known else 0):
        if _words(" ".join(line.text for line in groups[0][:count])) == known:
            rest = [groups[0][count:], *groups[1:]]
            return [group for group in rest if group] or groups
    return groups


def _words(text: str) -> list[str]:
    """Return the words that identify a title: without the small ones, which get lost at line ends."""
    return [word for word in re.findall(r"[^\W_]+", title_key(text)) if word not in SMALL_WORDS]


def _with_headings_apart(groups: list[Group]) -> list[Group]:
    """Return the groups with the headings of tables, and numbered sub-headings, cut off what follows."""
    groups = [part for group in groups for part in _with_table_apart(group)]
    opening = [bool(group[1:]) and shapes.opens_with_heading(group) for group in groups]
    if sum(opening) < 2:
        return groups
    return [
        part
        for group, opens in zip(groups, opening, strict=True)
        for part in ([group[:1], group[1:]] if opens else [group])
    ]


def _with_table_apart(group: Group) -> list[Group]:
    heading, rows = group[:1], group[1:]
    is_headed = shapes.is_table_heading(heading) and not any(map(marked, rows))
    return [heading, rows] if is_headed and shapes.has_columns(rows) else [group]


def _pieces(groups: list[Group], has_headings: bool) -> list[Piece]:
    headings, tables = _headings(groups, has_headings), _tables(groups)
    pieces: list[Piece] = []
    for position, group in enumerate(groups):
        heads_table = tables.get(position + 1, False)
        if position in tables:
            heading = [groups[position - 1]] if tables[position] else []
            pieces.append(_table(heading, group))
        elif position in headings:
            pieces.append(Piece("heading", [group]))
        elif not heads_table:
            for kind, lines in _runs(group):
                last = pieces[-1] if pieces else None
                if last and last.kind == kind != "prose" and not _restarts(last, lines):
                    last.groups.append(lines)
                else:
                    pieces.append(Piece(kind, [lines]))
    return [settled for piece in pieces for settled in _settled(piece)]


def _tables(groups: list[Group]) -> dict[int, bool]:
    """Return the positions of tables, and whether the group above each is its heading."""
    headed = [False, *(shapes.is_table_heading(group) for group in groups)]
    return {
        position: has_heading
        for position, (group, has_heading) in enumerate(zip(groups, headed, strict=False))
        if not marked(group[0]) and shapes.is_table(group, has_heading)
    }


def _table(heading: list[Group], group: Group) -> Piece:
    """Return a table without the captions of a row of pictures: its first line repeated, then equal pairs."""
    for position in range(1, len(group)):
        below = group[position + 1 :]
        if below and title_key(group[position].text) == title_key(group[0].text) and shapes.are_pairs(below):
            return Piece("table", [*heading, group[:position]], [ln.text.strip() for ln in group[position:]])
    return Piece("table", [*heading, group])


def _headings(groups: list[Group], has_plain: bool) -> set[int]:
    """Return the positions of sub-headings: short lines of one kind, most of them with a text below."""
    kinds = [shapes.heading_kind(group) for group in groups]
    found: set[int] = set()
    for kind in {*kinds} - {None}:
        alike = [position for position, each in enumerate(kinds) if each == kind]
        heading = {at for at in alike if _has_text_below(groups, at, kinds, has_plain)}
        fewest = 1 if has_plain and kind == shapes.PLAIN else 2
        if len(heading) >= fewest and len(heading) * 2 > len(alike):
            found |= heading
    return found


def _has_text_below(groups: list[Group], position: int, kinds: list[int | None], has_plain: bool) -> bool:
    if position + 1 == len(groups) or kinds[position + 1] == kinds[position]:
        return False
    heading, below = groups[position], groups[position + 1]
    if shapes.ORDINAL.match(squeeze(heading[0].text)):
        return True
    is_plain = has_plain or len(heading[0].text.split()) <= 2
    if kinds[position] == shapes.PLAIN and (marked(below[0]) or not is_plain):
        # Elsewhere a short line over a paragraph may be a caption.
        return not marked(heading[0]) and bool(marked(below[0]))
    prose = squeeze(" ".join(line.text for line in below))
    return not marked(below[0]) and ends_sentence(prose) and len(prose) > len(squeeze(heading[0].text))


def _runs(group: Group) -> list[tuple[str, Group]]:
    """Cut a group at its lists and labels; return each run of lines with its kind."""
    runs = _by_mark(group)
    return [part for kind, run in runs for part in ([(kind, run)] if kind == "list" else _by_label(run))]


def _by_mark(group: Group) -> list[tuple[str, Group]]:
    def kind(line: Line, above: Group) -> str:
        return "list" if marked(line) or (above and _continues(above, line)) else "prose"

    return _cut_by(group, kind, "list")


def _continues(items: Group, line: Line) -> bool:
    """Whether a line without a mark goes on with the item above it."""
    item = next(each for each in reversed(items) if marked(each))
    unfinished = len(items[-1].text.strip()) >= FULL_LINE and not ends_sentence(items[-1].text)
    return line.indent > item.indent or shapes.begins_inside(line.text) or unfinished


def _by_label(lines: Group) -> list[tuple[str, Group]]:
    """Cut two or more lines "Label: value" off prose; one alone is a piece when it is all there is."""

    def kind(line: Line, above: Group) -> str:
        is_label = shapes.label_of(line.text) or (above and shapes.begins_inside(line.text))
        return "labels" if is_label else "prose"

    runs = _cut_by(lines, kind, "labels")
    few = any(each == "labels" and len(run) < 2 for each, run in runs)
    return [("prose", lines)] if len(runs) > 1 and (few or shapes.is_wrapped(lines)) else runs


def _cut_by(lines: Group, kind: Callable[[Line, Group], str], going_on: str) -> list[tuple[str, Group]]:
    """Cut lines into runs of one kind, which may depend on the run above if that is ``going_on``."""
    runs: list[tuple[str, Group]] = []
    for line in lines:
        above = runs[-1][1] if runs and runs[-1][0] == going_on else []
        each = kind(line, above)
        if runs and runs[-1][0] == each:
            runs[-1][1].append(line)
        else:
            runs.append((each, [line]))
    return runs


def _restarts(piece: Piece, lines: Group) -> bool:
    """Whether a numbered list begins again at 1, as an item that is no deeper than the list above."""
    first, before = marked(lines[0]), [item for item in map(marked, piece.lines) if item]
    return bool(
        first
        and first.number == 1
        and any(item.number and item.line.indent >= first.line.indent for item in before)
        and first.line.indent <= before[0].line.indent
    )


def _settled(piece: Piece) -> list[Piece]:
    """Return a list or labels as such, or as the prose that they are when there are too few."""
    is_list = piece.kind == "list" and _is_list([item for item in map(marked, piece.lines) if item])
    if is_list or (piece.kind == "labels" and shapes.is_labelled(piece.lines)):
        return [piece]
    if piece.kind in ("heading", "table"):
        return [piece]
    return [_without_captions(group) for group in piece.groups]


def _without_captions(lines: Group) -> Piece:
    """Return prose without the captions of pictures in it."""
    captions = lines if shapes.are_pairs(lines) else [line for line in lines if shapes.caption_of(line.text)]
    if len(captions) > 1 and all(shapes.LIST_OR_CAPTION.match(line.text) for line in captions):
        captions = []
    rest = [line for line in lines if line not in captions]
    words = [shapes.caption_of(line.text) or squeeze(line.text) for line in captions]
    return Piece("prose", [rest] if rest else [], words)


def _is_list(items: list[Marked]) -> bool:
    if any(item.mark not in WEAK_MARKS for item in items):
        return True
    numbers = [item.number for item in items if item.mark == NUMBERED]
    return len(items) > 1 and numbers == list(range(1, len(numbers) + 1))


def _block(piece: Piece, following: Piece | None) -> Block:
    lines = piece.lines
    first = squeeze(lines[0].text)
    if piece.kind == "table":
        return Preformatted("\n".join(line.text.strip() for line in lines))
    if piece.kind == "labels":
        return Descriptions(shapes.descriptions(lines))
    if piece.kind == "list":
        return Heading(squeeze(first[1:])) if _is_section(lines, following) else item_list(lines)
    if piece.kind == "heading" or (len(lines) == 1 and following and shapes.is_question_heading(first)):
        return Heading(first.rstrip(":："))
    if len(lines) > 1 and shapes.is_wrapped(lines):
        return Paragraph(shapes.joined(lines))
    return Paragraph("\n".join(squeeze(line.text) for line in lines))


def _is_section(lines: Group, following: Piece | None) -> bool:
    """Whether an item alone is a section of an outline ("□ …"), with its text below."""
    item = marked(lines[0])
    is_outline = len(lines) == 1 and item and item.mark in OUTLINE and not ends_sentence(item.text)
    return bool(is_outline and following and following.kind in ("prose", "labels"))
