"""The folder of backups: what lies in it, which are whole, and which may go.

A backup is a folder named after the moment it was begun, in UTC. It holds the database in one file, the
uploads under ``media/`` by their names in the storage, and ``manifest.json``, which says what must be there.
It gets its name when it is whole; until then, and while it is removed, its name begins with a dot.
"""

import datetime
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from seoulsolution.operations.backups import BackupError

FORMAT = 1
MANIFEST, MEDIA = "manifest.json", "media"
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
UNFINISHED, REMOVED = ".unfinished-", ".removed-"
PIECE = 1 << 20


@dataclass(frozen=True)
class Stored:
    """Size in bytes and SHA-256, in hexadecimal, of a file."""

    size: int
    sha256: str


@dataclass
class Manifest:
    """What a backup holds. ``rows`` is {table: number}, ``migrations`` are (app label, name).

    ``missing`` are names of uploads that the database knows and the storage did not have.
    """

    begun_at: str
    vendor: str
    database: Stored
    rows: dict[str, int]
    migrations: list[tuple[str, str]]
    media: dict[str, Stored] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Backup:
    """A backup that is whole by its name, or one that is being written."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "database"

    def media(self, name: str) -> Path:
        return self.folder / MEDIA / name

    def write(self, manifest: Manifest) -> None:
        text = json.dumps({"format": FORMAT} | asdict(manifest), ensure_ascii=False, indent=1)
        with (self.folder / MANIFEST).open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> Manifest:
        """Return the manifest; raise BackupError if there is none that this release can read."""
        try:
            values = json.loads((self.folder / MANIFEST).read_text("utf-8"))
            if values.pop("format") != FORMAT:
                raise BackupError(f"{self.folder} was made by another release, in a format not known here.")
            values["database"] = Stored(**values["database"])
            values["rows"] = dict(values["rows"])
            values["migrations"] = [(app, name) for app, name in values["migrations"]]
            values["media"] = {_safe(name): Stored(**each) for name, each in values["media"].items()}
            return Manifest(**values)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(
                f"{self.folder} is not a backup: {MANIFEST} cannot be read ({error})."
            ) from error

    def verify(self, manifest: Manifest, but: Container[str] = ()) -> None:
        """Compare all files, but for these uploads, with ``manifest``; raise BackupError for the first."""
        files = {self.database: manifest.database}
        files |= {self.media(name): stored for name, stored in manifest.media.items() if name not in but}
        for path, stored in files.items():
            if digest_of(path) != stored:
                raise BackupError(f"{path} is not what was written: its SHA-256 or size differs.")


def _safe(name: str) -> str:
    """Return ``name``; raise ValueError if it leads out of a folder, or is no name at all."""
    if name.startswith("/") or ".." in name.split("/") or "\0" in name:
        raise ValueError(f"{name!r} is no name of an upload")
    return name


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def digest_of(path: Path) -> Stored:
    """Return what is in a file; raise BackupError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return copy(file)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error


def copy(source: Readable, to: BinaryIO | None = None) -> Stored:
    """Read ``source`` to its end, in pieces, and write it into ``to``; return what it was."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if to is not None:
            to.write(piece)
    return Stored(size, digest.hexdigest())


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups in ``folder``, the latest first; other folders and files are left out."""
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name) and (path / MANIFEST).is_file()]
    return [Backup(path) for path in sorted(found, reverse=True)]


def find(folder: Path) -> Backup:
    """Return the backup that ``folder`` is, or the latest in it; raise BackupError if there is none."""
    if (folder / MANIFEST).is_file():
        return Backup(folder)
    found = backups_in(folder) if folder.is_dir() else []
    if not found:
        raise BackupError(f"There is no backup in {folder}.")
    return found[0]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let nobody else make or put back a backup of ``folder`` meanwhile; raise BackupError if somebody does.

    The lock is the system's own: it ends with the process, however that ends.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise BackupError(f"Another backup or restore works in {folder}; this one did nothing.") from None
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def new_backup(folder: Path, begun_at: datetime.datetime) -> Iterator[Backup]:
    """Give an empty folder to write a backup into; it gets its name at the end, unless an error is raised.

    What runs that were killed left behind is removed.
    """
    for left in folder.iterdir():
        if left.name.startswith((UNFINISHED, REMOVED)):
            shutil.rmtree(left)
    name = f"{begun_at.astimezone(datetime.UTC):%Y-%m-%dT%H%M%SZ}"
    if (folder / name).exists():
        raise BackupError(f"{folder / name} is there already; wait a second.")
    draft = folder / f"{UNFINISHED}{name}"
    draft.mkdir(mode=0o700)
    try:
        yield Backup(draft)
        draft.rename(folder / name)
        _sync(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def keep_latest(folder: Path, number: int) -> list[str]:
    """Remove all backups but the latest ``number`` (1 or more); return the names of those removed."""
    return list(_remove(backups_in(folder)[max(number, 1) :]))


def _remove(backups: Iterable[Backup]) -> Iterator[str]:
    for backup in backups:
        # Renamed first: half of a backup must not look like a whole one.
        away = backup.folder.rename(backup.folder.with_name(REMOVED + backup.folder.name))
        shutil.rmtree(away)
        yield backup.folder.name


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
