"""What a group of lines in a body is by its shape: a table, wrapped prose, captions, labels, a heading."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from seoulsolution.importing.parsing.parsers.labels import is_label
from seoulsolution.importing.parsing.records import Line
from seoulsolution.importing.parsing.text import ends_sentence, squeeze, title_key

TABLE_LINES = 3
TABLE_HEADING = re.compile(r"^\s*[○◎□■◇◆]\s*\S")
# Two spaces after a full stop are a typist's, not a column.
CELL_END = re.compile(r"(?:(?<![.!?:;,])[ \u00a0]{2,}|\t+|\s*[|│∥]\s*|\s/\s|(?<=\S)\s*▸)")
NUMBERS_AT_END = re.compile(r"(?:\s+[-+]?[\d,.]*\d[%]?)+$")
GLUED_CELLS = re.compile(r"[a-z\d)][A-Z]")

WRAP_CHARACTERS, WRAP_CHARACTERS_WIDE = 35, 18
WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")

LABEL = re.compile(
    r"^(?P<label>[^\W_][^:：.!?。“”\"]{0,39}?)\s*(?:[:：](?=\s)|(?<!\d):(?![\d/])|(?<!\d)：)\s*(?P<value>[^\s“\"].*)$"
)
COLON = re.compile("[:：]")
LABEL_WORDS = 5
ORDINAL = re.compile(
    r"^(?:No\s*\.?\s*\d{1,3}|#\s?\d{1,3}|(?:Part|Step|Chapter|Section)\s+(?:\d{1,2}|[IVX]{1,4})"
    r"|제\s?\d{1,3}\s?[장절부위호]|\d{1,3}\s?위|\d{1,2}\.|[①-⑳]|[IVX]{1,4}\.)(?![\d])\s*[.:)]?\s*\S",
    re.IGNORECASE,
)
EMPTY_LABEL = re.compile(r"^[^\W_][^:：.!?。]{0,39}[:：]$")
# In Korean, what ends in a topic particle asks without a verb: a heading, not a sentence.
TOPIC_QUESTION = re.compile(r"[가-힣][은는]\s*[?？][”\"’']?$")
HEADING_CHARACTERS = 120
CAPTION = re.compile(
    r"^\s*(?:[▲△▴▵]\s*|[\[<(](?:사진|그림|photo|picture)[^\]>)]{0,40}[\]>)]\s*"
    r"|[\[<(]?(?:사진|그림|photo|picture|caption)\s*\d{0,2}\s*[:：]\s*)(?P<caption>\S.*?)[\]>)]?\s*$",
    re.IGNORECASE,
)
CAPTION_CHARACTERS = 200
ADDRESS = re.compile(r"https?:|www\.|[\w.]+@")
# One such line is a caption; several in a row are the items that Korean press releases mark so.
LIST_OR_CAPTION = re.compile(r"^\s*[▲△▴▵]")


def joined(lines: list[Line]) -> str:
    """Return lines as one: with a space between them, which Chinese and Japanese do not have."""
    text = ""
    for line in lines:
        words = squeeze(line.text)
        glue = not text or (UNSPACED.match(words) and UNSPACED.match(text[-1]))
        text += words if glue or re.search(r"[^\W\d]-$", text) else f" {words}"
    return text


def is_wrapped(lines: list[Line]) -> bool:
    """Whether lines are prose broken at a width: most go on in the next one, and are about as long."""
    texts = [squeeze(line.text) for line in lines]
    broken = list(pairwise(texts))
    widest = max(len(text) for text in texts)
    least = WRAP_CHARACTERS_WIDE if WIDE.search("".join(texts)) else WRAP_CHARACTERS
    goes_on = [
        begins_inside(after) or (len(before) >= max(least, widest * 0.6) and not _is_row(before))
        for before, after in broken
        if not ends_sentence(before)
    ]
    return bool(goes_on) and sum(goes_on) * 3 >= len(goes_on) * 2 and not has_columns(lines)


def begins_inside(text: str) -> bool:
    """Whether a line begins inside a sentence, with a small letter that opens no address."""
    return text.strip()[:1].islower() and not ADDRESS.match(text.strip())


def _is_row(text: str) -> bool:
    return bool(GLUED_CELLS.search(text) or label_of(text))


def is_table_heading(group: list[Line]) -> bool:
    return len(group) == 1 and bool(TABLE_HEADING.match(group[0].text)) and not ends_sentence(group[0].text)


def is_table(group: list[Line], has_heading: bool = False) -> bool:
    """Whether lines are a table that lost its cells: columns, glued cells, or rows below its heading."""
    if len(group) < TABLE_LINES or is_labelled(group):
        return False
    if has_columns(group):
        return True
    is_prose = sum(ends_sentence(line.text) for line in group) * 2 >= len(group)
    glued = sum(bool(GLUED_CELLS.search(line.text)) for line in group) * 2 >= len(group)
    return not is_prose and (glued or has_heading) and not is_wrapped(group)


def cells(text: str) -> int:
    """Return how many cells a row has, by tabs, wide spaces, bars or slashes between them."""
    return len([cell for cell in CELL_END.split(text.strip()) if cell])


def has_columns(lines: list[Line]) -> bool:
    """Whether most lines have as many cells, at least two, or end in as many numbers, at least two."""
    return any(_is_shared([count(line.text) for line in lines]) for count in (cells, _numbers_at_end))


def _numbers_at_end(text: str) -> int:
    match = NUMBERS_AT_END.search(text.rstrip())
    return len(match[0].split()) if match else 0


def _is_shared(counts: list[int]) -> bool:
    most = Counter(count for count in counts if count > 1).most_common(1)
    return bool(most) and len(counts) >= TABLE_LINES and most[0][1] * 3 >= len(counts) * 2


def label_of(text: str) -> tuple[str, str] | None:
    """Return label and value of a line "Label: value"; None for any other, such as one that quotes."""
    match = LABEL.match(squeeze(text)) if COLON.search(text) else None
    if not match or len(match["label"].split()) > LABEL_WORDS:
        return None
    return match["label"], match["value"]


def is_fact(text: str) -> bool:
    """Whether a line labels a fact with a word that official notices use."""
    label = label_of(text)
    return bool(label and is_label(label[0]))


def is_labelled(lines: list[Line]) -> bool:
    """Whether lines are "Label: value", two at least, and the values are facts rather than speech."""
    labelled = [line for line in lines if label_of(line.text)]
    if len(labelled) < 2 or any(not label_of(ln.text) and not begins_inside(ln.text) for ln in lines):
        return False
    facts = sum(is_fact(line.text) or not ends_sentence(line.text) for line in labelled)
    return facts * 2 > len(labelled)


def is_question_heading(text: str) -> bool:
    """Whether a line asks as a heading does. A question in running prose is a sentence like any other."""
    return bool(TOPIC_QUESTION.search(text.strip())) and len(text) <= HEADING_CHARACTERS and ". " not in text


#: What sub-headings of one text have in common; at least two of a kind make headings.
HEADING_KINDS: tuple[Callable[[str], bool], ...] = (
    lambda text: bool(ORDINAL.match(text)),
    lambda text: bool(label_of(text)) and not is_fact(text),
    lambda text: bool(EMPTY_LABEL.match(text)),
)


def heading_kind(group: list[Line]) -> int | None:
    """Return which kind of sub-heading one short line could be, as a number; None when it could be none."""
    text = squeeze(group[0].text)
    if len(group) > 1 or len(text) > HEADING_CHARACTERS or ends_sentence(text):
        return None
    return next((kind for kind, fits in enumerate(HEADING_KINDS) if fits(text)), None)


def caption_of(text: str) -> str:
    """Return the caption in a line that says it is one; "" for any other line."""
    match = CAPTION.match(text)
    return squeeze(match["caption"]) if match and len(text) <= CAPTION_CHARACTERS else ""


def are_pairs(group: list[Line]) -> bool:
    """Whether each line of a group is there twice: a picture's text alternative and its caption."""
    keys = [title_key(line.text) for line in group]
    return len(keys) > 1 and len(keys) % 2 == 0 and keys[0::2] == keys[1::2]


def descriptions(lines: list[Line]) -> tuple[tuple[str, str], ...]:
    """Return the labels and values of lines; one without a label goes on with the value above."""
    pairs: list[tuple[str, str]] = []
    for line in lines:
        if pair := label_of(line.text):
            pairs.append(pair)
        else:
            label, value = pairs[-1]
            pairs[-1] = label, f"{value} {squeeze(line.text)}"
    return tuple(pairs)


def opens_with_heading(group: list[Line]) -> bool:
    """Whether a numbered sub-heading is right above its text, without a blank line between them."""
    first, below = group[0], group[1].text.strip()
    return heading_kind([first]) == 0 and not below[:1].islower() and not ORDINAL.match(squeeze(below))
