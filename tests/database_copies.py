"""Copies of the database in memory: to put one back takes milliseconds, to make its records again longer.

Only SQLite copies a database that fast. Not to be used inside a transaction.
"""

import itertools
import sqlite3

from django.db import connection

from seoulsolution.pagecache import version

#: {name: (the copy, what making it returned)}
_copies = {}
#: How often to try, every quarter of a second, while somebody else has the database.
TRIES = 80


def as_before(name, make):
    """Let the database be as ``make()`` left it when it was called for ``name``; return what it returned."""
    if connection.vendor != "sqlite":
        return make()
    if name in _copies:
        copy, made = _copies[name]
        connection.ensure_connection()
        copy.backup(connection.connection, progress=_giving_up())
        version.renew()  # its numbers come again, for other contents
        return made
    made = make()
    copy = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(copy)
    _copies[name] = copy, made
    return made


def _giving_up():
    """Return what is called after each try: ``backup`` itself would wait for ever."""
    tries = itertools.count(1)

    def look(status, remaining, total):
        if status != sqlite3.SQLITE_DONE and next(tries) > TRIES:
            raise TimeoutError("A test left the database locked.")

    return look
