"""Speed and memory of the importer on generated files; run by hand, it is no test.

    .venv/bin/python -m tests.benchmarks.bench_import [--files 1000 10000] [--server postgres://user@host:port]
        [--without-index]

Each number of files goes into an empty database twice; without a server into SQLite. Records a second are
those of the first run, by the clock and by the processor's time of the process (not the server's); times hold
the start of Python; memory is the greatest resident memory, of the first run and of the second. Without the
index, the search room is not told of what is saved: what is left is the importer's own share.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.importing.generated import write_files
from tests.importing.memory import MEASURED

ROOT = Path(__file__).resolve().parents[2]
#: Put before the program: the search room connects no signal.
WITHOUT_INDEX = "from seoulsolution.search.apps import SearchConfig; SearchConfig.ready = lambda self: None;"
HEADING = "database    files  records  first s  records/s  CPU s  rec./CPU s   MB  again s   MB  times faster"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--server", default="")
    parser.add_argument("--without-index", action="store_true")
    arguments = parser.parse_args()
    program = (WITHOUT_INDEX if arguments.without_index else "") + MEASURED
    print(HEADING)
    for number in arguments.files:
        with tempfile.TemporaryDirectory() as name, database(arguments.server, Path(name)) as url:
            measure(url, number, Path(name), program)


@contextmanager
def database(server: str, folder: Path):
    """An empty, migrated database, and its address."""
    name = f"bench_{uuid.uuid4().hex}"
    url = f"{server}/{name}" if server else f"sqlite:///{folder}/{name}.sqlite3"
    if server:
        ask(server, f'CREATE DATABASE "{name}"')
    try:
        run(url, folder, str(ROOT / "manage.py"), "migrate", "--verbosity", "0")
        yield url
    finally:
        if server:
            ask(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def ask(server: str, statement: str):
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def run(url: str, folder: Path, *command: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"DATABASE_URL": url, "VAR_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )


def measure(url: str, number: int, folder: Path, program: str):
    """Print one line: the import of so many files, and the same again."""
    pages, report = write_files(folder / "pages", number), folder / "report.json"
    command = ("import_seeds", str(pages), "--report", str(report))
    first, cpu, memory = measured(url, folder, program, *command)
    kinds = json.loads(report.read_text("utf-8"))["totals"]["records"].values()
    records = sum(sum(outcomes.values()) for outcomes in kinds)
    again, _cpu, memory_again = measured(url, folder, program, *command)
    print(
        f"{url.split(':')[0]:<10} {number:>6} {records:>8} {first:>8.1f} {records / first:>10.1f} {cpu:>6.1f}"
        f" {records / cpu:>11.1f} {memory:>4.0f} {again:>8.1f} {memory_again:>4.0f} {first / again:>13.1f}",
        flush=True,
    )


def measured(url: str, folder: Path, program: str, *command: str) -> tuple[float, float, float]:
    """Run a command of manage.py; return its seconds, those of the processor, and its peak in MB."""
    begin, before = time.monotonic(), processor_time()
    done = run(url, folder, "-c", program, str(ROOT / "manage.py"), *command, "--quiet")
    memory = int(done.stderr.split()[-1]) / 1024
    return time.monotonic() - begin, processor_time() - before, memory


def processor_time() -> float:
    """Return the seconds of the processor that child processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
