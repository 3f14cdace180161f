"""Blocks of a record to the site's rich text. Everything in them is text and is escaped there."""

from seoulsolution.content import richtext
from seoulsolution.importing.parsing.records import Block, Heading, Item, ItemList, Preformatted


def rich_text(blocks: tuple[Block, ...], heading_level: int = 2) -> str:
    """Rich text of blocks in order."""
    return "".join(_block(block, heading_level) for block in blocks)


def _block(block: Block, heading_level: int) -> str:
    if isinstance(block, ItemList):
        return _list(block.items, block.ordered)
    if isinstance(block, Heading):
        return richtext.heading(block.text, heading_level)
    if isinstance(block, Preformatted):
        return richtext.preformatted(block.text)
    return richtext.paragraph(block.text)


def _list(items: tuple[Item, ...], ordered: bool) -> str:
    return richtext.list_of(
        [(item.text, _list(item.children, item.ordered_children) if item.children else "") for item in items],
        ordered=ordered,
    )
