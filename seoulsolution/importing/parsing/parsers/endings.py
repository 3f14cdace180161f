"""Whether a body breaks off at its end, as that of a page does which was saved in part.

A paragraph ends as sentences do. Items, rows, labels and lines of contact rarely do: they break off only
where what is there needs something to follow.
"""

import re

from seoulsolution.importing.parsing.parsers import shapes
from seoulsolution.importing.parsing.records import (
    Block,
    Descriptions,
    Heading,
    Item,
    ItemList,
    Preformatted,
)
from seoulsolution.importing.parsing.text import SENTENCE_SPLIT, ends_sentence, squeeze

SHOWN_CHARACTERS = 80
# Words after which English goes on.
_WORDS = """
a an the of and or nor but in on at to for from with by as into onto over under between among through during
until since without via per about against toward towards that which who whom whose where when while if because
although than is are was were be been being has have had do does did will would can could may might shall
should must its their his her our your my these those this such not no very more most
"""
OPEN_WORDS = frozenset(_WORDS.split())
# Sentences may end in these, as in "what it is for" or "more".
OPEN_AT_END_OF_ITEM = OPEN_WORDS - frozenset(("more", "most", "this", "those", "these", "not", "no", "over"))
OPEN_MARK = re.compile(r"(?:[,(（\[“‘「『《<:：&+/·~]|\s[–—-]|[^\W\d_]-)$")
# Particles and endings after which a Korean sentence goes on; some nouns look as if they had one.
OPEN_KOREAN = re.compile(
    r"(?:[가-힣](?:을|를|은|는|에게|에서|으로|까지|부터|하고|하며|하여|되어|되며|면서|지만|있는|하는|되는|된)"
    r"|(?:^|[가-힣\s])(?:위해|통해|대한|위한|따른)|(?:^|\s)(?:및|또는|그리고|등의))$"
)
KOREAN_NOUNS = re.compile(r"(?:마을|가을|고을|노을|서울|개을|다음은|지은|작은|젊은)$")
OPEN_JAPANESE = re.compile(r"[はがをにのとでやもへ、，]$")
# Words of two letters at most that an item may end in; others are the beginning of a word that was cut.
_SHORT = """
a i am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we ye ad ex ha id pi tv pc
vs dr st nd rd th pm cm km kg kw mm mb gb gu ro ga x
"""
SHORT_WORDS_AT_END = frozenset(_SHORT.split())
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:(?:Mr|Mrs|Ms|Dr|St|Prof|No|Nos|Vol|vs|e\.g|i\.e|cf|Gov|Gen|Sen|Rep)|[A-Z])\.$"
)
# An address of mail is looked for from its beginning alone: from each letter of a long word takes minutes.
CONTACT = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?:\+?\d{1,3}[- )]{0,2})?\(?\d{1,4}\)?[- ]\d{3,4}[- ]\d{4}|\b02-\d{3}\b"
)
# "[Figure 2] The stadium of 1984": what stands under a picture or a table.
NUMBERED_CAPTION = re.compile(
    r"^[\[<(]\s*(?:figure|fig|table|chart|photo|picture|그림|사진|표|도표)\b", re.IGNORECASE
)
KOREAN_END = re.compile(r"(?:다|요|까|죠|음|함|됨|임|것|바람|예정|실시|개최|운영|추진|끝)[”\"’')\]]*$")
HANGUL = re.compile("[가-힣]")
SHORT_WORDS, SHORT_CHARACTERS = 10, 30
CONTACT_WORDS = 14


def cut_in(blocks: tuple[Block, ...]) -> str:
    """Return the end of a body that seems to break off there; "" when it seems whole."""
    if not blocks:
        return ""
    last = blocks[-1]
    if isinstance(last, ItemList):
        items = _leaves(last.items)
        found = _cut_item(items[-1], items[:-1])
    elif isinstance(last, Descriptions):
        value = last.pairs[-1][1]
        found = value if not _is_contact(value) and _goes_on(value) else ""
    elif isinstance(last, Preformatted):
        found = _cut_row(last.text.splitlines())
    elif isinstance(last, Heading):
        found = last.text
    else:
        found = _cut_paragraph(last.text.splitlines()[-1])
    return squeeze(found)[-SHOWN_CHARACTERS:]


def _leaves(items: tuple[Item, ...]) -> list[str]:
    """Return the texts of all items in the order of the page."""
    return [text for item in items for text in (item.text, *_leaves(item.children))]


def _cut_item(text: str, others: list[str]) -> str:
    """Return an item that breaks off: in its words, or without the full stop that most others have."""
    if _is_whole_sentence(text) or _is_contact(text):
        return ""
    sentences = sum(ends_sentence(other) for other in others)
    is_sentence = len(text.split()) > 2 and not shapes.label_of(text)
    if _goes_on(text) or (is_sentence and sentences > 1 and sentences * 3 > len(others) * 2):
        return text
    return ""


def _cut_row(rows: list[str]) -> str:
    """Return the last row of a table that breaks off: in its words, or with cells missing."""
    counts = [shapes.cells(row) for row in rows]
    is_short = len(set(counts[:-1])) == 1 and 1 < counts[-1] + 1 <= counts[0] and len(rows) > 2
    return rows[-1] if is_short or _goes_on(rows[-1]) else ""


def _cut_paragraph(text: str) -> str:
    if _is_whole_sentence(text):
        return ""
    if _goes_on(text):
        return text
    return "" if _is_contact(text) or _is_line(text) else text


def _is_whole_sentence(text: str) -> bool:
    return ends_sentence(text) and not ABBREVIATED.search(squeeze(text))


def _is_contact(text: str) -> bool:
    """Whether a text ends in an address of mail or a page, or in a telephone number."""
    last = [match.end() for match in CONTACT.finditer(text)]
    is_short = len(SENTENCE_SPLIT.split(text)[-1].split()) <= CONTACT_WORDS
    return bool(last) and is_short and not re.search(r"\w", text[last[-1] :])


def _is_line(text: str) -> bool:
    """Whether a text is a line of its own, such as a signature, a name of a form or "Place: City Hall"."""
    words = squeeze(text).strip("“”‘’\"'<>()[]–—-").split()
    if NUMBERED_CAPTION.match(text.strip()):
        return True
    if HANGUL.search(text):
        return len(squeeze(text)) <= SHORT_CHARACTERS or bool(KOREAN_END.search(text.strip()))
    if shapes.UNSPACED.search(text):
        return len(squeeze(text)) <= SHORT_CHARACTERS and not OPEN_JAPANESE.search(text.strip())
    if shapes.label_of(text):
        return len(words) <= SHORT_WORDS
    names = [word for word in words if word.casefold() not in OPEN_WORDS]
    return len(words) <= SHORT_WORDS and all(not word[0].islower() or "." in word for word in names)


def _goes_on(text: str) -> bool:
    """Whether the last words of a text need something to follow."""
    text = squeeze(text)
    if _is_whole_sentence(text):
        return False
    # In capitals, "May" is a month and "The" the end of a name.
    last = text.split()[-1].strip("“”‘’\"'([") if text else ""
    return bool(
        text.count("(") > text.count(")")
        or last in OPEN_AT_END_OF_ITEM
        or OPEN_MARK.search(text)
        or (len(last) <= 2 and last.isascii() and last.islower() and last not in SHORT_WORDS_AT_END)
        or ABBREVIATED.search(text)
        or (OPEN_KOREAN.search(text) and not KOREAN_NOUNS.search(text))
    )
