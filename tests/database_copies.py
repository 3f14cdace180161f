"""Copies of the database in memory: to put one back takes milliseconds, to make its records again longer.

Not to be used inside a transaction.
"""

import itertools
import sqlite3

from django.db import connection, transaction

from seoulsolution.pagecache import version

#: {name: (what puts the copy back, what making it returned)}
_copies = {}
#: Changes of other tables write rows into these.
NOTED_BY_TRIGGERS = {"pagecache_contentchange", "pagecache_countchange"}
_LAST_NUMBERS = {
    "sqlite": "SELECT name, seq FROM sqlite_sequence",
    "postgresql": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()",
}
#: How often to try, every quarter of a second, while somebody else has the database.
TRIES = 80


def as_before(name, make):
    """Let the database be as ``make()`` left it when it was called for ``name``; return what it returned."""
    if name in _copies:
        put_back, made = _copies[name]
        put_back()
        version.renew()  # its numbers come again, for other contents
        return made
    made = make()
    connection.ensure_connection()
    _copies[name] = _COPY[connection.vendor](), made
    return made


def _copy_of_sqlite():
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)

    def put_back():
        connection.ensure_connection()
        copy.backup(connection.connection, progress=_giving_up())

    return put_back


def _giving_up():
    """Return what is called after each try: ``backup`` itself would wait for ever."""
    tries = itertools.count(1)

    def look(status, remaining, total):
        if status != sqlite3.SQLITE_DONE and next(tries) > TRIES:
            raise TimeoutError("A test left the database locked.")

    return look


def _copy_of_postgresql():
    with connection.cursor() as cursor:
        rows, numbers = _rows(cursor), last_numbers()

    def put_back():
        # Foreign keys are looked at when the transaction ends.
        with transaction.atomic(), connection.cursor() as cursor:
            now = _rows(cursor)
            changed = {table for table in rows | now if rows.get(table) != now.get(table)}
            _replace(cursor, changed - NOTED_BY_TRIGGERS, rows)
            _replace(cursor, NOTED_BY_TRIGGERS, rows)
            for name, last in last_numbers().items():
                if last != numbers[name]:
                    set_last_number(cursor, name, numbers[name])

    return put_back


def _rows(cursor):
    """Return {table: its rows}, leaving out tables that never had one: most, and each takes its time."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0"
        " AND relnamespace = current_schema()::regnamespace"
    )
    rows = {}
    for (table,) in cursor.fetchall():
        with cursor.copy(f"COPY {table} TO STDOUT") as copy:
            rows[table] = b"".join(copy)
    return rows


def _replace(cursor, tables, rows):
    for table in tables:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    for table in tables & rows.keys():
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(rows[table])


def last_numbers():
    """Return {sequence or, on SQLite, table: the last number that it gave to a row, None for none}."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_NUMBERS[connection.vendor])
        return dict(cursor.fetchall())


def set_last_number(cursor, name, last):
    if connection.vendor == "postgresql":
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, last or 1, last is not None])
    else:
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last or 0])


_COPY = {"sqlite": _copy_of_sqlite, "postgresql": _copy_of_postgresql}
