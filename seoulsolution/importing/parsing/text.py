"""Normal forms of text: what is removed, and when two titles are the same."""

import re
import unicodedata
from functools import lru_cache

from seoulsolution.content.characters import INVISIBLE

SURROGATE = re.compile("[\ud800-\udfff]")
# A double space after a full stop was exported as NBSP + space; only a longer run marks a paragraph.
PARAGRAPH_MARK = re.compile(r"[ \u00a0]*\u00a0[ \u00a0]*")
PARAGRAPH_MARK_LENGTH = 3

QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ`´＇", "'"),
        **dict.fromkeys("“”„‟″«»「」『』＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    }
)
CUT_MARK = re.compile(r"\s*(?:\.{2,}|…)\s*$")
CUT_LENGTH = 80
# Words that titles write in small letters and line ends lose.
_SMALL = "a an the of and or in on at to for from with by as is are it s be do we our you your vs via"
SMALL_WORDS = frozenset(_SMALL.split())
SENTENCE_SPLIT = re.compile(r"[.!?。？！…][”\"’'）)\]]*(?=\s)")
SENTENCE_END = re.compile(r"[.!?。？！…][”\"’'）)\]]*$")


def without_invisible(text: str) -> tuple[str, int]:
    """Return the text in NFC without zero-width, bidi and control characters, and how many it had."""
    kept, removed = INVISIBLE.subn("", text)
    return unicodedata.normalize("NFC", kept), removed


def squeeze(text: str) -> str:
    """Return the text in NFC with each run of white space (NBSP too) as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=1024)
def title_key(title: str) -> str:
    """Return what identifies a title: quotes, dashes, case, width and spaces folded, the cut mark removed."""
    folded = unicodedata.normalize("NFKC", CUT_MARK.sub("", title).translate(QUOTES))
    return " ".join(folded.translate(QUOTES).casefold().split())


def cut_stem(title: str) -> str | None:
    """Return the 80 characters left of a title that its page cut; None when it is whole.

    The pages cut at exactly 80 characters and add two full stops; other titles may end in them, too.
    """
    if title.endswith("..") and not title.endswith("...") and len(title) == CUT_LENGTH + 2:
        return title[:-2]
    return None


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, closing quotes and brackets included."""
    return bool(SENTENCE_END.search(text.rstrip()))


def paragraphs(line: str) -> list[str]:
    """Return the paragraphs of a line in which runs of NBSP are the only paragraph marks."""
    parts, start = [], 0
    for mark in PARAGRAPH_MARK.finditer(line):
        if len(mark.group()) >= PARAGRAPH_MARK_LENGTH:
            parts.append(line[start : mark.start()])
            start = mark.end()
    parts.append(line[start:])
    return [squeezed for part in parts if (squeezed := squeeze(part))]


def shortened(text: str, most: int) -> str:
    """Return the text, cut to ``most`` characters and an ellipsis when it has more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def printable(text: str) -> str:
    """Return the text with U+FFFD for what no database or terminal takes (lone surrogates, NUL)."""
    return SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")
