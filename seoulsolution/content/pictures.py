"""Pictures in rich text: empty elements of our own, which are made into figures when the text is shown.

``<site-picture key="UUID" alt="…" caption="…" credit="…" decorative="true"></site-picture>`` names a picture,
and holds what this text says of it.
"""

import html
import re
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

ELEMENT = "site-picture"
ATTRIBUTES = ("key", "alt", "caption", "credit", "decorative")
#: What may hold a picture: it is a block, like a paragraph.
_HOLDS_BLOCKS = {"blockquote", "li", "td", "th"}
_VOID = {"br", "hr"}
# Of cleaned HTML, in which an attribute holds neither < nor >.
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)([^>]*)>")
_PICTURE = re.compile(rf'<{ELEMENT}\b((?:[^">]|"[^"]*")*)>(?:</{ELEMENT}>)?')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


@dataclass(frozen=True)
class PlacedPicture:
    """A picture in a text, and what the text says of it."""

    key: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    is_decorative: bool = False

    @property
    def text(self) -> str:
        """What it says to those who only read, and to search."""
        return "\n".join(filter(None, ["" if self.is_decorative else self.alt, self.caption]))

    @property
    def element(self) -> str:
        """The element that is stored; attributes without a value are left out."""
        values = (self.key, self.alt, self.caption, self.credit, "true" if self.is_decorative else "")
        named = zip(ATTRIBUTES, values, strict=True)
        attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in named if value)
        return f"<{ELEMENT}{attributes}></{ELEMENT}>"


def _quoted(text: str) -> str:
    """Return ``text`` as the value of an attribute, as the cleaner and browsers write it."""
    return html.escape(text, quote=False).replace('"', "&quot;")


#: Makes the figures of pictures: called with the pictures of a text, its language and the address that theirs
#: are to be absolute to (""), returns the markup of each; "" for one that is gone.
MakeFigures = Callable[[Sequence[PlacedPicture], str, str], list[str]]
_make_figures: MakeFigures | None = None
#: Told keys of pictures, returns those that are there.
_existing: Callable[[Collection[str]], Collection[str]] | None = None


def register(figures: MakeFigures, existing: Callable[[Collection[str]], Collection[str]]) -> None:
    """Let rich text show pictures. Whoever has the pictures calls this (seoulsolution.media)."""
    global _make_figures, _existing
    _make_figures, _existing = figures, existing


def with_figures(value: str, language: str, base: str = "") -> str:
    """Return rich text with its pictures as figures, in ``language``, with addresses absolute to ``base``."""
    if not (found := find(value)):
        return value
    figures = iter(_make_figures(found, language, base) if _make_figures else [""] * len(found))
    return replace_each(value, lambda picture: next(figures))


def place(cleaned: str) -> str:
    """Return cleaned HTML with each picture as an empty element between blocks.

    One inside a paragraph comes behind it, and what was inside a picture stays in its place. An element
    without the key of a picture is dropped.
    """
    if ELEMENT not in cleaned:
        return cleaned
    out: list[str] = []
    opened: list[tuple[str, int]] = []  # name, and where it is in ``out``
    waiting: list[str] = []
    end = 0
    for tag in _TAG.finditer(cleaned):
        out.append(cleaned[end : tag.start()])
        end = tag.end()
        closes, name, attributes = tag.groups()
        if name == ELEMENT:
            if not closes and (picture := _read(attributes)):
                waiting.append(picture.element)
        elif closes:
            _name, start = opened.pop()
            is_emptied = waiting and name == "p" and not "".join(out[start + 1 :]).strip()
            out[start if is_emptied else len(out) :] = [] if is_emptied else [tag[0]]
        else:
            if name not in _VOID:
                opened.append((name, len(out)))
            out.append(tag[0])
        if waiting and (not opened or opened[-1][0] in _HOLDS_BLOCKS):
            out += waiting
            waiting = []
    return "".join([*out, cleaned[end:], *waiting])


def _read(attributes: str) -> PlacedPicture | None:
    """Return the picture of an element with these attributes; None if it names none."""
    found = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    if not (key := as_key(found.get("key", ""))):
        return None
    texts = {name: " ".join(found.get(name, "").split()) for name in ("alt", "caption", "credit")}
    return PlacedPicture(key, **texts, is_decorative=found.get("decorative") == "true")


def as_key(text: str) -> str:
    """Return ``text`` as the key of a picture; "" if it cannot be one."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def find(value: str | None) -> list[PlacedPicture]:
    """Return the pictures in rich text, in their order."""
    found = map(_read, _PICTURE.findall(value or "")) if ELEMENT in (value or "") else ()
    return [picture for picture in found if picture]


def keys(value: str) -> list[str]:
    """Return the keys of the pictures in rich text."""
    return [picture.key for picture in find(value)]


def without_missing(value: str) -> str:
    """Return rich text without the pictures that are gone."""
    named = set(keys(value))
    missing = named - set(_existing(named)) if named and _existing else set()
    if not missing:
        return value
    return replace_each(value, lambda picture: "" if picture.key in missing else picture.element)


def replace_each(value: str, show: Callable[[PlacedPicture], str]) -> str:
    """Return rich text with each picture as ``show`` has it."""

    def replace(match: re.Match[str]) -> str:
        picture = _read(match[1])
        return show(picture) if picture else ""

    return _PICTURE.sub(replace, value) if ELEMENT in value else value
