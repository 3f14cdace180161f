"""Rewriting the HTML of a page for a preview: nothing on it leads away, and nobody takes it for the page."""

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]

#: What a page needs to look as it does; all else in the head names its public address.
_KEPT_META = frozenset({"viewport", "color-scheme", "theme-color"})
_KEPT_LINKS = frozenset({"stylesheet", "preload", "icon", "apple-touch-icon"})
_ADDRESSES = frozenset({"href", "xlink:href", "action", "formaction", "ping"})
#: What says something about the target of a link.
_ABOUT_TARGET = frozenset({"hreflang", "rel", "target", "download", "type"})
_DROPPED = frozenset({"iframe", "object", "script"})
#: Elements without content, of which "base" and "embed" are dropped as well.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_ROBOTS = '<meta name="robots" content="noindex, nofollow">'


def rewrite(html: str, addresses: Mapping[str, str], *, links_open: bool = False) -> str:
    """Return the page ``html`` without scripts, with inert forms, and with links to its own parts only.

    ``addresses`` maps addresses of links and pictures to those that replace them; "" ends a link. With
    ``links_open`` other links stay, and open in a window of their own.
    """
    page = _Page(addresses, links_open)
    page.feed(html)
    page.close()
    return "".join(page.parts)


class _Page(HTMLParser):
    """The page as it is read, in ``parts``."""

    def __init__(self, addresses: Mapping[str, str], links_open: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.addresses = addresses
        self.links_open = links_open
        self.dropping = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in _DROPPED or self.dropping:
            self.dropping = self.dropping or tag
            return
        if tag in ("base", "embed") or not _is_kept(tag, dict(attrs)):
            return
        if tag == "form":
            attrs = [("inert", None), *((name, value) for name, value in attrs if name != "method")]
        attrs = self._link(attrs) if tag == "a" else self._other(tag, attrs)
        written = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs
        )
        self.parts.append(f"<{tag}{written}>")
        if tag == "head":
            self.parts.append(_ROBOTS)

    def _link(self, attrs: Attributes) -> Attributes:
        """Return the attributes of a link, without its address if that leads away."""
        address = dict(attrs).get("href")
        if address is None or address.startswith("#"):
            return attrs
        rest = [(name, value) for name, value in attrs if name not in _ADDRESSES]
        if instead := self.addresses.get(address):
            return [("href", instead), *rest]
        rest = [(name, value) for name, value in rest if name not in _ABOUT_TARGET]
        new_window = [("href", address), ("target", "_blank"), ("rel", "noopener noreferrer")]
        return [*new_window, *rest] if self.links_open and instead is None else rest

    def _other(self, tag: str, attrs: Attributes) -> Attributes:
        kept: Attributes = []
        for name, value in attrs:
            if name == "src":
                kept.append((name, self.addresses.get(value or "", value)))
            elif name == "srcset":
                kept.append((name, self._sources(value or "")))
            elif name not in _ADDRESSES or tag == "link" or (value or "").startswith("#"):
                kept.append((name, value))
        return kept

    def _sources(self, srcset: str) -> str:
        """Return ``srcset`` ("address 480w, address 960w") with the addresses replaced."""
        candidates = (candidate.strip().partition(" ") for candidate in srcset.split(","))
        return ", ".join(
            f"{self.addresses.get(address, address)} {width}" for address, _space, width in candidates
        )

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.dropping:
            self.dropping = ""
        elif not self.dropping:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.dropping:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")


def _is_kept(tag: str, attrs: Mapping[str, str | None]) -> bool:
    if tag == "meta":
        return "charset" in attrs or attrs.get("name") in _KEPT_META
    return tag != "link" or attrs.get("rel") in _KEPT_LINKS
