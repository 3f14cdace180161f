"""Keep this checkout as the release before: what the next one is upgraded from.

    DATABASE_URL=postgres://user@host/name .venv/bin/python tests/upgrade/make_release.py

Run by hand, at each release, on a server of PostgreSQL whose user may make databases. Writes into this
folder the code as a wheel, without static files and tests, and a database of each kind as SQL. What was
kept before is replaced: one release back is what a deployment without a gap needs.
"""

import base64
import hashlib
import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
import uuid
import zipfile
from pathlib import Path

import psycopg

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = ("seoulsolution", "news", "partners", "notices")
#: A post, an issue with its stories, and a notice with its parts.
SEEDS = ("000_9e01eddc6e132a88.txt", "002_25879144ea33a750.txt", "004_95aca1d7fd153db8.txt")
STAFF = """
from django.contrib.auth import get_user_model
from news.models import Post
from seoulsolution.revisions import drafts
staff = get_user_model().objects.create_superuser("staff")
post = Post.objects.visible("en").first()
drafts.save(post, drafts.with_values(post, {"title_en": "A draft of the release before"}), user=staff)
"""
#: Of the files in the wheel, so that the same code makes the same bytes.
WHEN = (2026, 1, 1, 0, 0, 0)


def main():
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        sys.exit("DATABASE_URL must name a server of PostgreSQL.")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for kept in (*HERE.glob("*.whl"), *HERE.glob("*.sql.xz")):
        kept.unlink()
    make_wheel(HERE / f"{project['name']}-{project['version']}-py3-none-any.whl", project)
    with tempfile.TemporaryDirectory() as folder:
        fill(f"sqlite:///{folder}/db.sqlite3", folder)
        keep("sqlite", "\n".join(dump_sqlite(Path(folder, "db.sqlite3"))))
        keep("postgresql", dump_postgresql(server, folder))
    for made in sorted(HERE.glob("*.whl")) + sorted(HERE.glob("*.xz")):
        print(f"{made.relative_to(ROOT)}: {made.stat().st_size // 1024} KiB")


def make_wheel(path, project):
    """Write the packages, and templates/ beside them, as settings expect."""
    about = f"{project['name']}-{project['version']}.dist-info"
    contents = {str(file.relative_to(ROOT)): file.read_bytes() for file in code_files()}
    contents[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n".encode()
    )
    contents[f"{about}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(f"{name},{digest_of(data)},{len(data)}\n" for name, data in contents.items())
    contents[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, data in contents.items():
            wheel.writestr(zipfile.ZipInfo(name, WHEN), data, zipfile.ZIP_DEFLATED)


def code_files():
    for folder in (*PACKAGES, "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not {"static", "__pycache__"} & {*path.parts} and path.suffix != ".po":
                yield path


def digest_of(data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
    return "sha256=" + digest.rstrip(b"=").decode()


def fill(url, folder):
    """Make the tables of the database ``url`` and a few records of each kind in it."""
    environment = os.environ | {"DATABASE_URL": url, "VAR_DIR": folder}
    seeds = (f"seeds/{name}" for name in SEEDS)
    for command in (["migrate"], ["import_seeds", *seeds], ["shell", "-c", STAFF]):
        command = [sys.executable, "manage.py", *command, "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def keep(kind, sql):
    (HERE / f"{kind}.sql.xz").write_bytes(lzma.compress(sql.encode(), preset=9))


def dump_postgresql(server, folder):
    """Return a new database as SQL that needs no client of PostgreSQL to be read again."""
    name = f"release_{uuid.uuid4().hex}"
    url = server.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            fill(url, folder)
            command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", "--no-comments", url]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    return "\n".join(line for line in done.stdout.splitlines() if not line.startswith(("\\", "--")))


def dump_sqlite(path):
    """Yield statements that make the database again.

    Not ``iterdump``: it would read the virtual tables of the search, which hold no text. What they are made
    of is in ordinary tables beside them.
    """
    with sqlite3.connect(path) as database:
        objects = database.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        yield "PRAGMA writable_schema=ON; BEGIN;"
        for kind, name, _table, sql in objects:
            if sql.startswith("CREATE VIRTUAL"):
                (literal,) = database.execute("SELECT quote(?)", [sql]).fetchone()
                yield (
                    "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) "  # noqa: S608 - our names
                    f"VALUES ('table', '{name}', '{name}', 0, {literal});"
                )
            elif kind == "table" and name != "sqlite_sequence":
                yield f"{sql};"
                yield from rows_of(database, name)
        yield "DELETE FROM sqlite_sequence;"
        yield from rows_of(database, "sqlite_sequence")
        yield from (f"{sql};" for kind, _name, _table, sql in objects if kind in ("index", "trigger"))
        yield "COMMIT; PRAGMA writable_schema=OFF;"


def rows_of(database, table):
    """Yield a statement for each row; the values of generated columns make themselves."""
    columns = [f'"{row[1]}"' for row in database.execute(f"PRAGMA table_info('{table}')")]
    values = " || ',' || ".join(f"quote({column})" for column in columns)
    for (row,) in database.execute(f'SELECT {values} FROM "{table}"'):  # noqa: S608
        yield f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({row});'  # noqa: S608


if __name__ == "__main__":
    main()
