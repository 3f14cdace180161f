"""The few words under a title in lists."""

from django.utils.text import Truncator

from seoulsolution.content import richtext

EXCERPT_LENGTH = 160
#: Characters of rich text read for an excerpt: enough for one however many tags it has.
READ_LENGTH = 2000
ELLIPSIS = "…"


def excerpt(item, length=EXCERPT_LENGTH):
    """Return the summary of ``item`` (a Localized), else the beginning of its body, cut at a word."""
    return shorten(item.summary, length) if item.summary else beginning(item.body, length)


def beginning(html, length=EXCERPT_LENGTH):
    """Return the first words of a rich text as plain text."""
    return shorten(richtext.to_text(html[:READ_LENGTH]), length)


def shorten(text, length=EXCERPT_LENGTH):
    """Return ``text`` in at most ``length`` characters, cut between words where it has words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = Truncator(text).chars(length, truncate="")
    whole_words = cut.rpartition(" ")[0]
    return (whole_words if len(whole_words) > length // 2 else cut).rstrip(" ,.;:–-") + ELLIPSIS
