"""How long readers and writers wait while ``migrate`` brings a large database up to date.

    DATABASE_URL=postgres://user@host/name .venv/bin/python tests/benchmarks/bench_migrate.py --posts 200000

Run by hand, on the kind of database of DATABASE_URL: makes a database of its own, fills it with the code of
the release that is kept (tests/upgrade/), and migrates it with the code of today, while a reader and a writer
of each large table ask again and again. Fails where one of them waited for longer than a second.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulsolution.settings")

import django  # noqa: E402

django.setup()

from django.db import connections  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from tests.upgrade import kept  # noqa: E402

LONGEST = 1.0
#: Run with the code of the release before.
FILL = """
import datetime
from django.contrib.contenttypes.models import ContentType
from news.models import Post
from seoulsolution.revisions.models import Revision
kind = ContentType.objects.get_for_model(Post)
for start in range(0, {posts}, 10_000):
    made = Post.objects.bulk_create(
        Post(
            state="published", date=datetime.date(2003, 1, 1) + datetime.timedelta(days=place % 8000),
            title_en=f"Plan number {{place}}", body_en="<p>" + "The city announced a plan. " * 40 + "</p>",
        )
        for place in range(start, min(start + 10_000, {posts}))
    )
    Revision.objects.bulk_create(
        Revision(content_type=kind, object_id=post.pk, number=1, event="created", data={{"fields": {{}}}})
        for post in made
    )
"""
STATEMENTS = {
    "reads posts": "SELECT COUNT(*) FROM (SELECT id FROM news_post ORDER BY id DESC LIMIT 20) AS page",
    "writes posts": "UPDATE news_post SET title_en = title_en WHERE id = (SELECT MIN(id) FROM news_post)",
    "reads revisions": "SELECT COUNT(*) FROM (SELECT id FROM revisions_revision LIMIT 20) AS page",
    "writes revisions": "UPDATE revisions_revision SET note = '' "
    "WHERE id = (SELECT MIN(id) FROM revisions_revision)",
}


class Asking(threading.Thread):
    """Run one statement again and again until ``stop``; keep how often, and the longest wait in seconds."""

    def __init__(self, statement, stop):
        super().__init__()
        self.statement, self.stop, self.times, self.longest = statement, stop, 0, 0.0

    def run(self):
        with closing(connections.create_connection("default")) as own, own.cursor() as cursor:
            while not self.stop.is_set():
                begun = time.monotonic()
                cursor.execute(self.statement)
                self.longest = max(self.longest, time.monotonic() - begun)
                self.times += 1
                self.stop.wait(0.01)


def run(folder, url, *arguments):
    environment = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(folder), "DEBUG": "true"}
    command = [sys.executable, "-m", "django", *arguments, "--verbosity", "0"]
    subprocess.run(command, cwd=folder, env=environment, check=True)


def measure(url):
    """Migrate; return the seconds that took, and {what: Asking}."""
    stop = threading.Event()
    asking = {what: Asking(sql, stop) for what, sql in STATEMENTS.items()}
    for thread in asking.values():
        thread.start()
    begun = time.monotonic()
    try:
        run(ROOT, url, "migrate")
    finally:
        seconds = time.monotonic() - begun
        stop.set()
        for thread in asking.values():
            thread.join()
    return seconds, asking


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument(
        "--indexed", action="store_true", help="put the posts into the search index, too (slow)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, kept.database(Path(name)) as url:
        before = Path(name) / "before"
        kept.unpack(before)
        os.environ["VAR_DIR"] = name
        run(before, url, "shell", "-c", FILL.format(posts=options.posts))
        if options.indexed:
            run(before, url, "rebuild_search")
        settings = connections["default"].settings_dict
        settings["NAME"] = url.removeprefix("sqlite:///") if "sqlite" in url else url.rpartition("/")[2]
        seconds, asking = measure(url)
    title = f"{options.posts} posts, {connections['default'].vendor}: migrate took {seconds:.1f} s"
    table = Table("who", "times", "longest wait", title=title)
    for what, thread in asking.items():
        table.add_row(what, str(thread.times), f"{thread.longest * 1000:.0f} ms")
    Console().print(table)
    sys.exit(any(thread.longest > LONGEST for thread in asking.values()))


if __name__ == "__main__":
    main()
