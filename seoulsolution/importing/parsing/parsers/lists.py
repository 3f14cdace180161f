"""Parse bulleted lines into nested lists. Markers doubled by scraping ("• 1)", "• •") are removed."""

import re

from seoulsolution.importing.parsing.records import Item, ItemList, Line
from seoulsolution.importing.parsing.text import squeeze

# CP949 has no "•": its copies have "?" or "·" instead, or only the spaces around it.
BULLET = re.compile(r"^(?P<indent>[ \t]*)[•∙●▪‣◦·ㆍ?]\s+(?P<text>\S.*)$")
LOST_BULLET = re.compile(r"^ {1,3}(?P<text>[^\s•∙●▪‣◦·ㆍ].*)$")
# Bullets indented further belong to a body.
TITLE_INDENT = 3
NUMBER = re.compile(r"^(?P<number>\d{1,2})\)\s*(?=\S)")
#: Indent, text and number of a bulleted line.
Node = tuple[int, str, int | None]
INNER_MARKER = re.compile(r"^(?:[•∙●▪‣◦○·ㆍ]|[–—?-](?=\s))\s*(?=\S)")


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


def item_list(lines: list[Line]) -> ItemList:
    """Return the list in bulleted lines, nested by indent; a line without a bullet continues its item."""
    nodes: list[Node] = []
    for line in lines:
        match = BULLET.match(line.text)
        if match:
            text, number = without_markers(match["text"])
            nodes.append((len(match["indent"]), text, number))
        elif nodes:
            indent, text, number = nodes[-1]
            nodes[-1] = (indent, f"{text} {squeeze(line.text)}", number)
    items, ordered = _items(nodes)
    return ItemList(items, ordered)


def _items(nodes: list[Node]) -> tuple[tuple[Item, ...], bool]:
    """Return the items of the outermost indent with those below them, and whether they count 1, 2, 3 …"""
    items: list[Item] = []
    numbers: list[int | None] = []
    start = 0
    while start < len(nodes):
        indent, text, number = nodes[start]
        end = start + 1
        while end < len(nodes) and nodes[end][0] > indent:
            end += 1
        children, ordered_children = _items(nodes[start + 1 : end])
        items.append(Item(text, children, ordered_children))
        numbers.append(number)
        start = end
    ordered = numbers == list(range(1, len(numbers) + 1)) and bool(numbers)
    if not ordered and any(number is not None for number in numbers):
        # Numbers that do not count from 1 carry meaning: keep them as text.
        items = [
            item if number is None else Item(f"{number}) {item.text}", item.children, item.ordered_children)
            for item, number in zip(items, numbers, strict=True)
        ]
    return tuple(items), ordered
