"""Rebuilding the index on PostgreSQL.

The new tables are filled in the transaction that creates them, which nobody waits for. Their indexes are
created after the rows, which is much faster than row by row.
"""

import time
from contextlib import nullcontext

from django.db.utils import OperationalError

from seoulsolution.search.index.backends.postgresql import tables_of
from seoulsolution.search.index.backends.rows import MODELS, columns
from seoulsolution.search.index.renewal import SUFFIX, TABLES
from seoulsolution.search.models import IndexedRecord

#: Whether one transaction fills the tables; it is rolled back if it is broken off.
FILLS_AT_ONCE = True
#: maintenance_work_mem for the indexes. With much less, pages are written too often. With more, tokens arrive
#: in few long sorted runs, which leave pages half empty, and lookups wait for memory.
_MEMORY = "32MB"
#: How long others wait at most for a rebuild that itself waits for somebody. Less than deadlock_timeout, so
#: that it is the rebuild that gives way.
_LOCK_TIMEOUT = "200ms"
#: Lock not available, deadlock.
_REFUSALS = ("55P03", "40P01")
_RECORDS = IndexedRecord._meta.db_table
_WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND relation = %s::regclass AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
"""
_INDEXES = """
SELECT index.relname, pg_get_indexdef(index.oid), pg_index.indisunique, pg_constraint.contype
FROM pg_index JOIN pg_class AS index ON index.oid = pg_index.indexrelid
LEFT JOIN pg_constraint ON pg_constraint.conindid = pg_index.indexrelid AND contype IN ('p', 'u')
WHERE pg_index.indrelid = %s::regclass
"""
_CONSTRAINTS = {"p": "PRIMARY KEY", "u": "UNIQUE"}
_OPTIONS = "SELECT unnest(reloptions) FROM pg_class WHERE oid = %s::regclass"

patient = nullcontext


def wait_for_writers(connection) -> None:
    """Wait until those have ended who began to change the index before changes were noted."""
    with connection.cursor() as cursor:
        writers = _writers(cursor)
        while writers:
            time.sleep(0.05)
            writers &= _writers(cursor)


def _writers(cursor) -> set[str]:
    cursor.execute(_WRITERS, [_RECORDS])
    return {transaction for (transaction,) in cursor.fetchall()}


def discard(connection) -> None:
    """Drop what a rebuild that was broken off has left."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'{table}{SUFFIX}' for table in TABLES)}")


def create(connection) -> None:
    """Create the new tables, empty and without indexes."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE {table}{SUFFIX} (LIKE {table} INCLUDING ALL EXCLUDING INDEXES)")
            cursor.execute(_OPTIONS, [table])
            for (option,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table}{SUFFIX} SET ({option})")
        for column in ("title_tokens", "tokens"):
            cursor.execute(f"ALTER TABLE search_indexedtext{SUFFIX} ALTER COLUMN {column} SET STATISTICS 0")


def fill(connection, batch) -> None:
    """Write a Batch to the new tables, in the transaction that created them."""
    with connection.cursor() as cursor:
        for table, names, rows in tables_of(batch):
            # FREEZE, because no other transaction can see the new table: the rows need no visibility check
            # later.
            copying = f"COPY {table}{SUFFIX} ({', '.join(names)}) FROM STDIN WITH (FREEZE)"
            with cursor.copy(copying) as copy:
                for row in rows:
                    copy.write_row(row)


def complete(connection) -> bool:
    """Create the indexes of the new tables. Return True: nothing is left to do."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
        for table in TABLES:
            for name, definition, is_unique, _constraint in _indexes(cursor, table):
                how = definition[definition.index(" USING ") :]
                cursor.execute(f"CREATE {'UNIQUE ' * is_unique}INDEX {name}{SUFFIX} ON {table}{SUFFIX}{how}")
                if " gin " in how:
                    cursor.execute(f"ALTER INDEX {name}{SUFFIX} ALTER COLUMN 1 SET STATISTICS 0")
        for model in MODELS:
            # The columns of tokens are left out.
            cursor.execute(f"ANALYZE {model._meta.db_table}{SUFFIX} ({', '.join(columns(model))})")
            _keep_counting(cursor, f"{model._meta.db_table}{SUFFIX}")
    return True


def _indexes(cursor, table) -> list[tuple]:
    """Return (name, definition, whether it is unique, kind of constraint or None) of each index."""
    cursor.execute(_INDEXES, [table])
    return cursor.fetchall()


def _keep_counting(cursor, table):
    """Let new ids follow the highest one."""
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, 'id'), MAX(id)) FROM {table} HAVING MAX(id) > 0",  # noqa: S608
        [table],
    )


def lock(connection) -> None:
    """Let nobody change the index until the transaction ends. Raise OperationalError if somebody does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
        cursor.execute(f"LOCK TABLE {_RECORDS} IN SHARE ROW EXCLUSIVE MODE")


def is_refused(error: OperationalError) -> bool:
    """Return whether ``error`` says that others held a lock, so that trying again may help."""
    return getattr(error.__cause__, "sqlstate", "") in _REFUSALS


def swap(connection) -> None:
    """Replace the old tables with the new ones. Raise OperationalError if somebody reads them for long."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(TABLES)} IN ACCESS EXCLUSIVE MODE")
        for table in TABLES:
            indexes = _indexes(cursor, table)
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"ALTER TABLE {table}{SUFFIX} RENAME TO {table}")
            for name, _definition, _is_unique, constraint in indexes:
                if constraint:
                    using = f"{_CONSTRAINTS[constraint]} USING INDEX {name}{SUFFIX}"
                    cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {using}")
                else:
                    cursor.execute(f"ALTER INDEX {name}{SUFFIX} RENAME TO {name}")
