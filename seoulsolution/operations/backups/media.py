"""Uploads, copied from the storage (a disk or a bucket) and back.

A file in the storage is written once: another version of a picture or document has another name.
"""

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from seoulsolution.media import storing
from seoulsolution.media.unused import FOLDERS
from seoulsolution.operations.backups import BackupError
from seoulsolution.operations.backups.archive import Backup, Manifest, Stored, copy, digest_of

#: How far the clocks of storage and site may be apart, and how long a file may take to be written.
MARGIN = datetime.timedelta(minutes=5)


class Uploads:
    """The uploads in a backup that is being made; ``stored`` says of each what it is.

    What the ``earlier`` backup has is linked to it where the disk can, unless it was written since then;
    ``linked`` has the names. Such files were read again for that.
    """

    def __init__(self, backup: Backup, begun_at: datetime.datetime, earlier: Backup | None) -> None:
        self.backup, self.begun_at = backup, begun_at
        self.stored: dict[str, Stored] = {}
        self.linked: set[str] = set()
        self._earlier, self._manifest = earlier, None
        if earlier:
            try:
                self._manifest = earlier.read()
            except BackupError:
                self._earlier = None

    def copy_new(self) -> None:
        """Copy what is in the storage and was not copied yet, or was perhaps half written then.

        A file that is deleted meanwhile is left out.
        """
        with _told():
            for name in _names():
                if name not in self.stored or not _was_whole(name, self.begun_at):
                    self._copy(name)

    def _copy(self, name: str) -> None:
        path = self.backup.media(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if name not in self.stored and self._link(name, path):
            return
        try:
            with default_storage.open(name) as source, path.open("wb") as target:
                self.stored[name] = copy(source, target)
                target.flush()
                os.fsync(target.fileno())
        except Exception:
            if default_storage.exists(name):
                raise
            path.unlink(missing_ok=True)
            self.stored.pop(name, None)

    def _link(self, name: str, path: Path) -> bool:
        if not self._earlier or not self._manifest or name not in self._manifest.media:
            return False
        stored, before = self._manifest.media[name], self._earlier.media(name)
        try:
            if not _was_whole(name, datetime.datetime.fromisoformat(self._manifest.begun_at)):
                return False
            if digest_of(before) != stored:
                return False
            os.link(before, path)
        except (OSError, BackupError):
            return False
        self.stored[name] = stored
        self.linked.add(name)
        return True


def _names() -> Iterator[str]:
    for folder in FOLDERS:
        yield from storing.walk(folder)


def _was_whole(name: str, moment: datetime.datetime) -> bool:
    """Return whether the file was there at ``moment``, and has not been written since a while before."""
    try:
        return default_storage.get_modified_time(name) < moment - MARGIN
    except FileNotFoundError:
        return True  # it is gone, and stays as it was copied


def put_back(backup: Backup, manifest: Manifest) -> None:
    """Write the uploads of ``backup`` into the storage.

    What is there with the same content stays; what is there besides stays, too (``unused_media`` lists it).
    """
    with _told():
        for name, stored in manifest.media.items():
            if _is_there(name, stored):
                continue
            default_storage.delete(name)
            with backup.media(name).open("rb") as source:
                written = default_storage.save(name, File(source, name=name))
            if written != name:
                raise BackupError(f"The storage keeps {name} as {written}: somebody else writes there.")


def _is_there(name: str, stored: Stored) -> bool:
    if not default_storage.exists(name) or default_storage.size(name) != stored.size:
        return False
    with default_storage.open(name) as present:
        return copy(present) == stored


@contextmanager
def _told() -> Iterator[None]:
    """Raise BackupError for what a bucket's library raises, which may not be installed."""
    try:
        yield
    except (BackupError, OSError):
        raise
    except Exception as error:
        raise BackupError(f"The storage of uploads failed: {error}") from error
