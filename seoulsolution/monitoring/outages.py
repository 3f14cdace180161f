"""Telling an outage, which passes, from a fault of the program: by the codes that databases and systems give.

An outage is answered by 503 and one line in the log; a fault by 500 and a traceback.
"""

import errno
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection


class Outage(StrEnum):
    AWAY = "away"
    """The database cannot be reached, or cannot read its files."""
    READ_ONLY = "read-only"
    FULL = "full"


#: Primary result codes of SQLite: its documentation has them as numbers that never change.
_SQLITE = {
    3: Outage.READ_ONLY,  # PERM
    5: Outage.AWAY,  # BUSY: a lock was waited for in vain
    8: Outage.READ_ONLY,
    10: Outage.AWAY,  # IOERR
    11: Outage.AWAY,  # CORRUPT
    13: Outage.FULL,
    14: Outage.AWAY,  # CANTOPEN
    26: Outage.AWAY,  # NOTADB
}
#: Beginnings of SQLSTATE.
_POSTGRESQL = {
    "08": Outage.AWAY,  # connection
    "25006": Outage.READ_ONLY,
    "28": Outage.AWAY,  # who connects is refused
    "3D": Outage.AWAY,  # there is no such database
    "53100": Outage.FULL,
    "53": Outage.AWAY,  # too many connections, out of memory
    "57P": Outage.AWAY,  # shutting down, starting up
    "58": Outage.AWAY,  # its files
    "XX001": Outage.AWAY,  # corrupt
}
_SYSTEM = {
    errno.ENOSPC: Outage.FULL,
    errno.EDQUOT: Outage.FULL,
    errno.EROFS: Outage.READ_ONLY,
}


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the outage that ``error``, or an error before it, comes from; None for a fault."""
    return next((outage for each in _chain(error) if (outage := _outage_of(each))), None)


def one_line(error: BaseException) -> str:
    """Return what ``error`` says, for a line of the log."""
    return " ".join(str(error).split()) or type(error).__name__


def let_go() -> None:
    """Close the connection, so that the next request has a new one.

    Django keeps one to SQLite, which may be to a file that is no longer there.
    """
    if not connection.in_atomic_block:
        connection.close()


def _outage_of(error: BaseException) -> Outage | None:
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    driver: Any = error.__cause__
    if (code := getattr(driver, "sqlite_errorcode", None)) is not None:
        return _SQLITE.get(code & 0xFF)
    if sqlstate := getattr(driver, "sqlstate", None):
        return next((outage for start, outage in _POSTGRESQL.items() if sqlstate.startswith(start)), None)
    # PostgreSQL's client has no code for a connection that was refused or broke off. SQLite has one for all.
    lost = isinstance(error, OperationalError | InterfaceError)
    return Outage.AWAY if lost and not _is_of_sqlite(driver) else None


def _is_of_sqlite(driver: Any) -> bool:
    return type(driver).__module__.startswith("sqlite3")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
