"""Cut the text of a newsletter's page into pieces by their role: a scraper glues them to one another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from seoulsolution.importing.parsing.parsers.boilerplate import COPYRIGHT
from seoulsolution.importing.parsing.parsers.newsletter import (
    STORY_OPENING,
    IssueName,
    masthead_end,
    split_stories,
)
from seoulsolution.importing.parsing.records import Line
from seoulsolution.importing.parsing.text import ends_sentence, squeeze

BRAND = re.compile(r"I\s*[·.•ㆍ]?\s*SEOUL\s*[·.•ㆍ]?\s*U|Hi[ ,]*Seoul|SEOUL,? MY SOUL", re.IGNORECASE)
# Glued or not, these begin with a capital after a sentence's end, a letter or nothing.
PHOTO = re.compile(r"\bPhotos? of (?:Today|the (?:Day|Week|Month))\b|(?<=[.!?a-z])Photos? of Today")
PHOTO_LINE = re.compile(r"^\s*photos? of (?:today|the month|the week|the day)\b", re.IGNORECASE)
PROMOTION = re.compile(
    r"(?:Download|Subscribe|Click here)\b[^.!?]{0,90}?"
    r"(?:\bfree\b|\bnewsletter\b|\bphotos?\b(?=\s*(?:[!.]|$)))[!.]*",
)
PROMOTION_LINE = re.compile(r"^\s*(?:download|subscribe)\b.*(?:free|newsletter|photos?)\W*$", re.IGNORECASE)
POPULAR = re.compile(r"Popular (?:Top )?News(?: Top)?\s*(?P<count>\d{1,2})?(?!\w)", re.IGNORECASE)
CAPTION_CHARACTERS = 120
#: The longest title on a line of its own above its story.
TITLE_CHARACTERS = 200


class Role(Enum):
    MASTHEAD = auto()
    PHOTO = auto()
    PROMOTION = auto()
    COPYRIGHT = auto()
    POPULAR = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Piece:
    """Text of one role with the lines it is on; pieces that were glued together share a line."""

    role: Role
    text: str
    lines: tuple[Line, ...]

    @property
    def last_line(self) -> int:
        return self.lines[-1].number

    @property
    def stated_count(self) -> int:
        """The number of popular titles that their heading states; 0 without one."""
        match = POPULAR.match(self.text)
        return int(match["count"] or 0) if match else 0


def pieces_of(groups: list[list[Line]], name: IssueName) -> list[Piece]:
    """Return the pieces of an issue's text in order. ``groups`` are the lines between blank lines."""
    found: list[Piece] = []
    for group in groups:
        cut = [piece for line in group for piece in _pieces_of_line(line, name)]
        found += _joined(cut)
    return _with_titles(found)


def _pieces_of_line(line: Line, name: IssueName) -> Iterator[Piece]:
    text = squeeze(line.text)
    if end := masthead_end(text, name) or _brand_end(text):
        yield Piece(Role.MASTHEAD, text[:end].strip(), (line,))
        text = text[end:].strip()
    marks = sorted(_marks(text), key=lambda mark: (mark[1], -mark[2]))
    position = 0
    for index, (role, start, end) in enumerate(marks):
        if start < position:
            continue
        if before := text[position:start].strip():
            yield Piece(Role.TEXT, before, (line,))
        if role is Role.PHOTO:
            end = marks[index + 1][1] if index + 1 < len(marks) else len(text)
            role = role if _is_caption(text[start:end], is_whole=start == 0) else Role.TEXT
        yield Piece(role, text[start:end].strip(), (line,))
        position = end
    if rest := text[position:].strip():
        yield Piece(Role.TEXT, rest, (line,))


def _brand_end(text: str) -> int:
    """Return where the city's motto ends when it is alone on the line; else 0."""
    return len(text) if BRAND.fullmatch(text) else 0


def _marks(text: str) -> Iterator[tuple[Role, int, int]]:
    """Yield role, start and end of each mark in a line that ends the text before it."""
    if PHOTO_LINE.match(text):
        yield Role.PHOTO, 0, len(text)
    if PROMOTION_LINE.match(text):
        yield Role.PROMOTION, 0, len(text)
    for role, pattern in (
        (Role.PHOTO, PHOTO),
        (Role.PROMOTION, PROMOTION),
        (Role.COPYRIGHT, COPYRIGHT),
        (Role.POPULAR, POPULAR),
    ):
        for match in pattern.finditer(text):
            if role is Role.COPYRIGHT or _begins_piece(text, match.start()):
                yield role, match.start(), match.end()


def _begins_piece(text: str, start: int) -> bool:
    """Whether a mark is at a seam: after a sentence, glued to what is before it, or after other marks."""
    before = text[:start].rstrip()
    is_glued = start == len(before)
    return not before or is_glued or ends_sentence(before) or bool(PHOTO.search(before[-CAPTION_CHARACTERS:]))


def _is_caption(text: str, is_whole: bool) -> bool:
    """Whether a text is a photo's words and no story is glued to them; alone on its line it may be long."""
    return (is_whole or len(text) <= CAPTION_CHARACTERS) and not STORY_OPENING.search(text)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join the texts of a group that are one text with hard line ends, unless each is a story by itself."""
    texts = [piece for piece in pieces if piece.role is Role.TEXT]
    if all(split_stories(piece.text) for piece in texts):
        return pieces
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and last.role is piece.role is Role.TEXT and last.lines[-1] is not piece.lines[0]:
            found[-1] = Piece(Role.TEXT, f"{last.text} {piece.text}", (*last.lines, *piece.lines))
        else:
            found.append(piece)
    return found


def _with_titles(pieces: list[Piece]) -> list[Piece]:
    """Join titles on lines of their own to the story below them, and a photo's words to their heading."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        opening = STORY_OPENING.match(piece.text)
        heads_photo = last and last.role is Role.PHOTO and not PHOTO_LINE.sub("", last.text).strip(" :")
        if last and ((opening and _is_title(last)) or (heads_photo and _is_title(piece))):
            found[-1] = Piece(last.role, f"{last.text} {piece.text}", (*last.lines, *piece.lines))
        else:
            found.append(piece)
    return found


def _is_title(piece: Piece) -> bool:
    is_short = len(piece.text) <= TITLE_CHARACTERS and not ends_sentence(piece.text)
    return piece.role is Role.TEXT and is_short and not STORY_OPENING.search(piece.text)
