"""Excerpts under the titles in lists: made when a record is saved, only shortened when shown."""

import re
import unicodedata
from html import unescape

from django.utils.html import conditional_escape, format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, override

from seoulsolution.content import layout, marks, richtext
from seoulsolution.content.languages import active_language

EXCERPT_LENGTH = 160
#: Maximum length of a stored excerpt: what the widest place on the site shows.
STORED_LENGTH = 300
#: Number of characters of rich text read for an excerpt: enough even with many tags.
READ_LENGTH = 2000
ELLIPSIS = "…"
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def make(title: str | None, summary: str | None, body: str | None) -> str:
    """Return the excerpt to store with a text: its summary, else the first sentences of its body.

    All three may be None. The title, if the body repeats it, headlines, datelines and whatever is no sentence
    are left out, unless there is nothing else.
    """
    if summary and summary.strip():
        return shorten(summary, STORED_LENGTH)
    lines = [" ".join(line.split()) for line in richtext.words_only((body or "")[:READ_LENGTH]).splitlines()]
    if lines:
        lines[0] = lines[0][_end_of_repeated_title(title or "", lines[0]) :].lstrip(" :-–—")
    found = [sentence for line in lines for sentence in _sentences(line)]
    return in_sentences(" ".join(found or lines), STORED_LENGTH)


def _sentences(line: str) -> list[str]:
    """Return the sentences of a line of plain text, without the headlines and the dateline it opens with."""
    if len(line.split()) > layout.LONG_PARAGRAPH:
        line = layout.split_headlines(line)[1]
    return [each for each in layout.sentences(layout.without_dateline(line)) if layout.ends_sentence(each)]


def in_sentences(text: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the whole sentences at the beginning of ``text`` that have at most ``length`` characters.

    The first may be half as long again; if it is longer, it is cut between words.
    """
    first, *more = layout.sentences(text) or [""]
    if len(first) > length * 1.5 or not layout.ends_sentence(first):
        return shorten(text, length)
    for sentence in more:
        if len(first) + 1 + len(sentence) > length:
            break
        first = f"{first} {sentence}"
    return first


def heading(item: object) -> str:
    """Return a record's title as pages show it: tidied, and with an ellipsis if it is cut in the source.

    A record that readers know by another name (an issue of the newsletter) has that, in the language shown.
    """
    if hasattr(item, "display_name"):
        with override(getattr(item, "lang", active_language())):
            return str(item.display_name)
    title = marks.tidy_title(str(item), is_film=getattr(item, "kind", "") == "video")
    if getattr(item, "title_cut", False):
        return title.rstrip(" .…") + ELLIPSIS
    return title


def full_heading(item: object) -> str:
    """Return the heading, with a note if the title is cut, for places that show it alone."""
    note = gettext("(title cut in the source)")
    return f"{heading(item)} {note}" if getattr(item, "title_cut", False) else heading(item)


def heading_in_list(item: object) -> str:
    """Return the heading as HTML for a link: where it is cut, the ellipsis says so.

    It does to screen readers in words, and under a pointer.
    """
    if not getattr(item, "title_cut", False):
        return conditional_escape(heading(item))
    return format_html(
        '{0}<span title="{1}">{2}</span><span class="hidden" lang="{3}"> {1}</span>',
        heading(item).removesuffix(ELLIPSIS),
        gettext("(title cut in the source)"),
        ELLIPSIS,
        active_language(),
    )


def without_title(html: str, title: str) -> str:
    """Return rich text without the ``title`` that it opens with."""
    match = re.match(r"<(p|h[2-4])>([^<]*)</\1>", html)
    end = _end_of_repeated_title(title, unescape(match[2])) if match else 0
    if not match or not end:
        return html
    rest = unescape(match[2])[end:].lstrip(" :-–—")
    return (richtext.paragraph(rest) if rest else "") + html[match.end() :]


def words_of_title(title: str) -> str:
    """Return ``title`` without what is in brackets, unless that is all of it."""
    words = " ".join(_BRACKETED.sub(" ", title).replace("_", " ").split())
    return words or title


def beginning(html: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the first sentences of a rich text as plain text."""
    return in_sentences(richtext.words_only(html[:READ_LENGTH]), length)


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
