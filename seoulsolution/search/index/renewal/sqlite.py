"""Rebuilding the index on SQLite.

There is one writer at a time, so the new tables are filled in short transactions. The old ones are dropped
afterwards.
"""

from contextlib import contextmanager

from django.db.utils import OperationalError

from seoulsolution.search.index.backends import sqlite
from seoulsolution.search.index.renewal import SUFFIX, TABLES, beside

#: Whether one transaction fills the tables.
FILLS_AT_ONCE = False
_TOKENS = ("search_titles", "search_words")
_ALL = [*TABLES, *_TOKENS]
_OLD = "_old"
#: Bytes of tokens that FTS5 collects before it writes them: those of one batch at once.
_HASH_SIZE = 64 << 20
#: Pages that FTS5 merges in one transaction.
_MERGED = 1000
#: How long the rebuild waits for others, in milliseconds: longer than any import of one file.
_PATIENCE = 3_600_000


@contextmanager
def patient(connection):
    """Let the rebuild wait for a writer who takes long, such as an import."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


def wait_for_writers(connection) -> None:
    """Do nothing: who changed the index has ended before the transaction that this follows."""


def discard(connection) -> None:
    """Drop what a rebuild has left."""
    with connection.cursor() as cursor:
        for table in _ALL:
            for suffix in (SUFFIX, _OLD):
                cursor.execute(f"DROP TABLE IF EXISTS {table}{suffix}")


def create(connection) -> None:
    """Create the new tables, empty."""
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(_ALL))
        cursor.execute(f"SELECT sql FROM sqlite_master WHERE name IN ({marks})", _ALL)  # noqa: S608 - constant
        statements = [sql for (sql,) in cursor.fetchall()]
        with beside(connection):
            for statement in statements:
                cursor.execute(statement)
            for table in _TOKENS:
                cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {_HASH_SIZE})")  # noqa: S608


def fill(connection, batch) -> None:
    """Write a Batch to the new tables."""
    with beside(connection):
        sqlite.add(connection, batch)


def complete(connection) -> bool:
    """Merge some of the tokens, so that they are found fast. Return whether nothing is left to do."""
    merged = [_merge(connection, table) for table in _TOKENS]
    return not any(merged)


def _merge(connection, table):
    before = connection.connection.total_changes
    with connection.cursor() as cursor, beside(connection):
        # A negative number also begins to merge what need not be merged yet.
        cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('merge', {-_MERGED})")  # noqa: S608
    return connection.connection.total_changes - before > 1


def lock(connection) -> None:
    """Do nothing: the transaction has locked the database."""


def is_refused(error: OperationalError) -> bool:
    """Return False: the rebuild waits instead."""
    return False


def swap(connection) -> None:
    """Replace the old tables with the new ones; :func:`discard` drops the old ones."""
    with connection.cursor() as cursor:
        for table in _ALL:
            cursor.execute(f"ALTER TABLE {table} RENAME TO {table}{_OLD}")
            cursor.execute(f"ALTER TABLE {table}{SUFFIX} RENAME TO {table}")
        for table in _TOKENS:
            cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {1 << 20})")  # noqa: S608
        cursor.execute("ANALYZE search_indexedrecord")
