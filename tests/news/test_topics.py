"""/en/topics/ and /en/topics/water/"""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.db import connection

from news.models import Topic
from seoulsolution.content.art import TOPIC_ART
from tests.factories import make_document, make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db
SHAPES = ("tall", "wide")


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


def test_a_topic_opens_with_its_introduction(client, water):
    make_post([water])
    assert not elements(client.get("/en/topics/water/"), "p", class_="lede")
    water.introduction_en = "Rivers and taps."
    water.save()
    page = client.get("/en/topics/water/")
    assert texts(page, "p", class_="lede") == ["Rivers and taps."]
    assert [e["content"].strip() for e in elements(page, "meta", name="description")] == ["Rivers and taps."]
    assert "Rivers and taps." not in client.get("/ko/topics/water/").content.decode()


def test_the_topics_of_a_new_site_are_introduced_in_both_languages():
    for topic in Topic.objects.all():
        assert topic.introduction_en.endswith(".")
        assert topic.introduction_ko.endswith("습니다.")


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


@pytest.mark.parametrize(
    "slug", ["economy-2", "default-2", "safety-health", "newsletter-3", "economy-2-wide"]
)
def test_a_renamed_topic_keeps_its_art_and_its_pages(client, settings, slug):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "tests.news.test_topics.OnlyWhatIsThere"}
    }
    topic = Topic.objects.get(slug="safety")
    topic.slug = slug
    topic.save()
    documents = [make_document([topic]) for _number in range(4)]
    for path in ["/en/archive/", "/en/topics/", f"/en/topics/{slug}/", *map(path_of_record, documents)]:
        page = client.get(path)
        assert page.status_code == 200
        assert "/art/safety" in page.content.decode()
    assert "img/og-safety.png" in page.content.decode()


def path_of_record(record):
    return record.get_absolute_url("en")


def test_a_new_topic_has_the_art_of_its_slug_if_there_is_one(client):
    for slug in ("economy-2", "default"):
        assert make_topic(slug=slug).art == ""
    Topic.objects.filter(slug="culture").delete()
    assert make_topic(slug="culture").art == "culture"


def test_every_key_has_all_its_drawings():
    for key in (*TOPIC_ART, "default"):
        names = [f"art/{key}{number}-{shape}.svg" for number in ("", "-2", "-3", "-4") for shape in SHAPES]
        assert all(map(finders.find, [*names, f"img/og-{key}.png"])), key


def test_the_migration_gives_topics_their_art(transactional_db):
    keep_art = import_module("news.migrations.0015_keep_the_art_of_topics").keep_art
    topic = Topic.objects.get(slug="safety")
    topic.slug = "safety-health"
    topic.save()
    Topic.objects.update(art="")
    with connection.schema_editor() as editor:
        keep_art(apps, editor)
    assert Topic.objects.get(pk=topic.pk).art == "safety"
    assert Topic.objects.get(slug="welfare").art == "welfare"


class OnlyWhatIsThere(StaticFilesStorage):
    """Refuses the address of a file that is not there, as a manifest does."""

    def url(self, name, *args, **kwargs):
        if not finders.find(name):
            raise ValueError(f"Missing staticfiles manifest entry for {name!r}")
        return super().url(name, *args, **kwargs)
