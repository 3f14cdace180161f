"""Two texts compared word by word."""

import re
from difflib import SequenceMatcher

#: A word with the white space after it, so that joined pieces are the text again.
WORD = re.compile(r"\S+\s*|\s+")
# Above this, difflib may ignore the most frequent words; otherwise a long text would take minutes.
EXACT_WORDS = 2_000

SAME, OLD, NEW = "same", "old", "new"


def compare(old: str, new: str) -> list[tuple[str, str]]:
    """Return pieces ``(what, text)`` in reading order: "same", "old" (only in ``old``), "new".

    Differences in white space are ignored; the new text's is shown.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    before, middle = before[head : len(before) - tail], after[head : len(after) - tail]
    pieces = [
        (SAME, "".join(after[:head])),
        *_between(before, middle),
        (SAME, "".join(after[len(after) - tail :])),
    ]
    return [(what, text) for what, text in pieces if text]


def _between(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Compare the words between the beginning and the end that two texts share."""
    is_long = max(len(before), len(after)) > EXACT_WORDS
    matcher = SequenceMatcher(None, _keys(before), _keys(after), autojunk=is_long)
    pieces = []
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            pieces.append((OLD, "".join(before[first:last])))
        pieces.append((SAME if tag == "equal" else NEW, "".join(after[new_first:new_last])))
    return pieces


def _alike(before: list[str], after: list[str]) -> int:
    """Return the number of words that both lists begin with."""
    pairs = zip(_keys(before), _keys(after), strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))


def _keys(words: list[str]) -> list[str]:
    return [word.strip() for word in words]
