"""How long the admin takes to show lists and to open and save forms, in a small archive and in a large one.

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
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from news.models import Post  # noqa: E402
from seoulsolution.admin.changelist import BoundedListMixin  # noqa: E402
from seoulsolution.revisions import snapshots  # noqa: E402
from seoulsolution.revisions.models import Draft, Event, Revision, Translation  # noqa: E402
from tests.factories import make_issue, make_notice, make_post  # noqa: E402
from tests.forms import data_of  # noqa: E402

BOTH = {"title_ko": "서울시 계획", "author": "0"}
#: What is pressed, and whether the record is published before.
SAVES = {
    "save, not published": ("_save", "draft"),
    "save a draft": ("_save", "published"),
    "save and publish": ("_publish", "published"),
}


#: Pages that list or count records, the last of them what the search box finds.
PAGES = {
    "first page": "/admin/",
    "translations": "/admin/translations/",
    "list": "/admin/news/post/",
    "list, last page": "/admin/news/post/?p={pages}",
    "list, a word": "/admin/news/post/?q=plan",
    "list, out of date": "/admin/news/post/?language=en-stale",
    "list, up to date": "/admin/news/post/?language=en-current",
    "list, with drafts": "/admin/news/post/?work=draft",
    "list, topic and year": "/admin/news/post/?topic=1&year=2010",
    "list, by title": "/admin/news/post/?o=1",
    "deleted posts": "/admin/news/post/deleted/",
    "reviews": "/admin/reviews/",
    "search box": "/admin/search/?q=plan",
    "search box, Korean": "/admin/search/?q=계획",
}


def make_work(user):
    """Give each tenth post a draft, and each fifth a translation that is out of date; both of ``user``."""
    kind = ContentType.objects.get_for_model(Post)
    known = Revision.objects.filter(content_type=kind).values("object_id")
    pks = Post.objects.filter(pk__in=range(0, Post.objects.latest("pk").pk + 1, 5)).exclude(pk__in=known)
    data = snapshots.empty() | {"fields": {"state": "published"}, "outdated": {"title_en": "계획"}}
    about = {"content_type": kind, "created_by": user, "data": data}
    revisions = Revision.objects.bulk_create(
        Revision(object_id=pk, number=1, event=Event.FOUND, **about)
        for pk in pks.values_list("pk", flat=True)
    )
    ahead = Revision.objects.bulk_create(
        Revision(object_id=each.object_id, number=2, is_draft=True, event=Event.EDITED, **about)
        for each in revisions[::2]
    )
    Draft.objects.bulk_create(
        Draft(content_type=kind, object_id=base.object_id, base=base, revision=revision)
        for base, revision in zip(revisions[::2], ahead, strict=True)
    )
    Translation.objects.bulk_create(
        Translation(
            content_type=kind,
            object_id=each.object_id,
            language="en",
            changed_by=user,
            changed_at=timezone.now(),
            stale_since=timezone.now(),
        )
        for each in revisions
    )


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
    user = get_user_model().objects.create_superuser("benchmark")
    client.force_login(user)
    table = Table("posts", "page", "what", "queries", "ms", "CPU ms", title=connection.vendor)
    for size in sorted(sizes):
        make_posts(size - made)
        made = size
        make_work(user)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, path in PAGES.items():
            path = path.format(pages=-(-size // BoundedListMixin.list_per_page))
            count, ms, busy = measure(lambda path=path: lambda: client.get(path).content, rounds)
            table.add_row(str(size), name, "show", str(count), f"{ms:.1f}", f"{busy:.1f}")
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
