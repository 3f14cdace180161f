"""PostgreSQL: ``pg_dump`` on an exported snapshot, and ``pg_restore`` into one transaction of ``psql``."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from seoulsolution.operations.backups import BackupError
from seoulsolution.operations.backups.databases import snapshots
from seoulsolution.operations.backups.databases.snapshots import Snapshot

# All that a dump makes, and what it does not know: tables of a newer release would hold on to its own.
_EMPTY = """
DO $$
DECLARE command text;
BEGIN
    FOR command IN
        SELECT format('DROP TABLE IF EXISTS %s CASCADE', c.oid::regclass) FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        UNION ALL
        SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE command;
    END LOOP;
END $$;
"""
_COUNT = """
DO $$ BEGIN
    IF (SELECT COUNT(*) FROM {schema}."{table}") <> {number} THEN
        RAISE EXCEPTION 'the table {table} has not the rows that it should have';
    END IF;
END $$;
"""
_RENEW = "UPDATE {schema}.pagecache_contentversion SET epoch = '{epoch}';\nANALYZE;\n"
#: Commands of which a dump is restored without: they would want rights that a site's user lacks.
_PLAIN = ("--no-owner", "--no-privileges")


def dump(path: Path) -> Snapshot:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        ((moment,),) = cursor.execute("SELECT pg_export_snapshot()").fetchall()
        command, environment = _command("pg_dump", "--format=custom", *_PLAIN, f"--snapshot={moment}")
        with path.open("wb") as file:
            done = subprocess.run(  # noqa: S603 - ours
                command, env=environment, stdout=file, stderr=subprocess.PIPE, check=False
            )
            os.fsync(file.fileno())
        if done.returncode:
            raise _failure("pg_dump", done.stderr)
        return snapshots.take(cursor, connection.introspection.table_names(cursor))


def check(path: Path, rows: Mapping[str, int]) -> None:
    """Read the whole dump, and count the rows in it."""
    with _reading("--data-only", path) as lines:
        snapshots.compare(rows, dict.fromkeys(rows, 0) | _count(lines))


def _count(lines: Iterable[bytes]) -> dict[str, int]:
    found: dict[str, int] = {}
    table = None
    for line in lines:
        if table is None:
            if line.startswith(b"COPY "):
                table = line.split()[1].decode().rpartition(".")[2].strip('"')
                found[table] = 0
        elif line == b"\\.\n":
            table = None
        else:
            found[table] += 1
    return found


def load(path: Path, rows: Mapping[str, int], epoch: str) -> None:
    """Others wait meanwhile, and see the old records or the new ones.

    Only the last line commits: whatever ends early, be it this process, changes nothing.
    """
    with connection.cursor() as cursor:
        ((schema,),) = cursor.execute("SELECT current_schema()").fetchall()
    connection.close()
    counts = (_COUNT.format(schema=schema, table=table, number=number) for table, number in rows.items())
    after = "".join(counts) + _RENEW.format(schema=schema, epoch=epoch)
    command, environment = _command("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-")
    with tempfile.TemporaryFile() as errors:
        with (
            subprocess.Popen(  # noqa: S603 - ours
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors
            ) as process,
            suppress(BrokenPipeError),  # it has ended with an error, which is told below
        ):
            assert process.stdin is not None  # noqa: S101 - for the type
            with process.stdin as sql:
                sql.write(f"BEGIN;\n{_EMPTY}".encode())
                with _reading(*_PLAIN, path) as dumped:
                    shutil.copyfileobj(dumped, sql)
                sql.write(f"{after}COMMIT;\n".encode())
        if process.returncode:
            errors.seek(0)
            raise _failure("psql", errors.read())


@contextmanager
def _reading(*arguments: object) -> Iterator[IO[bytes]]:
    """Give what ``pg_restore`` makes of a dump, as SQL; raise BackupError if it fails."""
    command = [_program("pg_restore"), "--file=-", *map(str, arguments)]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as process:  # noqa: S603 - ours
            assert process.stdout is not None  # noqa: S101 - for the type
            yield process.stdout
        if process.returncode:
            errors.seek(0)
            raise _failure("pg_restore", errors.read())


def _command(program: str, *options: str) -> tuple[list[str], dict[str, str]]:
    """Return a client of PostgreSQL, to be run on the site's database, and its environment."""
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return [_program(program), *options, *arguments[1:]], os.environ | (environment or {})


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise BackupError(
            f"{name} is missing: install the client programs of PostgreSQL (postgresql-client)."
        )
    return path


def _failure(program: str, said: bytes) -> BackupError:
    lines = said.decode(errors="replace").strip().splitlines()
    return BackupError(f"{program} failed: {next(iter(lines), 'it did not say why')}")
