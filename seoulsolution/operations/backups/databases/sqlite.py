"""SQLite: its backup API, in both directions."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DatabaseError, OperationalError, connection

from seoulsolution.operations.backups import BackupError
from seoulsolution.operations.backups.databases import snapshots
from seoulsolution.operations.backups.databases.snapshots import Snapshot

#: Of folders in which a copy is made ready.
STAGED = ".restoring-"
# Virtual tables (those of the search) have no rows of their own: they are in ordinary tables beside them.
_TABLES = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name
"""


def dump(path: Path) -> Snapshot:
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(sqlite3.connect(path)) as copy:
        # In one step, which is one transaction of a reader: writers go on in the write-ahead log.
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        return _snapshot(copy)


def _snapshot(database: sqlite3.Connection) -> Snapshot:
    tables = [name for (name,) in database.execute(_TABLES)]
    return snapshots.take(database.cursor(), tables)


def check(path: Path, rows: Mapping[str, int]) -> None:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            ((verdict,), *_others) = copy.execute("PRAGMA integrity_check(1)")
            found = _snapshot(copy).rows
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The copy of the database cannot be read: {error}.") from error
    if verdict != "ok":
        raise BackupError(f"The database is damaged: {verdict}.")
    snapshots.compare(rows, found)


def load(path: Path, rows: Mapping[str, int], epoch: str) -> None:
    """The pages go into the present file in one transaction, so that whoever has it open sees them.

    Another file in its place would leave those who have the old one open writing into nothing, and its log
    beside a database that it does not belong to. Only a file that is no database any more is moved away.
    """
    with _beside() as folder:
        staged = folder / "database"
        shutil.copyfile(path, staged)
        with closing(sqlite3.connect(staged)) as copy:
            copy.execute("UPDATE pagecache_contentversion SET epoch = ?", [epoch])
            copy.commit()
            try:
                _overwrite(copy)
            except (OperationalError, sqlite3.OperationalError) as error:
                # Locked, full or not writable: it is a database all the same.
                raise BackupError(f"The database cannot be written: {error}.") from error
            except (DatabaseError, sqlite3.DatabaseError):
                if _is_in_memory():
                    raise
                _move_away()
                _overwrite(copy)


def _overwrite(copy: sqlite3.Connection) -> None:
    connection.ensure_connection()
    # Into the connection of Django: nobody else has a database in memory. Who writes is waited for.
    copy.backup(connection.connection)
    connection.close()


def _is_in_memory() -> bool:
    return connection.is_in_memory_db()  # type: ignore[attr-defined]


@contextmanager
def _beside() -> Iterator[Path]:
    """Give a folder on the disk of the database, and remove it and what killed runs left there."""
    place = None if _is_in_memory() else Path(connection.settings_dict["NAME"]).absolute().parent
    if place is not None:
        place.mkdir(parents=True, exist_ok=True)
        for left in place.glob(f"{STAGED}*"):
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=STAGED, dir=place) as folder:
        yield Path(folder)


def _move_away() -> None:
    """Rename a damaged database and its log, which are kept for whoever wants to look."""
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    for ending in ("", "-wal", "-shm"):
        file = place.with_name(place.name + ending)
        if file.exists():
            file.rename(place.with_name(f"{place.name}{ending}.damaged"))
