"""How long the admin takes to open and to save a form, in a small archive and in a large one.

    .venv/bin/python tests/benchmarks/bench_admin.py --posts 10 10000

Run by hand, on the database of DATABASE_URL: makes a database of its own (as a test run does) and asks in one
process, without a network. Times are medians; those of the processor leave out what other programs cost.
"""

import argparse
import statistics
import sys
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from bench_pages import WORDS, connection, make_posts, own_database, reset_queries, settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from tests.factories import make_issue, make_notice, make_post  # noqa: E402
from tests.forms import data_of  # noqa: E402

BOTH = {"title_ko": "서울시 계획", "author": "0"}
#: What is pressed, and whether the record is published before.
SAVES = {
    "save, not published": ("_save", "draft"),
    "save a draft": ("_save", "published"),
    "save and publish": ("_publish", "published"),
}


def make_records(state, number):
    """Return {name: record} of what staff edit, with texts of a usual length."""
    body = {
        "body_en": f"<p>{WORDS * 12}</p>",
        "body_ko": "<p>" + "서울시는 계획을 발표하였다. " * 40 + "</p>",
    }
    issue = make_issue(stories=6, state=state, number=number, **BOTH)
    notice = make_notice(parts=7, state=state, **BOTH)
    for child in (*issue.stories.all(), *notice.parts.all()):
        for name, text in body.items():
            setattr(child, name, text)
        child.save()
    post = make_post(state=state, **BOTH, **body)
    return {"post": post, "issue, 6 stories": issue, "notice, 7 parts": notice}


def form_url(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def opening(client, record):
    return lambda: lambda: client.get(form_url(record)).getvalue()


def saving(client, record, button):
    """Return what prepares one save of ``record`` as a browser would, each of another text."""

    def prepare():
        setup_test_environment()  # keeps what templates were given, which would slow down what is measured
        data = data_of(client.get(form_url(record)))
        teardown_test_environment()
        data.pop("_publish", None)
        data |= {button: "1", "_key": str(uuid.uuid4()), "author": str(int(data["author"]) + 1)}
        return lambda: check(client.post(form_url(record), data))

    return prepare


def check(response):
    assert response.status_code == 302


def measure(prepare, rounds):
    """Return (queries, milliseconds, those of the processor) of a call of what ``prepare()`` returns.

    Two rounds warm up; queries are counted in the second.
    """
    count, times, busy = 0, [], []
    for _round in range(2):
        act = prepare()
        with CaptureQueriesContext(connection) as queries:
            act()
        count = len(queries)
    for _round in range(rounds):
        act = prepare()
        start, start_busy = time.perf_counter(), time.process_time()
        act()
        busy.append((time.process_time() - start_busy) * 1000)
        times.append((time.perf_counter() - start) * 1000)
        reset_queries()
    return count, statistics.median(times), statistics.median(busy)


def run(sizes, rounds):
    settings.DEBUG = False
    connection.force_debug_cursor = False
    client, made = Client(), 0
    client.force_login(get_user_model().objects.create_superuser("benchmark"))
    table = Table("posts", "form", "what", "queries", "ms", "CPU ms", title=connection.vendor)
    for size in sorted(sizes):
        make_posts(size - made)
        made = size
        for place, state in enumerate(("draft", "published")):
            for name, record in make_records(state, 2 * size + place).items():
                acts = {f"open, {state}": opening(client, record)}
                acts |= {
                    what: saving(client, record, button)
                    for what, (button, before) in SAVES.items()
                    if before == state
                }
                for what, prepare in acts.items():
                    count, ms, busy = measure(prepare, rounds)
                    table.add_row(str(size), name, what, str(count), f"{ms:.1f}", f"{busy:.1f}")
    Console(width=100).print(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[10, 10_000])
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    with own_database():
        run(options.posts, options.rounds)


if __name__ == "__main__":
    main()
