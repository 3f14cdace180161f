"""Characters that no reader sees: they are removed from every text that is saved."""

import re
import unicodedata

# Scripts in which a joiner between two letters changes how they are written, and emoji that it joins.
_SCRIPTS = "\u0620-\u0dff\u1000-\u109f\u1780-\u180d\u180f-\u18af"
_EMOJI = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_TAGS = "\U000e0020-\U000e007f"
#: Zero-width, bidirectional and control characters, fillers and tags. Tabs and line ends are white space.
#: A joiner is kept where it changes what is seen, and the tags of a flag with it.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e001f]"
    f"|(?<![{_SCRIPTS}])\u200c|\u200c(?![{_SCRIPTS}])"
    f"|(?<![{_SCRIPTS}{_EMOJI}])\u200d|\u200d(?![{_SCRIPTS}{_EMOJI}])"
    f"|(?<![\U0001f3f4{_TAGS}])[{_TAGS}]+"
)
_JOINERS = re.compile("[\u200c\u200d]")
_LINE_END = re.compile("\\s*[\t-\r\x1c-\x1e\x85\u2028\u2029]\\s*")
#: Letters and signs that are drawn as nothing, such as the fillers of Hangul.
_BLANK = frozenset("\ufffc\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def normalise(text: str) -> str:
    """Return ``text`` in NFC, without invisible characters."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def one_line(text: str) -> str:
    """Return ``text`` with a space for each run of white space that has a tab or a line end."""
    return _LINE_END.sub(" ", text).strip()


def unjoined(text: str) -> str:
    """Return ``text`` without joiners, for comparisons: not everybody types them."""
    return _JOINERS.sub("", text)


def has_visible(text: str) -> bool:
    """Whether any character of ``text`` is drawn."""
    return any(unicodedata.category(c)[0] not in "ZCM" and c not in _BLANK for c in text)


def tidy(text: str) -> str:
    """Return ``text`` normalised, or "" when nothing of it is visible."""
    normalised = normalise(text)
    return normalised if has_visible(normalised) else ""
