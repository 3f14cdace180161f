"""The release that is kept here (make_release.py): its code, and its database."""

import lzma
import sqlite3
import uuid
import zipfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection

from tests.importing.databases import url_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def wheel():
    (path,) = HERE.glob("*.whl")
    return path


def unpack(folder):
    """Write the code of the release into ``folder``, with templates/ beside the packages."""
    with zipfile.ZipFile(wheel()) as archive:
        archive.extractall(folder)


def migrations():
    """Return the (app label, name) of the release's migrations."""
    with zipfile.ZipFile(wheel()) as archive:
        paths = [Path(name) for name in archive.namelist()]
    return {
        (path.parent.parent.name, path.stem)
        for path in paths
        if path.parent.name == "migrations" and path.stem != "__init__"
    }


@contextmanager
def database(folder):
    """Yield the address of a database of the release, of the same kind as the tests' database."""
    sql = lzma.decompress((HERE / f"{connection.vendor}.sql.xz").read_bytes()).decode()
    if connection.vendor == "sqlite":
        path = folder / "release.sqlite3"
        made = sqlite3.connect(path)
        made.executescript(sql)
        made.close()
        yield f"sqlite:///{path}"
        return
    name = f"release_{uuid.uuid4().hex}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    url = url_of(connection.settings_dict | {"NAME": name})
    try:
        with psycopg.connect(url) as made:
            made.execute(sql)
        yield url
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
