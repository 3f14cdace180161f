"""How many records a list and each of its filters have."""

import datetime

import pytest

from news.models import Document, Post, Topic
from news.views import DocumentList, PostList
from seoulsolution.content.lists.counts import count_list
from seoulsolution.content.lists.facets import MonthFacet
from tests.factories import make_document, make_post, make_topic

pytestmark = pytest.mark.django_db
KOREAN = {"title_ko": "글", "body_ko": "<p>글</p>"}
FUTURE = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
PAST = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
HIDDEN = (
    {"state": "draft"},
    {"state": "withdrawn"},
    {"go_live_at": FUTURE},
    {"expires_at": PAST},
    {"withheld_en": True},
)


@pytest.fixture
def water():
    return make_topic()


@pytest.fixture
def mixed(water):
    """Posts of two years and none, in one language and two, under none to two topics, and hidden ones."""
    air = make_topic(slug="air", name_en="Air")
    make_post([water], date=datetime.date(2021, 3, 1), go_live_at=PAST, expires_at=FUTURE)
    make_post([water, air], date=datetime.date(2021, 12, 31), **KOREAN)
    make_post([air], date=datetime.date(2023, 11, 24), withheld_en=True, **KOREAN)
    make_post(date=None)
    for fields in HIDDEN:
        make_post([water, air], date=datetime.date(2021, 3, 1), **fields)


@pytest.mark.parametrize(
    ("chosen", "total", "topics", "years", "languages"),
    [
        ({}, 4, {"water": 2, "air": 2}, {"2021": 2, "2023": 1, "undated": 1}, {"en": 3, "ko": 2}),
        (
            {"topic": "air"},
            2,
            {"water": 2, "air": 2},
            {"2021": 1, "2023": 1, "undated": 0},
            {"en": 1, "ko": 2},
        ),
        (
            {"year": "2021"},
            2,
            {"water": 2, "air": 1},
            {"2021": 2, "2023": 1, "undated": 1},
            {"en": 2, "ko": 1},
        ),
        (
            {"language": "ko", "topic": "water"},
            1,
            {"water": 1, "air": 2},
            {"2021": 1, "2023": 0, "undated": 0},
            {"en": 2, "ko": 1},
        ),
        (
            {"year": "2023", "topic": "water"},
            0,
            {"water": 0, "air": 1},
            {"2021": 2, "2023": 0, "undated": 0},
            {"en": 0, "ko": 0},
        ),
    ],
)
def test_each_filter_is_counted_under_the_others(mixed, chosen, total, topics, years, languages):
    counts = count_list(Post.objects.visible(), PostList.facets, chosen)
    assert counts.total == total
    assert counts.options == {"topic": topics, "year": years, "language": languages}


def test_months_do_not_restrict_the_years(mixed):
    facets, chosen = (*PostList.facets, MonthFacet(2021)), {"year": "2021", "month": "03"}
    counts = count_list(Post.objects.visible(), facets, chosen)
    assert counts.total == 1
    assert counts.options["month"] == {"03": 1, "12": 1}
    assert counts.options["year"] == {"2021": 2, "2023": 1, "undated": 1}
    assert counts.options["topic"] == {"water": 1, "air": 0}
    assert counts.options["language"] == {"en": 1, "ko": 0}


def test_kinds_are_counted_with_years_and_languages(water):
    make_document([water], kind=Document.Kind.VIDEO)
    make_document(kind=Document.Kind.REPORT, date=datetime.date(2001, 1, 1))
    counts = count_list(Document.objects.visible(), DocumentList.facets, {"kind": "video"})
    assert counts.total == 1
    assert counts.options["kind"] == {"video": 1, "report": 1}
    assert counts.options["year"] == {"2020": 1, "2001": 0}


def test_an_empty_list_offers_nothing(water):
    counts = count_list(Post.objects.visible(), PostList.facets, {})
    assert counts.total == 0
    assert counts.options == {"topic": {}, "year": {}, "language": {}}


def test_a_topic_counts_what_is_visible_alone(mixed, water):
    topic = Topic.objects.counted().get(pk=water.pk)
    assert (topic.post_count, topic.document_count) == (2, 0)
    assert Post.objects.count_visible_by("topics", water) == {water.pk: 2}


@pytest.mark.parametrize(
    "query",
    ["?topic=%00", "?topic=water'", "?year=20211", "?language=fr", "?topic=a b", "?page=0", "?page=%00"],
)
def test_a_value_that_no_record_has_is_not_found(client, mixed, query):
    assert client.get(f"/en/news/{query}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/en/news/2021/?month=3", "/en/news/2021/?month=x", "/en/archive/?kind=%00"]
)
def test_nor_is_a_month_or_kind_in_another_form(client, mixed, path):
    make_document()
    assert client.get(path).status_code == 404


def test_pages_from_either_end_are_the_same_list(client):
    for number in range(50):
        make_post(title_en=f"Number {number:02}", date=datetime.date(2021, 1, 1 + number % 7))
    wanted = [post.title_en for post in Post.objects.order_by("-sort_date", "-pk")]
    shown = []
    for page in range(1, 6):
        listing = client.get(f"/en/news/?page={page}").context["listing"]
        shown += [str(item) for item in listing.items]
    assert shown == wanted
