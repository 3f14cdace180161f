"""Links that a text had and the page, saved as text, has no more."""

import re

from seoulsolution.importing.parsing.records import Line, ReviewNote
from seoulsolution.importing.parsing.text import squeeze
from seoulsolution.reviews.reasons import ReviewReason

# "the website of the festival ( or Facebook (": brackets that lost the link inside, after a word for a link.
LOST_LINK = re.compile(
    r"\b(?:web ?sites?|web ?pages?|home ?pages?|pages?|sites?|links?|url|online|blog|portal|facebook|twitter"
    r"|instagram|youtube|app|e-?mail|here|click|address)\b[^.()]{0,40}\(\s*(?=\)|or\b|and\b|,|\.|$)"
    r"|(?:홈페이지|누리집|사이트|링크|블로그|이메일|주소|페이스북|ホームページ|サイト|网站|網站|网址|網址)"
    r"[^.()]{0,20}[(（]\s*(?=[)）]|또는|및|,|\.|$)|\be-?mail\s*:\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def lost_links(groups: list[list[Line]]) -> list[ReviewNote]:
    """Return a reason for review when brackets in some lines have lost their link, else an empty list."""
    lines = [line for group in groups for line in group if LOST_LINK.search(line.text.rstrip())]
    return (
        [ReviewNote(ReviewReason.LOST_LINK, "\n".join(squeeze(line.text) for line in lines))] if lines else []
    )
