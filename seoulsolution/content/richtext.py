"""The one module in which HTML becomes trusted.

Rich text from the editor and plain text from the importer both pass through here. A body may hold only
what the editor can represent (``EXTENSIONS``), so that opening a record never loses a tag. Text is cleaned
when it is saved, by whatever path, and again when it is shown.
"""

import html
import json
import re
from collections.abc import Callable, Iterable
from operator import attrgetter
from urllib.parse import urljoin

import nh3
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from seoulsolution.content import characters, layout, pictures, tidying
from seoulsolution.content.pictures import PlacedPicture

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "CodeBlock": True,
    "HardBreak": True,
    "HorizontalRule": True,
    "NoSpellCheck": False,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
}
_ALLOWED = allowlist_from_extensions(expand_extensions(EXTENSIONS))
_CLEANER = nh3.Cleaner(
    **_ALLOWED
    | {
        "tags": _ALLOWED["tags"] | {pictures.ELEMENT},
        "attributes": _ALLOWED["attributes"] | {pictures.ELEMENT: set(pictures.ATTRIBUTES)},
    }
)
_BLOCK_END = re.compile(r"</(?:p|h[2-4]|li|pre|blockquote|tr)>|<br>|<hr>")
_CELL_END = re.compile(r"</t[dh]>")
_LINK = re.compile(r'(<a\s(?:[^>]*?\s)?href=")([^"]*)')
#: Characters that could end a script element or begin markup inside it.
_SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
#: Tags that show nothing of their own.
_TEXT_TAG = re.compile(
    r"</?(?:p|br|hr|strong|em|su[bp]|h[2-4]|ul|ol|li|blockquote|pre|code|table|tbody|tr|t[hd]|a)\b[^>]*>"
)
_OUTSIDE_MARKUP = re.compile("[^<>]+")


def clean(value: str | None) -> str:
    """Return ``value`` with only the tags and attributes the editor knows; "" when nothing is visible.

    Text is in NFC and without invisible characters. A link to ``www.…`` or ``seoul.go.kr`` has a scheme.
    """
    cleaned = pictures.place(_CLEANER.clean(value or ""))
    # Next to a mark, NFC would also compose the end of a tag.
    normalised = _OUTSIDE_MARKUP.sub(lambda match: characters.normalise(match[0]), cleaned)
    normalised = layout.with_scheme(normalised)
    if normalised != cleaned:
        # Without its invisible characters an address may be one that is not allowed.
        cleaned = pictures.place(_CLEANER.clean(normalised))
    # A picture is visible: its element is none of the tags of text.
    return cleaned if characters.has_visible(html.unescape(_TEXT_TAG.sub("", cleaned))) else ""


def render(value: str | None, language: str = "") -> SafeString:
    """Return rich text ready for a template: cleaned again, whatever the database holds, and set.

    Its pictures are figures, in the language of the text (without one, the active language).
    """
    return _set(clean(value), language)


def linked_text(value: str) -> SafeString:
    """Return plain text escaped, with its addresses as links."""
    return mark_safe(layout.linked(html.escape(value)))  # noqa: S308 - escaped here


def _set(cleaned: str, language: str) -> SafeString:
    """Return cleaned rich text as readers see it: layout adds tags of its own, and links."""
    names = html.escape(gettext("Table")), html.escape(gettext("Preformatted text"))
    boxed = layout.boxed(layout.linked(layout.broken(tidying.tidy(cleaned))), *names)
    return mark_safe(pictures.with_figures(boxed, language or get_language() or ""))  # noqa: S308 - cleaned above


def with_absolute_links(value: str | None, base: str, language: str = "") -> str:
    """Return rich text set as for readers, for feeds and the API: addresses are absolute to ``base``."""

    def absolute(match: re.Match[str]) -> str:
        try:
            target = urljoin(base, html.unescape(match[2]))
        except ValueError:  # an address with an unclosed bracket stays as it is
            return match[0]
        return match[1] + html.escape(target, quote=True)

    text = layout.linked(layout.broken(tidying.tidy(clean(value))))
    return _LINK.sub(absolute, pictures.with_figures(text, language or get_language() or "", base))


def json_block(data: object) -> SafeString:
    """Return ``data`` as JSON for a data block: no character of it can end the script element."""
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder)
    return mark_safe(text.translate(_SCRIPT_ESCAPES))  # noqa: S308 - no markup is left in it


def paragraph(text: str) -> str:
    """Return ``text`` as one escaped paragraph; its line breaks stay."""
    return f"<p>{'<br>'.join(html.escape(line, quote=False) for line in text.splitlines())}</p>"


def preformatted(text: str) -> str:
    """Return ``text`` escaped, with its own lines and spaces kept (flattened tables)."""
    return f"<pre><code>{html.escape(text, quote=False)}</code></pre>"


def heading(text: str, level: int = 2) -> str:
    """Return ``text`` as an escaped heading of ``level`` 2 to 4."""
    return f"<h{level}>{html.escape(text, quote=False)}</h{level}>"


def list_of(items: list[tuple[str, str]], ordered: bool = False) -> str:
    """Return a list of (text, rich text below it): the text is escaped, what is below is kept as it is."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{paragraph(text)}{below}</li>' for text, below in items)}</{tag}>"


def descriptions(pairs: Iterable[tuple[str, str]]) -> str:
    """Return labels and their values, both escaped, as a list: the editor has no lists of descriptions."""
    escaped = ((html.escape(label, quote=False), html.escape(value, quote=False)) for label, value in pairs)
    return list_of_points([f"<strong>{label}:</strong> {value}" for label, value in escaped])


def list_of_points(points: list[str]) -> str:
    """Return rich texts of one line each as a list; "" when there are none."""
    return f"<ul>{''.join(f'<li><p>{point}</p></li>' for point in points)}</ul>" if points else ""


def from_text(text: str) -> str:
    """Return plain text as rich text: escaped, with a new paragraph at blank lines, line breaks kept."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(paragraph(block.strip()) for block in blocks if block.strip())


def to_text(value: str | None, show: Callable[[PlacedPicture], str] = attrgetter("text")) -> str:
    """Return the plain text of rich text: one line per block, no tags, entities resolved.

    Of a picture it has what ``show`` returns, else its text alternative and its caption.
    """
    texts = pictures.replace_each(value or "", lambda picture: f"\n{html.escape(show(picture))}\n")
    broken = _CELL_END.sub(" ", _BLOCK_END.sub("\n", texts))
    text = html.unescape(nh3.clean(broken, tags=set()))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def words_only(value: str | None) -> str:
    """Return the plain text of rich text without that of its pictures."""
    return to_text(value, lambda picture: "")
