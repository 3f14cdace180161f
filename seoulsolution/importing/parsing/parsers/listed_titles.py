"""Which lines of a print list are titles: by their own words, and by the groups of lines beside them."""

import re

from seoulsolution.importing.parsing.language import HAN, HANGUL, KANA
from seoulsolution.importing.parsing.parsers.labels import is_label
from seoulsolution.importing.parsing.records import Line
from seoulsolution.importing.parsing.text import SMALL_WORDS, ends_sentence, title_key

MAX_TITLE = 250
MIN_WORDS = 4
# Of scripts that write words together, or in fewer letters.
MIN_LETTERS = 8
NO_START = re.compile(r"^(?:[○◎□■◇◆●▸▶▪※☞❍•∙‣◦·ㆍ✓✔➤➔▷►❏❑❖*–—-]|\d{1,2}[.)]\s?)")
NO_END = re.compile(r"[:;,(–—：；、，-]$")
SENTENCE_INSIDE = re.compile(r"[a-z가-힣\d)][.?!]\s+[A-Z가-힣]|[。！？](?=[^」』）)\s])")
CALLS = re.compile(r"[!?！？][”\"’'）)\]」』]*$")
ADDRESS = re.compile(r"https?://|\bwww\.|\S@\S+\.\w", re.IGNORECASE)
LABELLED = re.compile(r"^[\[(<【]?(?P<label>[^:：.!?]{1,60}?)[\])>】]?\s*[:：]\s*(?P<value>\S.*)$")
CLOCK = re.compile(r"^\d{1,2}(?::\d{2}|\s?[시時时点])")
TITLE_CASE_SHARE = 0.6
Group = list[Line]


def is_label_line(text: str) -> bool:
    """Whether a line is a label with its value: "Opening hours: every day", "Place: the stream"."""
    match = LABELLED.match(text.strip())
    if not match:
        return False
    value = match["value"]
    return bool(is_label(match["label"].strip()) or ADDRESS.search(value) or CLOCK.match(value))


def could_be_title(group: Group) -> bool:
    """Whether a group is one line at the margin without the marks of anything but a title."""
    text = group[0].text.strip()
    return len(group) == 1 and not group[0].indent and len(text) <= MAX_TITLE and not NO_START.match(text)


def is_title(group: Group, before: Group | None, after: Group | None) -> bool:
    """Whether a group is a title, alone or because the groups beside it say so."""
    if not could_be_title(group):
        return False
    text = group[0].text.strip()
    if after is not None and title_key(after[0].text) == title_key(text):
        return not ADDRESS.search(text)
    if NO_END.search(text) or SENTENCE_INSIDE.search(text) or ADDRESS.search(text) or is_label_line(text):
        return False
    if not _is_long_enough(text):
        return False
    if _is_among_labels(text, before, after):
        return False
    return not ends_sentence(text) or (is_call(text) and _stands_like_a_title(text, before, after))


def is_call(text: str) -> bool:
    """Whether a text ends as a call or a question does, which a title may, too."""
    return bool(CALLS.search(text.strip()))


def may_be_title(group: Group, after: Group | None) -> bool:
    """Whether a line that was not taken for a title is worth a look: a call in capitals above a text."""
    text = group[0].text.strip()
    has_shape = could_be_title(group) and is_call(text) and not SENTENCE_INSIDE.search(text)
    return has_shape and _is_long_enough(text) and is_title_case(text) and after is not None


def _is_long_enough(text: str) -> bool:
    letters = sum(len(script.findall(text)) for script in (HANGUL, KANA, HAN))
    return len(text.split()) >= MIN_WORDS or letters >= MIN_LETTERS


def _is_among_labels(text: str, before: Group | None, after: Group | None) -> bool:
    """Whether a line with a colon stands in a list of labels, so that its own label is one too."""
    if not LABELLED.match(text):
        return False
    return any(len(group) == 1 and is_label_line(group[0].text) for group in (before, after) if group)


def _stands_like_a_title(text: str, before: Group | None, after: Group | None) -> bool:
    """Whether a call is between the end of a text and the beginning of a longer one."""
    if after is None or not is_title_case(text):
        return False
    last = before[-1].text if before else ""
    follows_text = not before or ends_sentence(last) or bool(before[0].indent) or is_label_line(last)
    paragraph = " ".join(line.text.strip() for line in after)
    return bool(follows_text) and ends_sentence(paragraph) and len(paragraph) > len(text)


def is_title_case(text: str) -> bool:
    """Whether most words of a title in Latin script begin with a capital; other scripts have none."""
    words: list[str] = [
        word for word in re.findall(r"[^\W\d_][\w’']*", text) if word.casefold() not in SMALL_WORDS
    ]
    latin = [word for word in words if word[0].isascii()]
    if len(latin) < len(words) / 2:
        return True
    return sum(word[0].isupper() for word in latin) >= len(latin) * TITLE_CASE_SHARE
