"""Separate databases for runs in separate processes, which may be killed."""

import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from tests.importing.seeds import SEEDS

ROOT = SEEDS.parent


@dataclass(frozen=True)
class Database:
    """A migrated, empty database, and manage.py on it."""

    url: str
    folder: object

    def start(self, *arguments, program=(str(ROOT / "manage.py"),), **options):
        """Start manage.py, or another Python program, with these arguments."""
        return subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            env=os.environ | {"DATABASE_URL": self.url, "VAR_DIR": str(self.folder), "LOG_LEVEL": "WARNING"},
            cwd=ROOT,
            text=True,
            encoding="utf-8",
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options,
        )

    def run(self, *arguments, **options):
        """Run manage.py to its end; return (exit code, stdout, stderr)."""
        process = self.start(*arguments, **options)
        out, error = process.communicate(timeout=300)
        return process.returncode, out, error

    @contextmanager
    def in_this_process(self):
        """Let models read and write this database; no transaction may be open. A process takes far longer."""
        settings, kept = connection.settings_dict, connection.connection
        name, connection.connection = settings["NAME"], None
        is_file = connection.vendor == "sqlite"
        settings["NAME"] = self.url.removeprefix("sqlite:///") if is_file else self.url.rpartition("/")[2]
        try:
            yield
        finally:
            connection.close()
            settings["NAME"], connection.connection = name, kept


def url_of(settings):
    """Return the DATABASE_URL of a connection's settings."""
    if "sqlite" in settings["ENGINE"]:
        return f"sqlite:///{settings['NAME']}"
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    place = f"{settings['HOST']}:{settings['PORT'] or 5432}"
    return f"postgres://{settings['USER']}{password}@{place}/{settings['NAME']}"


@contextmanager
def empty_database(folder):
    """Yield a copy of the tests' database, while that is empty, on the same kind of server."""
    if connection.vendor == "sqlite":
        path = folder / f"{uuid.uuid4().hex}.sqlite3"
        connection.ensure_connection()
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
        yield Database(f"sqlite:///{path}", folder)
        return
    name, settings = f"own_{uuid.uuid4().hex}", connection.settings_dict
    template = settings["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield Database(url_of(settings | {"NAME": name}), folder)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
