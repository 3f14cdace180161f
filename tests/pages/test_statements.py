"""How many SQL statements each kind of page takes: as many in a small archive as in a larger one."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Document, Issue, Post, Topic
from notices.models import Notice
from partners.models import Partner
from tests.factories import (
    confirm_known_names,
    make_document,
    make_issue,
    make_notice,
    make_partner,
    make_post,
)
from tests.importing.helpers import import_all_seeds
from tests.reading import query_count

pytestmark = pytest.mark.django_db
BOTH = {
    "title_en": "Water of Seoul",
    "title_ko": "서울의 물",
    "body_en": "<p>Water</p>",
    "body_ko": "<p>물</p>",
}

#: {address: statements}; {names} are of a record of each kind. One of each page is for alerts, and two of the
#: sitemap (their lowest and highest id); feeds show none. Three of home read the terms and count what the
#: search box proposes, two of a partner look for texts that mention it.
STATEMENTS = {
    "/en/": 15,
    "/en/news/": 13,
    "/en/news/?page=2": 13,
    "/en/news/?topic=environment": 16,
    "/en/archive/": 12,
    "{post}": 11,
    "{document}": 11,
    "/en/newsletter/": 7,
    "{issue}": 8,
    "/en/notices/": 6,
    "{notice}": 9,
    "/en/partners/": 4,
    "{partner}": 7,
    "/en/topics/": 11,
    "/en/topics/environment/": 16,
    "/en/news/feed.atom": 5,
    "/en/news/feed.atom?topic=environment": 7,
    "/sitemap.xml": 17,
    "/sitemap-news.xml": 6,
    "/api/news/": 5,
    "/api/news.csv": 3,
    "/en/search/?q=seoul&kind=news": 13,
}


def make_site(number):
    """Make a draft and ``number`` records of each kind in both languages, those of news under two topics."""
    topics = Topic.objects.filter(slug__in=("environment", "transport"))
    make_post(topics, state="draft")
    for place in range(number):
        day = datetime.date(2010 + place % 7, 1 + place % 12, 1 + place % 28)
        make_post(topics, date=day, **BOTH)
        make_document(topics, date=day, **BOTH)
        make_issue(stories=2, number=place + 1, year=day.year, month=day.month, title_ko="소식")
        make_notice(parts=2, date=day, title_ko="공고")
        make_partner(name_ko="협력")


def records():
    """Return {name: address} of a record of each kind."""
    models = {"post": Post, "document": Document, "issue": Issue, "notice": Notice, "partner": Partner}
    # A partner of which there is something to say.
    found = {name: model.objects.visible() for name, model in models.items()}
    found["partner"] = found["partner"].exclude(official_name_en=None).exclude(official_name_en="")
    return {name: rows.first().get_absolute_url("en") for name, rows in found.items()}


def addresses():
    found = records()
    return {path: path.format(**found) for path in STATEMENTS}


def statements(client):
    return {path: query_count(client, address) for path, address in addresses().items()}


@pytest.mark.parametrize("number", [13, 40])
def test_made_records(client, number):
    make_site(number)
    assert statements(client) == STATEMENTS


def test_imported_records(client):
    import_all_seeds()
    confirm_known_names()  # the partners that texts mention have a page then
    # Texts of a kind mention the partner, and are read; few titles have "seoul", so all texts are asked, too.
    asked_more = ["{partner}", "/en/search/?q=seoul&kind=news"]
    assert statements(client) == STATEMENTS | {path: STATEMENTS[path] + 1 for path in asked_more}


def test_a_long_spreadsheet_takes_as_many_as_a_short_one(client):
    make_site(1)
    Post.objects.bulk_create(
        Post(state="published", title_en=f"Post {number}", body_en="<p>Text</p>") for number in range(1200)
    )
    topic = Topic.objects.first()
    links = [Post.topics.through(post=post, topic=topic) for post in Post.objects.filter(topics=None)]
    Post.topics.through.objects.bulk_create(links)
    assert len(client.get("/api/news.csv").getvalue().splitlines()) == 1202
    assert query_count(client, "/api/news.csv") == STATEMENTS["/api/news.csv"]


@pytest.mark.parametrize("address", ["/en/", "/en/newsletter/", "/en/partners/", "{post}"])
def test_texts_that_a_page_does_not_show_are_not_read(client, address):
    make_site(2)
    path = address.format(**records())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    read = " ".join(query["sql"] for query in queries)
    assert '"pages_page"."title_en"' in read
    assert '"pages_page"."body' not in read
    assert '"news_story"."body' not in read
    assert read.count('"news_post"."body_en"') == (address == "{post}")
