"""The key points of an article, and its text below them, as pages and feeds show them."""

from html import escape

from seoulsolution.content import excerpts, layout, richtext
from seoulsolution.content.languages import Localized


def apart(item: Localized) -> tuple[list[str], str]:
    """Return (key points, text) of an article, as rich text.

    The key points are those of staff, else the headlines that an imported text opens with. The text does
    not repeat the title.
    """
    title = str(item)
    text = excerpts.without_title(richtext.clean(item.body), title)
    lines = (layout.without_mark(line).strip() for line in item.key_points.splitlines())
    if own := [escape(line, quote=False) for line in lines if line]:
        return own, text
    return layout.without_headlines(text, title) if item.import_key else ([], text)


def whole_text(item: Localized) -> str:
    """Return an article as one rich text, with its key points as a list."""
    points, text = apart(item)
    return richtext.list_of_points(points) + text
