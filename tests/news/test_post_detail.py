"""/en/news/42-slug/"""

import datetime

import pytest

from tests.factories import make_document, make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db

KOREAN = {"title_ko": "지열에너지 도시", "body_ko": "<p>서울시는 계획을 밝혔다.</p>"}


def test_works(client):
    post = make_post([make_topic()], author="Energy Division")
    response = client.get(f"/en/news/{post.pk}-up-to-1-gw-of-geothermal-energy/")
    assert texts(response, "h1") == ["Up to 1 GW of geothermal energy"]
    assert "The city announced a plan." in texts(response, "p")
    assert "/en/topics/water/" in links(response)
    assert "24 November 2023" in texts(response, "time")


@pytest.mark.parametrize("slug", ["", "-old-words", "-한국어"])
def test_any_slug_leads_to_the_right_one_with_its_query(client, slug):
    post = make_post()
    response = client.get(f"/en/news/{post.pk}{slug}/?from=mail")
    assert response.status_code == 301
    assert response["Location"] == f"/en/news/{post.pk}-up-to-1-gw-of-geothermal-energy/?from=mail"


def test_a_draft_is_not_found(client):
    post = make_post(state="draft")
    assert client.get(post.get_absolute_url("en")).status_code == 404
    assert client.get(f"/en/news/{post.pk}/").status_code == 404, "no redirect tells a title"


@pytest.mark.parametrize("address", ["999999", "0", "999999999999999999", "9999999999999999999", "x"])
def test_bad_ids_are_not_found(client, address):
    assert client.get(f"/en/news/{address}/").status_code == 404


def test_neighbours_follow_the_dates_not_the_order_of_entry(client):
    days = {"Newer": 3, "Older": 1, "Shown": 2}
    posts = {
        title: make_post(title_en=title, date=datetime.date(2020, 1, day)) for title, day in days.items()
    }
    context = client.get(posts["Shown"].get_absolute_url("en")).context
    assert (context["newer"], context["older"]) == (posts["Newer"], posts["Older"])


def test_only_reading_is_allowed(client):
    assert client.post(make_post().get_absolute_url("en")).status_code == 405


def test_each_language_has_its_own_page(client):
    post = make_post(**KOREAN)
    response = client.get(post.get_absolute_url("ko"))
    assert elements(response, "h1")[0]["lang"] == "ko"
    assert elements(response, "html")[0]["lang"] == "ko"
    assert post.get_absolute_url("en") in links(response)
    assert not elements(response, "div", role="note")


def test_an_untranslated_post_is_shown_in_its_own_language_and_says_so(client):
    post = make_post()
    response = client.get(post.get_absolute_url("ko"))
    assert elements(response, "h1")[0]["lang"] == "en"
    assert elements(response, "div", class_="prose")[0]["lang"] == "en"
    note = elements(response, "div", role="note")[0]["text"]
    assert "영어 원문" in note
    assert "English only" in note


def test_an_untranslated_post_has_one_address_for_search_engines(client, settings):
    settings.SITE_URL = "https://archive.example.org"
    post = make_post()
    address = "https://archive.example.org" + post.get_absolute_url("en")
    for language in ("en", "ko"):
        response = client.get(post.get_absolute_url(language))
        assert elements(response, "link", rel="canonical")[0]["href"] == address
        alternates = [a for a in elements(response, "link", rel="alternate") if "hreflang" in a]
        assert {a["hreflang"]: a["href"] for a in alternates} == {"en": address, "x-default": address}


def test_a_withheld_language_is_not_shown(client):
    post = make_post(**KOREAN, withheld_ko=True)
    response = client.get(f"/ko/news/{post.pk}/")
    assert response.status_code == 404
    assert "지열에너지" not in response.content.decode()


def test_neighbours_follow_the_lists_order(client):
    oldest = make_post(title_en="Undated", date=None)
    older = make_post(title_en="Older, same day", date=datetime.date(2023, 1, 1))
    middle = make_post(title_en="Middle", date=datetime.date(2023, 1, 1))
    newer = make_post(title_en="Newer", date=datetime.date(2023, 5, 1))
    make_post(title_en="Draft between", date=datetime.date(2023, 2, 1), state="draft")

    def ways(post):
        response = client.get(post.get_absolute_url("en"))
        return [elements(response, "a", class_=name)[:1] for name in ("newer", "older")]

    assert [way[0]["href"] for way in ways(middle)] == [
        newer.get_absolute_url("en"),
        older.get_absolute_url("en"),
    ]
    assert ways(newer)[0] == []
    assert ways(oldest)[1] == []


def test_related_posts_share_topics_and_the_closest_comes_first(client):
    water, air = make_topic(), make_topic(slug="air", name_en="Air", name_ko="공기")
    post = make_post([water, air], title_en="This")
    make_post([air], title_en="Shares one", date=datetime.date(2024, 1, 1))
    make_post([water, air], title_en="Shares both", date=datetime.date(2001, 1, 1))
    make_post(title_en="Shares nothing")
    make_post([water], title_en="Draft", state="draft")
    response = client.get(post.get_absolute_url("en"))
    related = elements(response, "ul", class_="links")[0]["text"]
    assert related == "Shares both Shares one"


def test_hostile_text_stays_text(client):
    post = make_post(title_en="<b>Title</b>", body_en="<p onclick='x()'>Text<script>x()</script></p>")
    response = client.get(post.get_absolute_url("en"))
    assert b"<b>Title" not in response.content
    assert b"x()" not in response.content
    assert texts(response, "h1") == ["<b>Title</b>"]
    assert not [p for p in elements(response, "p") if "onclick" in p]


def test_a_lonely_post_costs_two_queries_more_than_one_among_many(client):
    topics = [make_topic()]
    post = make_post(topics)
    make_document()
    # what is due, post, its topics, its files, newer, older, ids of the same topics, their posts, alerts,
    # plain pages; and, as these are too few, the newest posts and documents
    assert query_count(client, post.get_absolute_url("en")) == 12
    for number in range(10):
        make_post(topics, title_en=f"Post {number}", date=datetime.date(2023, 11, 20 + number % 9))
    assert query_count(client, post.get_absolute_url("en")) == 10
