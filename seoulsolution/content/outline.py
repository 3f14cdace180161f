"""What rich text is made of: its headings, links and tables, for those who check it or follow its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_LEVELS = {f"h{level}": level for level in range(1, 7)}


@dataclass
class Outline:
    """The parts of a text in their order; words are plain text on one line."""

    #: (level, words)
    headings: list[tuple[int, str]] = field(default_factory=list)
    #: (address, words)
    links: list[tuple[str, str]] = field(default_factory=list)
    #: Whether each has a header cell.
    tables: list[bool] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.outline = Outline()
        self.address: str | None = None
        self.words: dict[str, list[str]] = {}  # of the elements that are open, by their tag

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEVELS or tag == "a":
            self.words[tag] = []
        if tag == "a":
            self.address = dict(attrs).get("href") or ""
        elif tag == "table":
            self.outline.tables.append(False)
        elif tag == "th" and self.outline.tables:
            self.outline.tables[-1] = True

    def handle_data(self, data: str) -> None:
        for words in self.words.values():
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.words:
            return
        words = " ".join("".join(self.words.pop(tag)).split())
        if tag == "a":
            self.outline.links.append((self.address or "", words))
        else:
            self.outline.headings.append((_LEVELS[tag], words))


def read(value: str | None) -> Outline:
    """Return the outline of rich text that was cleaned (content.richtext)."""
    reader = _Reader()
    reader.feed(value or "")
    reader.close()
    return reader.outline
