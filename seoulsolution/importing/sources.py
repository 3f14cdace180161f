"""Find and read the files behind the given paths; links to outside a folder are not followed."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from seoulsolution.importing.parsing.decoding import MAX_FILE_BYTES
from seoulsolution.importing.parsing.errors import Refused


class Unreadable(Exception):  # noqa: N818 - a fault of the file, not of the program
    """The file cannot be read; the message is the operating system's reason."""


@dataclass(frozen=True)
class FoundFile:
    """A file to import, or a path with the problem why there is none."""

    path: Path
    label: str
    problem: str = ""
    is_link: bool = False


def find_files(paths: list[Path], base: Path) -> Iterator[FoundFile]:
    """Yield the files at ``paths`` (files or folders) in that order, those of a folder sorted by name.

    Hidden files in folders are skipped. Labels are relative to ``base`` for files inside it.
    """
    for path in paths:
        if not os.path.lexists(path):
            yield FoundFile(path, label(path, base), "no such file or folder")
        elif path.is_dir():
            yield from _walk(path, path.resolve(), base)
        else:
            yield FoundFile(path, label(path, base))


def _walk(folder: Path, root: Path, base: Path) -> Iterator[FoundFile]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield FoundFile(folder, label(folder, base), _sentence(error))
        return
    for name in names:
        path = folder / name
        if name.startswith("."):
            continue
        if path.is_symlink():
            yield from _link(path, root, base)
        elif path.is_dir():
            yield from _walk(path, root, base)
        else:
            yield FoundFile(path, label(path, base))


def _link(path: Path, root: Path, base: Path) -> Iterator[FoundFile]:
    """Yield the file a link leads to if it is inside the folder. Folders inside are walked anyway."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        yield FoundFile(path, label(path, base), "a link that leads nowhere or to itself", is_link=True)
        return
    if not target.is_relative_to(root):
        yield FoundFile(path, label(path, base), "a link to outside the folder, not followed", is_link=True)
    elif not target.is_dir():
        yield FoundFile(path, label(path, base))


def label(path: Path, base: Path) -> str:
    """Return a path as reports and provenance show it: printable, and relative to ``base`` if inside it."""
    full = os.path.abspath(path)
    inside = os.path.relpath(full, base)
    name = full if inside.startswith("..") else inside
    readable = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in readable)[:1000]


def read(found: FoundFile) -> bytes:
    """Return a file's bytes. Raise Refused for a link, a special or a too large file, else Unreadable."""
    with _opened(found) as file:
        return file.read(MAX_FILE_BYTES + 1)


def digest(found: FoundFile) -> str:
    """Return a file's SHA-256 without holding all of it in memory. Raise as ``read`` does."""
    with _opened(found) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(found: FoundFile):
    if found.problem:
        raise Refused(found.problem) if found.is_link else Unreadable(found.problem)
    try:
        status = os.stat(found.path)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("not a regular file")
        if status.st_size > MAX_FILE_BYTES:
            raise Refused(f"too large: {status.st_size:,} bytes, the limit is {MAX_FILE_BYTES:,}")
        with open(found.path, "rb") as file:
            yield file
    except OSError as error:
        raise Unreadable(_sentence(error)) from None


def _sentence(error: OSError) -> str:
    return f"cannot be read: {(error.strerror or str(error)).lower()}"
