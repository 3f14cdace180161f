"""Names of files, as readers save them."""

import re
import unicodedata

#: Of a name in UTF-8, with its ending: file systems take 255 bytes.
MOST_BYTES = 180
#: Those that a file system may refuse.
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")


def ending_of(name: str) -> str:
    """Return the ending of a file name in small letters, without the dot; "" if there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def clean(name: str, ending: str) -> str:
    """Return ``name`` as one that is safe to save under, with ``ending`` instead of its own.

    Without folders, control characters and marks that turn the direction of writing; Hangul in one piece.
    """
    name = re.split(r"[/\\]", name)[-1]
    # Category C: control characters, marks of direction, and what is no character.
    name = "".join(letter for letter in name if letter.isspace() or unicodedata.category(letter)[0] != "C")
    name = _NOT_IN_NAMES.sub("_", _SPACES.sub(" ", unicodedata.normalize("NFC", name)))
    stem = name.rpartition(".")[0] if 0 < len(name.rpartition(".")[2]) <= 5 and "." in name else name
    stem = stem.strip(" .")
    cut = stem.encode()[: MOST_BYTES - len(ending) - 1].decode("utf-8", "ignore").strip(" .")
    return f"{cut or 'file'}.{ending}"


def without_ending(name: str) -> str:
    """Return a cleaned name as a title."""
    return name.rpartition(".")[0].replace("_", " ").strip()
