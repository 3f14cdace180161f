"""What a record leads on to: by shared topics and by telling words in titles."""

import datetime

import pytest

from news import related as related_records
from news.models import Document, Post
from news.related import related
from tests.factories import make_document, make_post, make_topic
from tests.reading import elements, texts

pytestmark = pytest.mark.django_db
KINDS = (Post, Document)


def titles(record, models=KINDS):
    return [str(other) for other in related(record, models)]


def test_shared_words_order_what_shares_as_many_topics():
    water = make_topic()
    post = make_post([water], title_en="Tap water of Seoul is safe")
    make_post([water], title_en="Rivers of Seoul", date=datetime.date(2024, 1, 1))
    make_post([water], title_en="Seoul tests tap water daily", date=datetime.date(2001, 1, 1))
    assert titles(post) == ["Seoul tests tap water daily", "Rivers of Seoul"]


def test_alike_titles_are_related_without_a_topic():
    post = make_post(title_en="Geothermal energy for Garak Market")
    make_post(title_en="Geothermal energy for Yongsan")
    make_post(title_en="Festival of lanterns")
    assert titles(post) == ["Geothermal energy for Yongsan"]


def test_every_process_orders_them_alike():
    """Sums are not rounded by the order of a set."""
    one, other = ({1: low, 2: 0.2, 3: high, 4: 1} for low, high in ((0.1, 0.3), (0.3, 0.1)))
    words, more = {1, 2, 3}, {1, 2, 3, 4}
    assert related_records._overlap(words, more, one) == related_records._overlap(words, more, other)


def test_korean_titles_are_compared_too():
    korean = {"title_en": "", "body_en": "", "body_ko": "<p>글</p>"}
    post = make_post(title_ko="지열에너지 보급 확대 계획", **korean)
    make_post(title_ko="지열에너지 보급 성과", **korean)
    make_post(title_ko="한강 공원 축제", **korean)
    assert titles(post) == ["지열에너지 보급 성과"]


def test_words_that_every_title_has_say_nothing():
    post = make_post(title_en="Seoul city plan")
    for name in ("Festival", "Bridge", "School"):
        make_post(title_en=f"Seoul city {name}")
    assert titles(post) == []


def test_both_kinds_meet_and_say_which_they_are(client):
    water = make_topic()
    post, document = make_post([water]), make_document([water], title_en="Tap water")
    assert titles(post) == ["Tap water"]
    response = client.get(post.get_absolute_url("en"))
    assert texts(response, "span", class_="kind") == ["Brochure"]
    assert elements(response, "a", href=document.get_absolute_url("en"))
    assert elements(client.get(document.get_absolute_url("en")), "a", href=post.get_absolute_url("en"))


def test_drafts_are_not_related():
    water = make_topic()
    post = make_post([water])
    make_post([water], state="draft")
    make_document([water], state="withdrawn")
    assert titles(post) == []


def test_at_most_four():
    water = make_topic()
    post = make_post([water])
    for number in range(6):
        make_post([water], title_en=f"Post {number}")
    assert len(titles(post)) == 4


def test_few_queries_whatever_is_found(django_assert_max_num_queries):
    water = make_topic()
    post = make_post([water], title_ko="물", body_ko="<p>물</p>")
    make_document()
    lonely = Post.objects.prefetch_related("topics").get(pk=post.pk)
    with django_assert_max_num_queries(5):
        related(lonely, KINDS)
    for number in range(6):
        make_document([water], title_en=f"Document {number}")
    post = Post.objects.prefetch_related("topics").get(pk=post.pk)
    with django_assert_max_num_queries(5):
        found = related(post, KINDS)
        assert [other.get_absolute_url("ko") for other in found]


def test_what_shares_topics_is_found_behind_many_newer_records():
    water, parks = make_topic(), make_topic(slug="parks", name_en="Parks")
    old = make_post([water, parks], title_en="Tap water for parks", date=datetime.date(1999, 1, 1))
    Post.objects.bulk_create(
        Post(
            state="published",
            title_en=f"Festival {number}",
            body_en="<p>Lanterns</p>",
            date=datetime.date(2024, 1, 1),
        )
        for number in range(250)
    )
    make_post([water], title_en="Rivers", date=None)
    assert titles(make_post([water, parks], title_en="Fountains")) == ["Tap water for parks", "Rivers"]
    assert titles(old) == ["Fountains", "Rivers"]
