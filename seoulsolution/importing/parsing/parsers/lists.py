"""Parse marked lines into nested lists. Markers doubled by scraping ("• 1)", "• •") are removed."""

import re
from dataclasses import dataclass

from seoulsolution.importing.parsing.records import Item, ItemList, Line
from seoulsolution.importing.parsing.text import squeeze

# CP949 has no "•": its copies have "?" or "·" instead, or only the spaces around it. Other scrapers
# write "*" and more than one space, unlike a note.
BULLET = re.compile(r"^(?P<indent>[ \t]*)(?:[•∙●▪‣◦·ㆍ?]\s+|[*-] {2,})(?P<text>\S.*)$")
LOST_BULLET = re.compile(r"^ {1,3}(?P<text>[^\s•∙●▪‣◦·ㆍ].*)$")
# Bullets indented further belong to a body.
TITLE_INDENT = 3
NUMBER = re.compile(r"^\(?(?P<number>\d{1,2})\)\s*(?=\S)")
INNER_MARKER = re.compile(r"^(?:[•∙●▪‣◦○❍·ㆍ]|[–—](?=[\s“‘\"'(]|[^\W\d])|[?-](?=\s))\s*(?=\S)")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
#: Marks of items, the outermost first: in the outlines of Korean offices, □ is above ○, and ○ above -.
OUTLINE = "□■◆◇◎○"
RANKS = (OUTLINE[:-1], "○●❍❏❑❖", "▶▷►▸➤➔☞☛✓✔", "•∙▪‣◦", "·ㆍ?", "–—-", "*")
MARK = re.compile(
    rf"^[ \t\u00a0]*(?:(?P<mark>[{OUTLINE}●❍❏❑❖▶▷►▸➤➔☞☛✓✔•∙▪‣◦]"
    r"|[·ㆍ?*-](?=\s)|[–—](?=[\s“‘\"'(]|[^\W\d]))"
    rf"|\(?(?P<number>\d{{1,2}})(?:\)|\.(?=\s))|(?P<circled>[{CIRCLED}]))\s*(?P<text>\S.*)$"
)
NUMBERED = "1"


@dataclass(frozen=True)
class Marked:
    """A line that begins with the mark of an item; all numbers have the mark ``NUMBERED``."""

    line: Line
    mark: str
    text: str
    number: int | None = None

    @property
    def rank(self) -> int:
        return next((rank for rank, marks in enumerate(RANKS) if self.mark in marks), -1)


def marked(line: Line) -> Marked | None:
    """Return a line as that of an item; None when it begins with no mark.

    A mark alone does not make a list: a dash may open a signature, a number a heading.
    """
    match = MARK.match(line.text)
    if not match:
        return None
    if match["mark"]:
        text, number = without_markers(match["text"])
        return Marked(line, match["mark"], text, number)
    number = int(match["number"]) if match["number"] else CIRCLED.index(match["circled"]) + 1
    return Marked(line, NUMBERED, squeeze(match["text"]), number)


def is_bullet(line: Line) -> bool:
    return bool(BULLET.match(line.text))


def is_title_bullet(line: Line) -> bool:
    """Whether a line is indented like the bulleted titles of both sites, even if its bullet is lost."""
    return line.indent <= TITLE_INDENT and bool(BULLET.match(line.text) or LOST_BULLET.match(line.text))


def bullet_text(line: Line) -> str:
    """Return the text after the bullet as written; the whole line when it has no bullet."""
    match = BULLET.match(line.text) or LOST_BULLET.match(line.text)
    return match["text"].strip(" \t") if match else line.text.strip()


def without_markers(text: str) -> tuple[str, int | None]:
    """Return an item's text without its own marker, and the number if that was the marker."""
    numbered = NUMBER.match(text)
    if numbered:
        return squeeze(text[numbered.end() :]), int(numbered["number"])
    return squeeze(INNER_MARKER.sub("", text, count=1)), None


@dataclass
class Node:
    """An item at its depth, which counts from 0."""

    depth: int
    text: str
    number: int | None


def item_list(lines: list[Line]) -> ItemList:
    """Return the list in marked lines, nested by indent and mark; a line without one continues its item."""
    nodes: list[Node] = []
    above: list[Marked] = []  # the item and those it is below, the outermost first
    for line in lines:
        item = marked(line)
        if item:
            above = [*_items_above(above, item), item]
            nodes.append(Node(len(above) - 1, item.text, item.number))
        elif nodes:
            nodes[-1].text = f"{nodes[-1].text} {squeeze(line.text)}"
    items, ordered = _items(nodes)
    return ItemList(items, ordered)


def _items_above(path: list[Marked], item: Marked) -> list[Marked]:
    """Return the part of ``path`` that an item is below: what is less indented, or has a higher mark."""
    path = [each for each in path if each.line.indent <= item.line.indent]
    while path and path[-1].line.indent == item.line.indent and path[-1].rank >= item.rank:
        path.pop()
    return path


def _items(nodes: list[Node]) -> tuple[tuple[Item, ...], bool]:
    """Return the outermost items with those below them, and whether they count 1, 2, 3 …"""
    items: list[Item] = []
    numbers: list[int | None] = []
    start = 0
    while start < len(nodes):
        node = nodes[start]
        end = start + 1
        while end < len(nodes) and nodes[end].depth > node.depth:
            end += 1
        children, ordered_children = _items(nodes[start + 1 : end])
        items.append(Item(node.text, children, ordered_children))
        numbers.append(node.number)
        start = end
    ordered = numbers == list(range(1, len(numbers) + 1)) and bool(numbers)
    if not ordered and any(number is not None for number in numbers):
        # Numbers that do not count from 1 carry meaning: keep them as text.
        items = [
            item if number is None else Item(f"{number}) {item.text}", item.children, item.ordered_children)
            for item, number in zip(items, numbers, strict=True)
        ]
    return tuple(items), ordered
