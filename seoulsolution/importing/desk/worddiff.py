"""Two texts compared word by word."""

import re
from difflib import SequenceMatcher

#: A word with the white space behind it, so that pieces put together are the text again.
WORD = re.compile(r"\S+\s*|\s+")
# Above this, difflib may pass over the most frequent words: a long text takes no minutes.
EXACT_WORDS = 2_000

SAME, OLD, NEW = "same", "old", "new"


def compare(old: str, new: str) -> list[tuple[str, str]]:
    """Return pieces ``(what, text)`` in reading order: "same", "old" (only in ``old``), "new".

    White space is no difference; where it differs, the new text's is shown.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(
        None, _keys(before), _keys(after), autojunk=max(len(before), len(after)) > EXACT_WORDS
    )
    pieces = []
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            pieces.append((SAME, "".join(after[new_first:new_last])))
            continue
        pieces += [(OLD, "".join(before[first:last]))] if last > first else []
        pieces += [(NEW, "".join(after[new_first:new_last]))] if new_last > new_first else []
    return pieces


def _keys(words: list[str]) -> list[str]:
    return [word.strip() for word in words]
