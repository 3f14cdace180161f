"""Excerpts under the titles in lists: made when a record is saved, only shortened when shown."""

import re
import unicodedata

from django.utils.text import Truncator

from seoulsolution.content import richtext

EXCERPT_LENGTH = 160
#: Maximum length of a stored excerpt: what the widest place on the site shows.
STORED_LENGTH = 220
#: Number of characters of rich text read for an excerpt: enough even with many tags.
READ_LENGTH = 2000
ELLIPSIS = "…"
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def make(title: str | None, summary: str | None, body: str | None) -> str:
    """Return the excerpt to store with a text: its summary, else the first words of its body.

    All three may be None. If the body begins with the title, the excerpt begins after it.
    """
    if summary and summary.strip():
        return shorten(summary, STORED_LENGTH)
    text = " ".join(richtext.words_only((body or "")[:READ_LENGTH]).split())
    return shorten(text[_end_of_repeated_title(title or "", text) :].lstrip(" :-–—"), STORED_LENGTH)


def heading(item: object) -> str:
    """Return a record's title; one that is cut in the source ends in an ellipsis instead of dots."""
    title = str(item)
    if getattr(item, "title_cut", False):
        return title.rstrip(" .…") + ELLIPSIS
    return title


def words_of_title(title: str) -> str:
    """Return ``title`` without what is in brackets, unless that is all of it."""
    words = " ".join(_BRACKETED.sub(" ", title).replace("_", " ").split())
    return words or title


def beginning(html: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the first words of a rich text as plain text."""
    return shorten(richtext.words_only(html[:READ_LENGTH]), length)


def shorten(text: str, length: int = EXCERPT_LENGTH) -> str:
    """Return ``text`` cut between words after at most ``length`` characters, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = Truncator(text.removesuffix(ELLIPSIS)).chars(length, truncate="")
    whole_words = cut.rpartition(" ")[0]
    return (whole_words if len(whole_words) > length // 2 else cut).rstrip(" ,.;:–-") + ELLIPSIS


def _end_of_repeated_title(title: str, text: str) -> int:
    """Return the index in ``text`` after a leading ``title``, or 0; ignore spaces and compatibility forms."""
    wanted = letters(title)
    for end in range(len(title.rstrip()), min(len(text), len(title) + 8) + 1):
        if wanted and letters(text[:end]) == wanted:
            return end
    return 0


def letters(text: str) -> str:
    """Return what two spellings of one text share: without spaces, case and compatibility forms."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
