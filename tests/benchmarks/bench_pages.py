"""How long the server works on its pages with many posts: queries, p50, p95, pages a second.

    .venv/bin/python tests/benchmarks/bench_pages.py --posts 10000

Run by hand, on the database of DATABASE_URL: makes a database of its own (as a test run does) and asks in one
process, without a network.
"""

import argparse
import datetime
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulsolution.settings")
os.environ.setdefault("DEBUG", "true")  # plain static files; query counting is switched on where it is wanted

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from news.models import Post, Topic  # noqa: E402

FIRST_DAY = datetime.date(2003, 1, 1)
WORDS = "The city announced a plan for buses, parks, water and houses, and asked citizens what they think. "


def make_posts(number):
    """Save ``number`` posts in both languages, of a day each, under two topics each."""
    topics = list(Topic.objects.values_list("pk", flat=True))
    posts = Post.objects.bulk_create(
        Post(
            state="published",
            date=FIRST_DAY + datetime.timedelta(days=place % 8000),
            title_en=f"Plan number {place} of the city",
            title_ko=f"서울시 계획 {place}호",
            body_en=f"<p>{WORDS * 12}</p>",
            body_ko="<p>" + "서울시는 시민의 의견을 듣고 계획을 발표하였다. " * 25 + "</p>",
        )
        for place in range(number)
    )
    through = Post.topics.through
    through.objects.bulk_create(
        through(post_id=post.pk, topic_id=topics[(place + step) % len(topics)])
        for place, post in enumerate(posts)
        for step in (0, 3)
    )
    return posts


def pages(posts):
    """Return {name: address}."""
    return {
        "home": "/en/",
        "list": "/ko/news/",
        "list of a topic": "/en/news/?topic=transport",
        "deep page of the list": f"/en/news/?page={len(posts) // 12}",
        "article": posts[len(posts) // 2].get_absolute_url("ko"),
        "feed": "/en/news/feed.atom",
        "JSON list": "/api/news/",
    }


def measure(client, address, rounds):
    """Return (queries, sorted milliseconds) of ``rounds`` requests; the first warms up."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    count = len(queries)  # before they are forgotten
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        client.get(address).getvalue()
        times.append((time.perf_counter() - start) * 1000)
        reset_queries()
    return count, sorted(times)


def run(number, rounds):
    console = Console(width=100)
    posts = make_posts(number)
    table = Table(
        "page", "queries", "p50 ms", "p95 ms", "pages a second", title=f"{number} posts, {connection.vendor}"
    )
    settings.DEBUG = False
    connection.force_debug_cursor = False
    for name, address in pages(posts).items():
        queries, times = measure(Client(), address, rounds)
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        table.add_row(name, str(queries), f"{p50:.1f}", f"{p95:.1f}", f"{1000 * len(times) / sum(times):.0f}")
    console.print(table)


@contextmanager
def own_database():
    """Make an empty database beside that of DATABASE_URL, and drop it again."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "benchmark.sqlite3")
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with own_database():
        run(options.posts, options.rounds)


if __name__ == "__main__":
    main()
