"""/en/topics/ and /en/topics/water/"""

import pytest

from tests.factories import make_document, make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def water():
    return make_topic(slug="water", name_en="Water", name_ko="물")


def test_the_list_has_every_topic_with_something_public(client, water):
    make_post([water])
    make_document([water])
    make_post([make_topic(slug="air", name_en="Air")], state="draft")
    response = client.get("/en/topics/")
    assert texts(response, "h2") == ["Water"]
    assert {"1 news post", "1 document"} <= set(texts(response, "li"))
    assert texts(client.get("/ko/topics/"), "h2") == ["물"]


def test_an_empty_list_leads_on(client):
    assert "Nothing is published here yet" in texts(client.get("/en/topics/"), "h2")


def test_a_topic_shows_every_kind_and_leads_to_the_lists(client, water):
    post, document = make_post([water]), make_document([water])
    response = client.get("/en/topics/water/")
    assert texts(response, "h1") == ["Water"]
    assert {post.get_absolute_url("en"), document.get_absolute_url("en")} <= set(links(response))
    assert {"/en/news/?topic=water", "/en/archive/?topic=water", "/en/topics/"} <= set(links(response))


def test_a_topic_can_be_subscribed_to(client, water):
    make_post([water])
    response = client.get("/en/topics/water/")
    feed = "http://127.0.0.1:8000/en/news/feed.atom?topic=water"
    assert feed in links(response)
    assert feed in [e["href"] for e in elements(response, "link", type="application/atom+xml")]
    assert client.get(feed).status_code == 200


def test_korean_page_names_the_topic_in_korean(client, water):
    make_post([water])
    response = client.get("/ko/topics/water/")
    assert texts(response, "h1") == ["물"]
    assert "/en/topics/water/" in links(response)
    assert len(elements(response, "p", class_="foreign-note")) == 1


def test_only_what_a_topic_has_is_offered(client, water):
    make_document([water])
    response = client.get("/en/topics/water/")
    assert "/en/archive/?topic=water" in links(response)
    assert "/en/news/?topic=water" not in links(response)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_topic_without_public_records_is_not_found(client, water, state):
    make_post([water], state=state)
    assert client.get("/en/topics/water/").status_code == 404
    assert client.get("/en/topics/nothing/").status_code == 404


def test_drafts_are_not_shown(client, water):
    make_post([water])
    make_post([water], title_en="Secret", state="draft")
    make_document([water], title_en="Secret", state="draft")
    page = client.get("/en/topics/water/").content.decode()
    assert "Secret" not in page
    assert "1 news post" in page


def test_other_topics_are_the_way_on(client, water):
    make_post([water, make_topic(slug="air", name_en="Air")])
    response = client.get("/en/topics/water/")
    assert texts(response, "a", class_="pill") == ["Air"]


def test_only_reading_is_allowed(client, water):
    make_post([water])
    assert client.post("/en/topics/").status_code == 405
    assert client.post("/en/topics/water/").status_code == 405


def test_costs_the_same_for_one_row_and_for_many(client, water):
    make_post([water])
    make_document([water])
    paths = ["/en/topics/", "/en/topics/water/"]
    for_one = [query_count(client, path) for path in paths]
    for number in range(8):
        topic = make_topic(slug=f"t{number}", name_en=f"T{number}")
        make_post([water, topic], title_en=f"Post {number}")
        make_document([water, topic], title_en=f"Document {number}")
    # what is due; the list: counts of posts and documents (6), topics, plain pages; a topic: itself, counts
    # (6), posts, their topics, documents, their topics, other topics, plain pages
    assert [query_count(client, path) for path in paths] == for_one == [10, 15]
