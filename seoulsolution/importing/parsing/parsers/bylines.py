"""Who wrote a page; how often it was read is left out: "International Relations News SMG 4,672"."""

import re
from dataclasses import dataclass

from seoulsolution.importing.parsing.text import ends_sentence

_WORD = (
    r"(?:view count|read count|views?|viewed|hits?|reads?|조회 ?수?|읽음|閲覧(?:回数|数)?|アクセス数?|ヒット"
    r"|(?:点击|點擊|浏览|瀏覽|阅读|閱讀|访问|點閱|点阅|瀏覽人)(?:次数|次數|数|數|量|率)?|vues?|lectures?|visitas?|lecturas?|visites?"
    r"|المشاهدات|مشاهدات|مشاهدة)"
)
_NUMBER = r"\d[\d,.]*\s?(?:k\b|m\b|회|건|回|次|times\b)?"
_OPEN, _CLOSE = r"[(\[（]?", r"[)\]）]?"
# A number with or without its word on either side: "조회수 12 READS", "Hits: 5", "[12]", "1,077 views".
VIEWS = re.compile(
    rf"(?:^|[\s|·•/,])\s*{_OPEN}(?P<words>(?:{_WORD}\s*[:：.]?\s*)*){_OPEN}{_NUMBER}{_CLOSE}"
    rf"(?P<after>(?:\s*{_WORD})*){_CLOSE}\s*$",
    re.IGNORECASE,
)
# A label whose number is missing.
EMPTY_VIEWS = re.compile(rf"(?:(?:^|[\s|·•/,])\s*{_WORD}\s*[:：]?\s*)+$", re.IGNORECASE)
MAX_BYLINE = 300

#: Authors by which the sites' own offices sign.
OFFICE = (
    r"SMG|seoulsolution|Seoul Metropolitan Government|Seoul City|서울특별시|서울시|서울솔루션"
    r"|ソウル(?:特別)?市|首尔(?:特别)?市|首爾(?:特別)?市"
)
# A category may be glued to it.
SIGNED = re.compile(
    rf"^(?P<category>.*?)\s*(?:\b(?P<author>{OFFICE}|[A-Z]{{2,6}})|(?<=[a-z])(?P<glued>SMG))$"
)
OFFICE_ALONE = re.compile(rf"^(?:{OFFICE})$", re.IGNORECASE)
ACCOUNT = re.compile(r"^[A-Za-z][\w.@-]{1,29}$")
LEADING_COUNT = re.compile(rf"^\d[\d,]*\s+(?P<author>{OFFICE})$")
MAX_AUTHOR_WORDS = 6
MAX_AUTHOR = 60


@dataclass(frozen=True)
class Byline:
    """What a byline says; ``certainty`` is how sure it is that the line is one: 0 (none) to 3."""

    author: str = ""
    has_views: bool = False
    certainty: int = 0


NO_BYLINE = Byline()


def split_views(text: str, needs_word: bool = False) -> tuple[str, bool]:
    """Return a byline without the view count at its end, and whether it had one.

    With ``needs_word`` a number alone is no count, as where a date may end the text.
    """
    text = text.strip()
    if len(text) > MAX_BYLINE:
        return text, False
    match = VIEWS.search(text)
    if match and (match["words"] or match["after"] or not needs_word):
        return _without_label(text[: match.start()]), True
    return _without_label(text), False


def _without_label(text: str) -> str:
    return EMPTY_VIEWS.sub("", text).strip(" \t|·•/,")


def read_byline(text: str, category: str = "") -> Byline:
    """Return what a line says as the byline of a page in ``category``: "CATEGORY AUTHOR VIEWS".

    The category may be missing, and so may the author or the count, but not all.
    """
    text, has_views = split_views(text)
    folded = category.casefold().strip()
    rest = text[len(folded) :]
    begins = folded and text.casefold().startswith(folded)
    if begins and (not rest[:1].isalnum() or OFFICE_ALONE.match(rest)):
        author = rest.strip(" \t|·•:/-–")
        if leading := LEADING_COUNT.match(author):
            return Byline(leading["author"], True, 3)
        return Byline(author, has_views, 3) if _is_author(author) else NO_BYLINE
    if leading := LEADING_COUNT.match(text):
        return Byline(leading["author"], True, 3)
    if OFFICE_ALONE.match(text):
        return Byline(text, has_views, 3)
    signed = SIGNED.match(text)
    if signed and len(text) <= MAX_BYLINE:
        # A category that the page does not show above its title may precede the author.
        named = signed["category"]
        author = signed["author"] or signed["glued"]
        certainty = 3 if OFFICE_ALONE.match(author) else 2
        if not named or has_views or len(named.split()) <= MAX_AUTHOR_WORDS:
            return Byline(author, has_views, certainty)
    if has_views and ACCOUNT.match(text):
        return Byline(text, True, 1)
    return NO_BYLINE


def _is_author(text: str) -> bool:
    return len(text) <= MAX_AUTHOR and len(text.split()) <= MAX_AUTHOR_WORDS and not ends_sentence(text)
