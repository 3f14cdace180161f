"""What a page costs: served pages a second beside a Django with one view, and the first page after a save.

    .venv/bin/python tests/benchmarks/bench_pages.py --posts 1000 20000 200000 --served

Run by hand, on the kind of database of DATABASE_URL: makes a database of its own (as a test run does).
Served pages are asked for by Debian's ``wrk`` on loopback: as the page cache gives them out, with
``If-None-Match``, and made each time (PAGE_CACHE=off). Only ratios within one run mean anything.
"""

import argparse
import datetime
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulsolution.settings")
os.environ.setdefault("DEBUG", "true")  # plain static files; query counting is switched on where it is wanted
os.environ["PAGE_CACHE"] = (
    "on"  # what a process remembers belongs to what a page costs; no page is asked for twice
)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402
from serving import gunicorn, memory_of  # noqa: E402

from news.models import Post, Topic  # noqa: E402
from tests.importing.databases import url_of  # noqa: E402

FIRST_DAY = datetime.date(2003, 1, 1)
WORDS = "The city announced a plan for buses, parks, water and houses, and asked citizens what they think. "
BATCH = 10_000


# The index is built once, when all are there; here, each post would be put into it for its topics, too.
@patch("seoulsolution.search.index.signals.refresh", new=lambda *args: None)
def make_posts(number):
    """Save ``number`` posts in both languages, of a day each, under two topics each; return one of them."""
    topics = list(Topic.objects.values_list("pk", flat=True))
    through, post = Post.topics.through, None
    for start in range(0, number, BATCH):
        posts = Post.objects.bulk_create(
            Post(
                state="published",
                date=FIRST_DAY + datetime.timedelta(days=place % 8000),
                title_en=f"Plan number {place} of the city",
                title_ko=f"서울시 계획 {place}호",
                body_en=f"<p>{WORDS * 12}</p>",
                body_ko="<p>" + "서울시는 시민의 의견을 듣고 계획을 발표하였다. " * 25 + "</p>",
            )
            for place in range(start, min(start + BATCH, number))
        )
        through.objects.bulk_create(
            through(post_id=post.pk, topic_id=topics[(post.pk + step) % len(topics)])
            for post in posts
            for step in (0, 3)
        )
        post = posts[len(posts) // 2]
    return post


def pages(post):
    """Return {name: address}."""
    count = Post.objects.count()
    return {
        "home": "/en/",
        "list": "/en/news/",
        "list of a topic": "/en/news/?topic=transport",
        "deep list": f"/en/news/?page={count // 12}",
        "article": post.get_absolute_url("en"),
        "feed": "/en/news/feed.atom",
        "JSON list": "/api/news/",
        "search": "/en/search/?q=city",
    }


# The first page after a save, in this process -----------------------------------------------------------


#: After a save of a text the counts beside a list stay; after one of a date the list is counted again.
SAVES = {
    "text": lambda place: {"author": str(place)},
    "date": lambda place: {"date": FIRST_DAY + datetime.timedelta(days=place)},
}


def measure(client, address, post, rounds, save):
    """Return (queries, milliseconds, those of the processor) of the first request after a save."""
    times, busy, count = [], [], 0
    for place in range(rounds + 2):
        Post.objects.filter(pk=post.pk).update(**save(place))
        with CaptureQueriesContext(connection) as queries:
            start, start_busy = time.perf_counter(), time.process_time()
            response = client.get(address)
            response.getvalue()
        if place >= 2:  # the first ones warm up
            busy.append((time.process_time() - start_busy) * 1000)
            times.append((time.perf_counter() - start) * 1000)
        assert response.status_code == 200, address
        count = len(queries)
        reset_queries()
    return count, statistics.median(times), statistics.median(busy)


def show_first_pages(sizes, rounds):
    table = Table(
        "page, saved", *(f"{size} posts: queries, ms (CPU)" for size in sizes), title=connection.vendor
    )
    rows, made = {}, 0
    for size in sizes:
        post = make_posts(size - made)
        made = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, address in pages(post).items():
            if name != "search":  # its index is not built here
                for kind, save in SAVES.items():
                    count, ms, busy = measure(Client(), address, post, rounds, save)
                    rows.setdefault(f"{name}, {kind}", []).append(f"{count}, {ms:.1f} ({busy:.1f})")
    for name, cells in rows.items():
        table.add_row(name, *cells)
    Console(width=120).print(table)


# Served pages ---------------------------------------------------------------------------------------------


def rate(url, seconds, tag=""):
    """Return the answers a second that ``wrk`` gets with 16 connections; with ``tag``, of 304."""
    headers = ["-H", "Accept-Encoding: gzip", *(["-H", f"If-None-Match: {tag}"] if tag else [])]
    command = ["wrk", "-t1", "-c16", f"-d{seconds}", *headers, url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in out, (url, out)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def tag_of(url):
    command = ["curl", "-s", "-o", "/dev/null", "-D", "-", "-H", "Accept-Encoding: gzip", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.search(r"(?im)^etag: (.*?)\r?$", out)[1]


def show_served_pages(seconds):
    post, number = Post.objects.order_by("pk")[Post.objects.count() // 2], Post.objects.count()
    call_command("rebuild_search", verbosity=0)
    table = Table(
        "page", "kept", "÷ hello", "304", "÷ hello", "made", title=f"{number} posts, {connection.vendor}"
    )
    environment = {"DATABASE_URL": url_of(connection.settings_dict), "VAR_DIR": str(settings.VAR_DIR)}
    connection.close()
    hello = {"app": "hello:application", "folder": Path(__file__).parent}
    with (
        gunicorn(environment | {"PAGE_CACHE": "off"}) as made,
        gunicorn(environment | {"PAGE_CACHE": "on"}) as kept,
        gunicorn(environment, **hello) as one_view,
    ):
        for name, address in pages(post).items():
            most = statistics.median(rate(f"{one_view.address}/", seconds) for _ in range(3))
            url = kept.address + address
            tag = tag_of(url)
            rates = rate(url, seconds), rate(url, seconds, tag)
            cells = [cell for one in rates for cell in (f"{one:.0f}", f"{one / most:.2f}")]
            table.add_row(name, *cells, f"{rate(made.address + address, seconds):.1f}")
        memory = ", ".join(
            f"{name} {memory_of(one.process):.0f}"
            for name, one in (("kept", kept), ("made", made), ("hello", one_view))
        )
    Console(width=100).print(table, f"PSS of the server and two workers, MiB: {memory}")


@contextmanager
def own_database():
    """Make an empty database beside that of DATABASE_URL, and drop it again."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.DEBUG = False
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
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 20_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--served", action="store_true", help="serve the largest number, too")
    parser.add_argument("--seconds", type=int, default=4, help="that each served page is asked for")
    options = parser.parse_args()
    with own_database():
        show_first_pages(sorted(options.posts), options.rounds)
        if options.served:
            show_served_pages(options.seconds)


if __name__ == "__main__":
    main()
