"""Press articles that the archive quotes: the paper's name before the title, and the original's address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from seoulsolution.importing.parsing.parsers.titles import source_tag
from seoulsolution.importing.parsing.records import Line, ReviewNote
from seoulsolution.importing.parsing.text import squeeze
from seoulsolution.reviews.reasons import ReviewReason

_SECTIONS = (
    "언론보도, 언론 보도, 언론속 서울, 언론 속 서울, press, press coverage, in the press, media coverage, "
    "in the news"
)
SECTIONS = frozenset(_SECTIONS.split(", "))
TAG = re.compile(r"^\[\s*(?P<source>[^\[\]{}]{2,40}?)\s*\]\s*(?P<title>\S.*)$")
# Words in brackets that say what an article is, not which paper it is from.
KINDS = re.compile(
    r"^(?:단독|속보|종합|포토|사진|인터뷰|기고|칼럼|사설|기획|특집|현장|르포|영상|동영상|취재|오피니언"
    r"|video|interview|photo|opinion|column|editorial|exclusive|feature|brochure|report)\b",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"^\W*(?:기사\s*(?:작성|출처)|출처|언론사|매체(?:명)?|신문사|source|newspaper|published (?:by|in))"
    r"\s*[:：]\s*(?P<source>[^,|/()\[\]]{2,60}?)\s*(?:[,|/(\[]|$)",
    re.IGNORECASE,
)
_WORDS = (
    r"(?:(?:기사|뉴스)\s*)?원문\s*(?:기사)?\s*(?:보기|링크|주소|바로\s*가기|읽기)?|기사\s*(?:보기|링크|바로\s*가기)"
    r"|(?:read|view|see)\s+(?:the\s+)?(?:original|full)(?:\s+(?:article|text|story))?|original\s+(?:article|link|text)"
)
ORIGINAL = re.compile(
    rf"[\[(<]?\s*(?:{_WORDS})\s*[\])]?\s*[►▶→⇒☞:：>\-–]*\s*[(\[<]?\s*(?P<address>https?://[^\s()\[\]<>]+)?\s*[)\]>]*\s*$",
    re.IGNORECASE,
)
MAX_ADDRESS = 500


@dataclass(frozen=True)
class PressSource:
    """Where an article was published first; ``lines`` are the text's without the link to the original."""

    title: str
    name: str
    address: str
    lines: tuple[Line, ...]
    reviews: tuple[ReviewNote, ...] = ()


def is_press(sections: set[str], title: str, lines: list[Line]) -> bool:
    """Whether a page is an article of the press: by its section, or by a paper's name and a link to it."""
    return bool(SECTIONS & sections) or bool(_tag(title) and any(_link(line) for line in lines))


def source_of(title: str, lines: list[Line]) -> PressSource:
    """Return the source of a press article: the paper from the title, else from the line that credits it."""
    tag = _tag(title)
    credit = next((match for line in lines if (match := CREDIT.match(squeeze(line.text)))), None)
    name = tag["source"] if tag else squeeze(credit["source"]) if credit else ""
    kept, address, lost = [], "", []
    for line in lines:
        link = _link(line)
        if not link:
            kept.append(line)
            continue
        found = (link["address"] or "").rstrip(".,;")
        address = address or found
        if not found:
            lost.append(squeeze(line.text))
        before = line.text[: link.start()].rstrip()
        if re.search(r"\w", before):
            kept.append(replace(line, text=before))
    reviews = [ReviewNote(ReviewReason.SOURCE_TAG, name)] if name else []
    reviews += [ReviewNote(ReviewReason.LOST_LINK, "\n".join(lost))] if lost else []
    return PressSource(tag["title"] if tag else title, name, address, tuple(kept), tuple(reviews))


def untagged(title: str, lines: Sequence[Line]) -> PressSource:
    """Return the source of what is no article of the press: at most a tag in its title names one."""
    return PressSource(title, source_tag(title), "", tuple(lines))


def _tag(title: str) -> re.Match[str] | None:
    match = TAG.match(title)
    return match if match and not KINDS.match(match["source"]) else None


def _link(line: Line) -> re.Match[str] | None:
    """Return the link to the original that ends a line, if its address can be stored."""
    match = ORIGINAL.search(line.text.rstrip())
    if not match or len(match["address"] or "") > MAX_ADDRESS:
        return None
    if not match["address"] and match.start() > len(line.text) - len(line.text.lstrip()):
        return None  # the word "original" at the end of a sentence
    return match
