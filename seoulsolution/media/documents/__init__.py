"""Uploaded files: what they are, and what they say.

Everything that looks into a file runs in a process of its own (extract.py), with limits on time, memory and
output: a file made to do harm ends that process and nothing else.
"""

import contextlib
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File as DjangoFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seoulsolution.media.documents import names
from seoulsolution.media.documents.extract import CPU_SECONDS, OUTPUT

SCRIPT = Path(__file__).with_name("extract.py")
#: Of the clock, for a process that waits instead of working.
SECONDS = CPU_SECONDS + 8
PART = 2**20

#: Why a file that is kept has no text.
PROBLEMS = {
    "format": gettext_lazy("Text is not taken from files of this format."),
    "empty": gettext_lazy("No text was found in it: it may hold scanned pages."),
    "encrypted": gettext_lazy("It is protected by a password."),
    "damaged": gettext_lazy("It is damaged, or not written as its format demands."),
    "entities": gettext_lazy("It declares entities, which files of this format do not."),
    "limits": gettext_lazy("Reading it took too long or too much memory."),
    "missing": gettext_lazy("The file is not in the storage."),
}
_ACCEPTED = gettext_lazy("PDF, DOCX, XLSX, PPTX, HWP, HWPX, TXT and CSV are accepted.")
_REFUSED = {
    "empty": gettext_lazy("The file is empty."),
    "macros": gettext_lazy("The file holds macros. Save it without them and upload that."),
    "bomb": gettext_lazy("The file unpacks to far more than it holds, and was not opened."),
    "encrypted": gettext_lazy("The file is protected by a password. Remove it and upload the file again."),
    "damaged": gettext_lazy("The file is damaged and cannot be read."),
    "format": gettext_lazy("Files of this kind are not accepted."),
    "limits": gettext_lazy("The file took too long or too much memory to read."),
}
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_EMPTY_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
#: One at a time in a process of the server: together they would take the memory of the machine.
_reading = threading.Lock()


class UnusableFileError(ValueError):
    """The upload is not a file that we accept; the message says why and what is accepted."""


@dataclass(frozen=True)
class Examined:
    """What is known of a file by its content. ``problem`` is a key of PROBLEMS, or "" if there is text."""

    name: str
    format: str
    size: int
    sha256: str
    pages: int | None = None
    text: str = ""
    problem: str = ""


def most_bytes() -> int:
    """Return how large a file may be."""
    return settings.MEDIA_MAX_MEGABYTES * 2**20


def examine(upload: DjangoFile) -> Examined:
    """Return what ``upload`` is and holds; raise UnusableFileError for what is not accepted.

    What is found is kept on ``upload``, which is read once.
    """
    known = getattr(upload, "examined", None)
    if known is None:
        try:
            known = _examine(upload)
        except UnusableFileError as error:
            known = error
        upload.examined = known  # type: ignore[attr-defined]
    if isinstance(known, UnusableFileError):
        raise known
    return known


def _examine(upload: DjangoFile) -> Examined:
    if (upload.size or 0) > most_bytes():
        said = _("The file is too large: %(size)s. Files may have %(most)s.")
        sizes = {"size": filesizeformat(upload.size), "most": filesizeformat(most_bytes())}
        raise UnusableFileError(said % sizes)
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as copy:
        for part in upload.chunks(PART):
            digest.update(part)
            size += len(part)
            copy.write(part)
        upload.seek(0)
        copy.seek(0)
        facts = read(copy, names.ending_of(upload.name or ""))
    if "format" not in facts:
        why = facts.get("refused", "limits")
        raise UnusableFileError(f"{_REFUSED.get(why, _REFUSED['damaged'])} {_ACCEPTED}")
    text = tidy(str(facts.get("text", "")))
    return Examined(
        names.clean(upload.name or "", facts["format"]),
        facts["format"],
        size,
        digest.hexdigest(),
        facts.get("pages"),
        text,
        "" if text else facts.get("problem", "limits"),
    )


def read(file: IO[bytes], ending: str) -> dict[str, Any]:
    """Return what the process that reads ``file`` tells of it, also when a limit ended it."""
    with _reading, tempfile.TemporaryFile() as output:
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603  # our own script; the ending is an argument, and no shell reads it
                [sys.executable, "-I", str(SCRIPT), ending[:10]],
                stdin=file,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                env={},
                check=False,
            )
        output.seek(0)
        return {name: value for facts in _told(output.read(OUTPUT)) for name, value in facts.items()}


def _told(output: bytes) -> Iterator[dict[str, Any]]:
    """Yield the whole lines of ``output``: the last one may be cut."""
    for line in output.splitlines():
        try:
            facts = json.loads(line)
        except ValueError:
            return
        if isinstance(facts, dict):
            yield facts


def tidy(text: str) -> str:
    """Return ``text`` in normal form, without control characters and without many empty lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _EMPTY_LINES.sub("\n\n", _CONTROL.sub("", text)).strip()


def language_of(text: str) -> str:
    """Return the language of ``text`` as far as its letters tell: "ko", "en", or "" without letters."""
    start = text[:5000]
    hangul = sum("가" <= letter <= "힣" for letter in start)
    latin = sum(letter.isascii() and letter.isalpha() for letter in start)
    if not hangul + latin:
        return ""
    return "ko" if hangul * 4 > latin else "en"
