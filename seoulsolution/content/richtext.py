"""The one module in which HTML becomes trusted.

Rich text from the editor and plain text from the importer both pass through here. A body may hold only
what the editor can represent (``EXTENSIONS``), so that opening a record never loses a tag. Text is cleaned
when it is saved, by whatever path, and again when it is shown.
"""

import html
import json
import re
from urllib.parse import urljoin

import nh3
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

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
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
}
#: A picture in a text: an element of our own, with the key of the picture and what this text says of it.
PICTURE = "site-picture"
PICTURE_ATTRIBUTES = {"key", "alt", "caption", "credit", "decorative"}
_ALLOWED = allowlist_from_extensions(expand_extensions(EXTENSIONS))
_CLEANER = nh3.Cleaner(
    **_ALLOWED
    | {
        "tags": _ALLOWED["tags"] | {PICTURE},
        "attributes": _ALLOWED["attributes"] | {PICTURE: PICTURE_ATTRIBUTES},
    }
)
_PICTURE_KEY = re.compile(rf'<{PICTURE}\b[^>]*?\bkey="([0-9a-f-]{{36}})"')
_BLOCK_END = re.compile(r"</(?:p|h[2-4]|li|pre|blockquote|tr)>|<br>|<hr>")
_CELL_END = re.compile(r"</t[dh]>")
_LINK = re.compile(r'(<a\s(?:[^>]*?\s)?href=")([^"]*)')
#: Characters that could end a script element or begin markup inside it.
_SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_EMPTY = re.compile(r"\A(?:\s|<p>|</p>|<br>)*\Z")


def clean(value: str | None) -> str:
    """Return ``value`` with only the tags and attributes the editor knows; "" for an empty document."""
    cleaned = _CLEANER.clean(value or "")
    return "" if _EMPTY.match(cleaned) else cleaned


def render(value: str | None) -> SafeString:
    """Return rich text ready for a template: cleaned again, whatever the database holds."""
    return mark_safe(clean(value))  # noqa: S308 - cleaned in this call


def with_absolute_links(value: str | None, base: str) -> str:
    """Return rich text cleaned, with links absolute to the address ``base``, for feeds and the API."""

    def absolute(match: re.Match[str]) -> str:
        try:
            target = urljoin(base, html.unescape(match[2]))
        except ValueError:  # an address with an unclosed bracket stays as it is
            return match[0]
        return match[1] + html.escape(target, quote=True)

    return _LINK.sub(absolute, clean(value))


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


def picture_keys(value: str) -> list[str]:
    """Return the keys of the pictures in rich text."""
    return _PICTURE_KEY.findall(value)


def from_text(text: str) -> str:
    """Return plain text as rich text: escaped, with a new paragraph at blank lines, line breaks kept."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(paragraph(block.strip()) for block in blocks if block.strip())


def to_text(value: str | None) -> str:
    """Return the plain text of rich text: one line per block, no tags, entities resolved."""
    broken = _CELL_END.sub(" ", _BLOCK_END.sub("\n", value or ""))
    text = html.unescape(nh3.clean(broken, tags=set()))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
