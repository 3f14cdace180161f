"""Where sentences end, and the datelines before the first."""

import re
from collections.abc import Iterator
from itertools import chain

#: A paragraph of more words than this is broken, and may open with headlines.
LONG_PARAGRAPH = 90

_TAG_OR_SPACE = re.compile(r"(?P<tag></?(?!br\b)[a-z][^>]*>)|(?P<space>(?:\s|&nbsp;|<br>)+)")
_TAG = re.compile(r"<[^>]*>")
#: What a sentence, its quotation marks or its tags end with. Asked first, as most words end with a letter.
_LAST_CHARACTERS = frozenset(".!?。？！…”\"’')]>")
_SENTENCE_END = re.compile(r"[.!?。？！…][”\"’')\]]*(?:</[a-z]+>)*$")
_SENTENCE_START = re.compile(r"(?:<[a-z][^>]*>)*[“\"‘'(\[<]*[A-Z0-9가-힣一-鿿\u2460-\u2473*▴•]")
#: What ends in a full stop without ending a sentence: abbreviations, initials, Korean dates.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Nos?|Vol|Inc|Co|Ltd|Corp|Gov|Sen|Gen|vs|etc|cf|approx|Jan"
    r"|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun|[A-Z]|[a-z]\.[a-z])"
    r"|(?:\d{1,4}\. ?){1,2}\d{1,2}|(?:^|[\s>])[가나다라마바사아자차카타파하])\.$"
)
_NUMBER_AND_STOP = re.compile(r"(?:^|\s)\d{1,4}\.$")
#: The number of a paragraph.
_ENUMERATOR = re.compile(r"\s*(?:<[a-z]+>)*\d{1,2}\.")
#: A quotation is not cut unless it is longer than this.
_QUOTATION = re.compile(r"“[^“”]{1,600}”|(?<![^\s(>])\"[^\"<>]{1,600}\"(?!\w)")

_DATE = (
    r"\(?(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}[-./] ?\d{1,2}[-./] ?\d{1,2}\.?|\d{1,2} [A-Z][a-z]+,? \d{4}"
    r"|[A-Z][a-z]+\.? \d{1,2}, \d{4})\)?(?:\s?\([월화수목금토일]\))?"
)
_DATELINE = re.compile(
    # "[서울=뉴시스] 홍길동 기자 =", "(Seoul = Yonhap)"
    r"\s*(?:(?:\([^()=]{1,30}=[^()=]{1,30}\)|\[[^\[\]=]{1,30}=[^\[\]=]{1,30}\])"
    r"(?:\s*[가-힣]{2,4} (?:기자|특파원)\s*=)?"
    # "SEOUL, South Korea – Nov. 5, 2026 –"
    rf"|[A-Z]{{3,}}(?:, [^–—]{{3,30}})?(?= [–—])(?:\s*[–—]\s*{_DATE}(?=\s*[–—]))?"
    # "Seoul, November 5, 2026 —"
    rf"|[A-Z][a-z]+(?:,? [A-Z][a-z]+){{0,2}}, {_DATE}(?=\s*[–—]|\s+-)"
    rf"|{_DATE})"
    # What goes on in small letters is a sentence that begins with a date.
    r"[\s,.:=–—-]*(?=[“\"‘'(\[]*[A-Z0-9가-힣]|$)"
)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, plain or with inline tags: none is cut inside of a tag."""
    start = 0
    for end, next_start in chain(_sentence_gaps(text), [(len(text), len(text))]):
        if part := text[start:end].strip():
            yield part
        start = next_start


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence does."""
    return bool(_SENTENCE_END.search(text))


def without_dateline(text: str) -> str:
    """Return plain ``text`` without the date, place or agency that it opens with."""
    return text[match.end() :] if (match := _DATELINE.match(text)) else text


def word_count(html: str) -> int:
    return len(_TAG.sub("", html).split())


def _sentence_gaps(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the white space between sentences."""
    quotations = [match.span() for match in _QUOTATION.finditer(text)]
    depth = 0
    for match in _TAG_OR_SPACE.finditer(text):
        if match["tag"]:
            depth += -1 if match["tag"].startswith("</") else 1
            continue
        if depth or text[match.start() - 1 : match.start()] not in _LAST_CHARACTERS:
            continue
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 60]
        if not _SENTENCE_END.search(before) or not _SENTENCE_START.match(after):
            continue
        is_quoted = any(start < match.start() < end for start, end in quotations)
        is_number = bool(_ENUMERATOR.fullmatch(text[: match.start()]))
        in_date = _NUMBER_AND_STOP.search(before) and after[:1].isdigit()
        if is_quoted or is_number or in_date or _ABBREVIATION.search(before.rstrip("”\"’')")):
            continue
        yield match.span()
