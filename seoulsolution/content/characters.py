"""Characters that no reader sees: they are removed from every text that is saved."""

import re
import unicodedata

#: Zero-width, bidirectional and control characters. Tabs and line ends are white space.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
#: Letters and signs that are drawn as nothing, such as the fillers of Hangul.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def normalise(text: str) -> str:
    """Return ``text`` in NFC, without invisible characters."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def has_visible(text: str) -> bool:
    """Whether any character of ``text`` is drawn."""
    return any(unicodedata.category(c)[0] not in "ZCM" and c not in _BLANK for c in text)


def tidy(text: str) -> str:
    """Return ``text`` normalised, or "" when nothing of it is visible."""
    normalised = normalise(text)
    return normalised if has_visible(normalised) else ""
