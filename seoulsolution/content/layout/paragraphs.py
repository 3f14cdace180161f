"""Where paragraphs of rich text break."""

import re
from collections.abc import Iterable

from seoulsolution.content.layout.headlines import first_sentence
from seoulsolution.content.layout.sentences import LONG_PARAGRAPH, sentences, word_count

#: Sentences of a paragraph that is broken.
FEW_SENTENCES, MANY_SENTENCES = 3, 4

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_WHOLLY_MARKED = re.compile(r"\s*<(strong|em)>((?:(?!</?\1>).)*)</\1>\s*", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_OPENING_TAGS = r"(?:<[a-z][^>]*>)*"
#: The first characters and the lengths of what numbers items: ① ⑴ ⓐ ❶ ➀ ➊ ㉠ ㉮.
_SERIES = {
    0x2460: 20, 0x2474: 20, 0x24D0: 26, 0x2776: 10, 0x2780: 10, 0x278A: 10, 0x3260: 14, 0x326E: 14,
}  # fmt: skip
_NUMBERS = {chr(first + at): (first, at) for first, length in _SERIES.items() for at in range(length)}
_NUMBER = re.compile(rf"(?<![^\s>]){_OPENING_TAGS}([{''.join(_NUMBERS)}])")
_BULLET = re.compile(rf"(?<![^\s>]){_OPENING_TAGS}([□■○●◎◇◆▷▶▪※])(?=\s*[^\s□■○●◎◇◆▷▶▪※])|(?<=\s)(-)(?=\s)")
#: A whole Korean sentence in the style of offices may end without a full stop.
_END = re.compile(r"(?:^|[.!?。？！…:：][”\"’')\]]*|[가-힣](?:다|임|함|됨|음)[”\"’')\]]*)$")
#: After these words, and before these endings, a number stands for what it names: "zones ① and ②", "①은".
_NAMED_AFTER = re.compile(
    r"(?:\b(?:and|or|of|in|to|from|with|by|see|the|than|as|for|both|at|on|under|via|nor|zones?|items?)"
    r"|(?:^|\s)(?:및|또는|혹은|와|과|그리고|중|~))[\s,]*$",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(
    r"(?:은|는|이|가|을|를|과|와|의|에|로|부터|까지|번)(?=\s)|\s*(?:and|or|to|is|are|또는|및|중|~|,)(?!\w)"
)
_MARK = re.compile(r"\s*(?:[□■○●◎◇◆▷▶▪※•·▴*]|[-–](?=\s))\s*")


def broken(html: str) -> str:
    """Return rich text with its long paragraphs broken."""
    return _PARAGRAPH.sub(lambda match: "".join(f"<p>{part}</p>" for part in _paragraphs(match[1])), html)


def is_wall(html: str) -> bool:
    """Whether rich text has a paragraph that readers see broken, and no other structure."""
    return len(_PARAGRAPH.findall(html)) == 1 and broken(html) != html


def marked_items(text: str) -> list[str]:
    """Return a paragraph, without its own tags, cut before the marks of its items: [``text``] without any."""
    return [item for bullet in _cut(text, _bullets(text)) for item in _numbered_items(bullet)]


def without_mark(item: str) -> str:
    """Return plain text without the bullet that it opens with."""
    return item[match.end() :] if (match := _MARK.match(item)) else item


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of one of rich text, without its own tags: [``text``] if it is short enough."""
    if whole := _WHOLLY_MARKED.fullmatch(text):
        tag = whole[1]
        return [f"<{tag}>{part}</{tag}>" for part in _paragraphs(whole[2])]
    return [part for item in marked_items(text) for part in _few_sentences(item)] or [text]


def _cut(text: str, starts: Iterable[int]) -> list[str]:
    """Return ``text`` cut at ``starts``, without line breaks at the cuts."""
    places = [*starts]
    if not places:
        return [text]
    parts = (text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True))
    return [part for each in parts if (part := _BREAKS.sub("", each))]


def _words_before(text: str, at: int) -> str:
    return _TAG.sub("", text[max(0, at - 300) : at]).rstrip()


def _is_outside_tags(text: str, at: int) -> bool:
    tags = [tag for tag in _TAG.findall(text[:at]) if tag != "<br>"]
    return sum(-1 if tag.startswith("</") else 1 for tag in tags) == 0


def _bullets(text: str) -> list[int]:
    """Return where items begin with □, ○, ※ …: at least two of them, the first where a sentence may begin."""
    starts: list[int] = []
    for match in _BULLET.finditer(text):
        begins, follows = bool(_END.search(_words_before(text, match.start()))), bool(starts)
        # "-" is a dash more often than a mark.
        is_mark = begins and follows if match[2] else begins or follows
        if is_mark and _is_outside_tags(text, match.start()):
            starts.append(match.start())
    return starts if len(starts) > 1 else []


def _numbered_items(text: str) -> list[str]:
    """Return ``text`` cut before ①, ② …, where they follow each other and number items."""
    starts: list[int] = []
    marks = list(_NUMBER.finditer(text))
    series = 0
    for match in marks:
        first, at = _NUMBERS[match[1]]
        before = _words_before(text, match.start())
        if at != len(starts) or (starts and first != series) or not _is_outside_tags(text, match.start()):
            continue
        is_only = sum(other[1] == match[1] for other in marks) == 1
        begins = bool(_END.search(before)) or (starts and is_only)
        if begins and not _NAMED_AFTER.search(before) and not _NAMED_BEFORE.match(text, match.end()):
            starts.append(match.start())
            series = first
        elif starts and is_only:
            return [text]
    *items, last = _cut(text, starts)
    if len(starts) < 2 or not all(len(_TAG.sub("", item)) > 1 for item in (*items, last)):
        return [text]
    if _TAG.search(last):
        return [*items, last]
    # The text may go on after the last of them.
    words = last.split()
    end = first_sentence(words) or len(words)
    return [item for item in (*items, " ".join(words[:end]), " ".join(words[end:])) if item]


def _few_sentences(text: str) -> list[str]:
    """Return ``text`` in parts of three or four sentences, if it is long."""
    words = word_count(text)
    if words <= LONG_PARAGRAPH:
        return [text]
    parts = list(sentences(text))
    count = -(-len(parts) // MANY_SENTENCES)
    if words > LONG_PARAGRAPH * count:
        count = -(-len(parts) // FEW_SENTENCES)
    size, more = divmod(len(parts), count)
    sizes = [size + (place < more) for place in range(count)]
    return [" ".join(parts[sum(sizes[:place]) :][:length]) for place, length in enumerate(sizes)]
