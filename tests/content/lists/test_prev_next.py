"""The records beside a record in its list."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Post
from seoulsolution.content.lists.prev_next import newer_and_older
from tests.factories import make_issue, make_post

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 11, 24)


def test_every_record_is_reached_whatever_dates_they_share():
    dates = [DAY, None, DAY, datetime.date(2001, 1, 1), None, DAY]
    posts = [make_post(date=date) for date in dates]
    walked = [posts[5]]
    while older := newer_and_older(Post.objects.visible(), walked[-1])[1]:
        walked.append(older)
    assert walked == [posts[place] for place in (5, 2, 0, 3, 4, 1)]
    back = [newer_and_older(Post.objects.visible(), post)[0] for post in walked]
    assert back == [None, *walked[:-1]]


def test_what_is_not_visible_is_passed_over():
    first = make_post(date=DAY)
    make_post(date=DAY, state="draft")
    make_post(date=DAY, go_live_at=datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC))
    make_post(date=DAY, expires_at=datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC))
    make_post(date=DAY, withheld_en=True)
    last = make_post(date=DAY)
    assert newer_and_older(Post.objects.visible(), first) == (last, None)
    assert newer_and_older(Post.objects.visible(), last) == (None, first)


def test_issues_are_compared_by_year_month_and_number():
    issues = [
        make_issue(number=number, year=year, month=month)
        for number, year, month in ((5, 2020, 12), (3, 2021, 1), (4, 2021, 1), (1, 2021, 2))
    ]
    records = type(issues[0]).objects.visible()
    assert newer_and_older(records, issues[2], ("year", "month", "number")) == (issues[3], issues[1])
    assert newer_and_older(records, issues[1], ("year", "month", "number")) == (issues[2], issues[0])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plan")
def test_the_database_begins_at_the_record():
    post = Post.objects.get(pk=make_post().pk)
    with CaptureQueriesContext(connection) as queries:
        newer_and_older(Post.objects.visible(), post)
    for query in queries.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "post_list (state=? AND sort_date" in plan
        assert "ORDER BY" not in plan
