"""The few words under a title in lists."""

from django.utils.text import Truncator

from seoulsolution.content import richtext

EXCERPT_LENGTH = 160
#: Characters of rich text read for an excerpt: enough for one however many tags it has.
READ_LENGTH = 2000
ELLIPSIS = "…"


def excerpt(item, length=EXCERPT_LENGTH):
    """Return the summary of ``item`` (a Localized), else the beginning of its body, cut at a word."""
    text = item.summary or richtext.to_text(item.body[:READ_LENGTH])
    return shorten(" ".join(text.split()), length)


def shorten(text, length=EXCERPT_LENGTH):
    """Return ``text`` in at most ``length`` characters, cut between words where it has words."""
    if len(text) <= length:
        return text
    cut = Truncator(text).chars(length, truncate="")
    whole_words = cut.rpartition(" ")[0]
    return (whole_words if len(whole_words) > length // 2 else cut).rstrip(" ,.;:–-") + ELLIPSIS
