"""Fifty people who write five records by every door at once, while others read: what was written and lost.

    .venv/bin/python tests/benchmarks/bench_writers.py --seconds 60

Run by hand, on the database of DATABASE_URL: makes a database of its own (as a test run does). Fails where an
edit was lost, a revision is missing or a search entry is stale.
"""

import argparse
import logging
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from bench_pages import connection, own_database  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from tests.revisions.writers import DOORS, READERS, Writers  # noqa: E402


def run(seconds):
    writers = Writers()
    threads = writers.run(seconds)
    writers.check()
    counts = writers.counts()
    title = f"{seconds} s, {connection.vendor}: nothing is lost, missing or stale"
    table = Table("door", "people", "acts", "acts a second", "revisions", title=title)
    for door, number in (DOORS | {"read": READERS}).items():
        acts = sum(thread.times for thread in threads[door])
        revisions = {event: count for (name, event), count in sorted(counts.items()) if name == door}
        told = ", ".join(f"{count} {event}" for event, count in revisions.items())
        table.add_row(door, str(number), str(acts), f"{acts / seconds:.1f}", told)
    Console(width=120).print(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # what is refused is told as a warning
    setup_test_environment()
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = 100
    with own_database():
        run(options.seconds)


if __name__ == "__main__":
    main()
