"""Files in the storage that live and die with a transaction."""

import hashlib
import weakref
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction


class _Written:
    """Files that were written before their row is committed: gone with this object, unless they are kept.

    The connection holds it, by the method that it calls on commit; a rollback lets go of that.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._undo = weakref.finalize(self, delete, tuple(names))

    def keep(self) -> None:
        self._undo.detach()

    def undo(self) -> None:
        self._undo()


def write(contents: Mapping[str, bytes]) -> None:
    """Write files under these names; if writing or the present transaction fails, none is left."""
    written = _Written(contents)
    try:
        for name, content in contents.items():
            default_storage.delete(name)  # left by a save that was killed: storages choose another name
            default_storage.save(name, ContentFile(content))
    except BaseException:
        written.undo()
        raise
    transaction.on_commit(written.keep)


def keep_on_commit(names: Iterable[str]) -> None:
    """Delete files that are written already, unless the present transaction is committed."""
    transaction.on_commit(_Written(names).keep)


def delete(names: Iterable[str]) -> None:
    """Delete files; it is no error if one is gone."""
    for name in names:
        default_storage.delete(name)


def delete_on_commit(names: Iterable[str]) -> None:
    """Delete files when the present transaction is committed, which takes the last row that names them."""
    names = tuple(names)
    # Robust: the rows are gone, and it is no reason to fail if the storage does.
    transaction.on_commit(lambda: delete(names), robust=True)


def walk(folder: str) -> Iterator[str]:
    """Yield the names of all files in ``folder`` and below it; none if there is no such folder."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names if name)
    for each in folders:
        yield from walk(f"{folder}/{each}")


def digest_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of ``file`` in hexadecimal. It is read in pieces, and stays at its beginning."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1 << 16):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
