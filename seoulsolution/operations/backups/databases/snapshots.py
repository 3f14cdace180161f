"""What is read of a database at the moment at which it is copied."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seoulsolution.operations.backups import BackupError

_UPLOADS = "SELECT file FROM media_image UNION SELECT file FROM media_file"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


@dataclass(frozen=True)
class Snapshot:
    """{table: number of rows}, the migrations that were applied, and the names of uploads."""

    rows: dict[str, int]
    migrations: list[tuple[str, str]]
    uploads: set[str]


def take(cursor: Any, tables: list[str]) -> Snapshot:
    """Return the snapshot that ``cursor`` sees; it stays inside one transaction."""

    def ask(sql: str) -> list[Any]:
        return list(cursor.execute(sql).fetchall())

    rows = {table: ask(f'SELECT COUNT(*) FROM "{table}"')[0][0] for table in tables}  # noqa: S608 - table names
    migrations = [(app, name) for app, name in ask(_MIGRATIONS)]
    return Snapshot(rows, migrations, {name for (name,) in ask(_UPLOADS) if name})


def compare(rows: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Raise BackupError, naming a table, unless both have the same numbers of rows."""
    for table in sorted({*rows, *found}):
        if rows.get(table) != found.get(table):
            raise BackupError(
                f"The copy of the database has {found.get(table, 'no')} rows in {table}, "
                f"and should have {rows.get(table, 'none')}."
            )
