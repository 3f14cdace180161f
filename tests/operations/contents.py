"""What a database in a backup holds, whatever order its rows come in."""

import hashlib
import sqlite3
import subprocess
from contextlib import closing

#: What a restore renews: the count of what readers see, and SQLite's notes for its planner.
NOT_CONTENT = {
    "pagecache_contentversion",
    "pagecache_contentchange",
    "pagecache_countchange",
    "sqlite_stat1",
    "sqlite_stat4",
}


def contents(backup):
    """Return {table: SHA-256 of its sorted rows}."""
    read = {"sqlite": _sqlite, "postgresql": _postgresql}[backup.read().vendor]
    return {
        table: hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()
        for table, rows in read(backup.database).items()
        if table not in NOT_CONTENT and not table.startswith("lookup_")  # migrate fills these again
    }


def _sqlite(path):
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: [repr(row) for row in database.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
            for table in tables
            if table
            not in ("search_titles", "search_words")  # they hold no text; their words are beside them
        }


def _postgresql(path):
    command = ["pg_restore", "--data-only", "--file=-", str(path)]
    found, rows = {}, None
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n"):
        if line.startswith("COPY public."):
            rows = found.setdefault(line.split()[1].removeprefix("public."), [])
        elif line == "\\.":
            rows = None
        elif rows is not None:
            rows.append(line)
    return found
