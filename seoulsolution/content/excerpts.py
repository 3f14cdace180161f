"""Excerpts under the titles in lists: made when a record is saved, only shortened when shown."""

import re
import unicodedata
from html import escape, unescape
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, override

from seoulsolution.content import layout, marks, richtext
from seoulsolution.content.chunks import in_chunks
from seoulsolution.content.languages import CODES, active_language

EXCERPT_LENGTH = 160
#: Maximum length of a stored excerpt: what the widest place on the site shows.
STORED_LENGTH = 300
#: Number of characters of rich text read for an excerpt: enough even with many tags.
READ_LENGTH = 2000
ELLIPSIS = "…"
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def make(title: str | None, summary: str | None, body: str | None, is_imported: bool = False) -> str:
    """Return the excerpt to store with a text: its summary, else the first sentences of its body.

    The texts may be None. The title, if the body repeats it, datelines, headlines of an imported text and
    whatever is no sentence are left out, unless there is nothing else.
    """
    if summary and summary.strip():
        return shorten(summary, STORED_LENGTH)
    lines = [" ".join(line.split()) for line in richtext.words_only((body or "")[:READ_LENGTH]).splitlines()]
    if lines:
        lines[0] = lines[0][_end_of_repeated_title(title or "", lines[0]) :].lstrip(" :-–—")
    if is_imported and lines:
        lines[0] = layout.split_headlines(lines[0], title or "")[1]
    items = [layout.without_mark(item) for line in lines for item in layout.marked_items(line)]
    return in_sentences(_first_sentences(items) or _side_by_side(items), STORED_LENGTH)


def make_all_again(model: Any) -> None:
    """Make the excerpts of all rows as they are made now, for a migration: a few are locked at a time."""
    names = [f"excerpt_{code}" for code in CODES]
    for rows in in_chunks(model.objects.all()):
        for record in rows:
            for code in CODES:
                title, summary, body = (
                    getattr(record, f"{part}_{code}") for part in ("title", "summary", "body")
                )
                excerpt = make(title, summary, body, is_imported=bool(record.import_key))
                setattr(record, f"excerpt_{code}", excerpt)
        model.objects.bulk_update(rows, names)


def _first_sentences(items: list[str]) -> str:
    """Return sentences of plain texts, without the datelines these open with: more than is ever stored."""
    found = ""
    for item in items:
        for sentence in filter(layout.ends_sentence, layout.sentences(layout.without_dateline(item))):
            found = f"{found} {sentence}".lstrip()
            if len(found) > 2 * STORED_LENGTH:
                return found
    return found


def _side_by_side(items: list[str]) -> str:
    """Return texts that are no sentences as one, in which they can be told apart."""
    return "".join(item + (" " if item.endswith((":", ",", ";")) else " · ") for item in items).rstrip(" ·")


def in_sentences(text: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the whole sentences at the beginning of ``text`` that have at most ``length`` characters.

    The first may be half as long again; if it is longer, it is cut between words.
    """
    more = layout.sentences(text)
    first = next(more, "")
    if len(first) > length * 1.5 or not layout.ends_sentence(first):
        return shorten(text, length)
    for sentence in more:
        if len(first) + 1 + len(sentence) > length:
            break
        first = f"{first} {sentence}"
    return first


def heading(item: Any) -> str:
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
    """Return rich text without the ``title`` that it opens with, in plain or in strong letters."""
    match = re.match(r"<(p|h[2-4])>(?:<(strong|em)>([^<]*)</\2>)?(.*?)</\1>", html, re.DOTALL)
    if not match:
        return html
    marked, plain = match[3] or "", match[4]
    if marked:
        end = _end_of_repeated_title(title, unescape(marked))
        is_whole = bool(end) and not unescape(marked)[end:].strip(" :-–—")
        rest = plain if is_whole else None
    else:
        text = unescape(plain)
        end = 0 if "<" in plain else _end_of_repeated_title(title, text)
        rest = escape(text[end:], quote=False) if end else None
    if rest is None:
        return html
    rest = re.sub(r"^(?:[\s:–—-]|<br>)+", "", rest)
    return (f"<p>{rest}</p>" if rest else "") + html[match.end() :]


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
