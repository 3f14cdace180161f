"""Parse groups of lines into the blocks of a body: paragraphs, headings, lists, tables.

A group is the lines between two blank lines.
"""

import re
from dataclasses import dataclass

from seoulsolution.importing.parsing.parsers.lists import is_bullet, item_list
from seoulsolution.importing.parsing.records import Block, Heading, Line, Paragraph, Preformatted, ReviewNote
from seoulsolution.importing.parsing.text import ends_sentence, squeeze, title_key
from seoulsolution.reviews.reasons import ReviewReason

TABLE_HEADING = re.compile(r"^\s*[○◎□■◇◆]\s*\S")
TABLE_LINES = 3
HEADING_CHARACTERS = 120
# "the website of the festival ( or Facebook (": brackets that lost the link inside, after a word for a link.
LOST_LINK = re.compile(
    r"\b(?:web ?sites?|web ?pages?|home ?pages?|pages?|sites?|links?|url|online|blog|portal|facebook|twitter"
    r"|instagram|youtube|app|e-?mail|here|click|address)\b[^.()]{0,40}\(\s*(?=\)|or\b|and\b|,|\.|$)"
    r"|(?:홈페이지|누리집|사이트|링크|블로그|이메일|주소|페이스북|ホームページ|サイト|网站|網站|网址|網址)"
    r"[^.()]{0,20}[(（]\s*(?=[)）]|또는|및|,|\.|$)|\be-?mail\s*:\s*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class ParsedBody:
    """The body of a record: see ParsedRecord for its fields."""

    blocks: tuple[Block, ...]
    text: str
    captions: tuple[str, ...] = ()
    reviews: tuple[ReviewNote, ...] = ()


def body_of(groups: list[list[Line]], captions: tuple[str, ...] = ()) -> ParsedBody:
    """Build a body from groups of lines. Flattened tables are in ``blocks`` but not in ``text``."""
    blocks: list[Block] = []
    text: list[str] = []
    tables: list[str] = []
    found_captions = list(captions)
    for position, group in enumerate(groups):
        if is_table(group):
            group, below = _split_captions(group)
            found_captions += below
            table = "\n".join(line.text.strip() for line in group)
            if position and is_table_heading(groups[position - 1]):
                table = f"{squeeze(groups[position - 1][0].text)}\n{table}"
            blocks.append(Preformatted(table))
            tables.append(f"{group[0].number}–{group[-1].number}")
        elif not _heads_a_table(groups, position):
            blocks += _blocks(group)
            text += [line.text.strip() for line in group]
    reviews = [ReviewNote(ReviewReason.FLATTENED_TABLE, ", ".join(tables))] if tables else []
    reviews += lost_links(groups)
    return ParsedBody(tuple(blocks), "\n".join(text), tuple(found_captions), tuple(reviews))


def _heads_a_table(groups: list[list[Line]], position: int) -> bool:
    following = groups[position + 1] if position + 1 < len(groups) else None
    return bool(following and is_table_heading(groups[position]) and is_table(following))


def _blocks(group: list[Line]) -> list[Block]:
    if is_bullet(group[0]):
        return [item_list(group)]
    if len(group) == 1 and _is_question(group[0].text):
        return [Heading(squeeze(group[0].text))]
    return [Paragraph("\n".join(squeeze(line.text) for line in group))]


def _is_question(text: str) -> bool:
    stripped = text.strip()
    return stripped.endswith(("?", "？")) and len(stripped) <= HEADING_CHARACTERS and ". " not in stripped


def is_table_heading(group: list[Line]) -> bool:
    return len(group) == 1 and bool(TABLE_HEADING.match(group[0].text)) and not ends_sentence(group[0].text)


def is_table(group: list[Line]) -> bool:
    """Whether a group of lines is a table that lost its cells: several lines, most of them no sentences."""
    sentences = sum(ends_sentence(line.text) for line in group)
    return len(group) >= TABLE_LINES and not is_bullet(group[0]) and sentences < len(group) / 2


def _split_captions(group: list[Line]) -> tuple[list[Line], list[str]]:
    """Split off the captions of a row of pictures: the table's first line repeated, then equal pairs."""
    first = title_key(group[0].text)
    for position in range(1, len(group)):
        below = [line.text.strip() for line in group[position + 1 :]]
        pairs = list(zip(below[0::2], below[1::2], strict=False))
        if title_key(group[position].text) == first and pairs and all(one == two for one, two in pairs):
            return group[:position], [group[position].text.strip(), *below]
    return group, []


def lost_links(groups: list[list[Line]]) -> list[ReviewNote]:
    """Return a reason for review when brackets in some lines have lost their link, else an empty list."""
    lines = [line for group in groups for line in group if LOST_LINK.search(line.text.rstrip())]
    return (
        [ReviewNote(ReviewReason.LOST_LINK, "\n".join(squeeze(line.text) for line in lines))] if lines else []
    )
