"""/en/news/"""

import datetime

import pytest

from tests.factories import make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


def make_posts(count, **fields):
    return [make_post(title_en=f"Post number {number}", **fields) for number in range(count)]


def test_lists_newest_first_and_undated_last(client):
    make_post(title_en="Undated", date=None)
    make_post(title_en="Old", date=datetime.date(2019, 1, 1))
    make_post(title_en="New", date=datetime.date(2023, 1, 1))
    response = client.get("/en/news/")
    assert texts(response, "h2")[-3:] == ["New", "Old", "Undated"]
    assert "Date not recorded" in response.content.decode()


def test_shows_a_record_without_the_readers_language_in_its_own(client):
    make_post(title_en="In English")
    make_post(title_en="", body_en="", title_ko="한국어 글", body_ko="<p>본문</p>")
    response = client.get("/en/news/")
    assert [a["lang"] for a in elements(response, "a") if a["text"] == "한국어 글"] == ["ko"]
    assert texts(response, "p", class_="foreign-note") == ["The following are in Korean only for now."]
    assert not elements(response, "span", class_="chip")


def test_what_can_be_read_in_the_readers_language_comes_first(client):
    for day in range(1, 15):
        make_post(title_en=f"English {day}", date=datetime.date(2023, 1, day))
    for day in range(1, 5):
        texts_ko = {"title_ko": f"한국어 {day}", "body_ko": "<p>본문</p>"}
        make_post(title_en="", body_en="", date=datetime.date(2020, 1, day), **texts_ko)
    first, second = (texts(client.get(f"/ko/news/?page={page}"), "h2")[-12:] for page in (1, 2))
    assert first == [f"한국어 {day}" for day in (4, 3, 2, 1)] + [f"English {day}" for day in range(14, 6, -1)]
    assert second[-6:] == [f"English {day}" for day in range(6, 0, -1)]
    assert texts(client.get("/ko/news/?language=en"), "h2")[-12] == "English 14"


def test_one_note_stands_above_a_list_of_foreign_records(client, imported_post):
    response = client.get("/ko/news/")
    assert len(elements(response, "p", class_="foreign-note")) == 1
    assert not elements(response, "span", class_="chip")
    assert not elements(client.get("/en/news/"), "p", class_="foreign-note")


def test_drafts_are_not_listed(client):
    make_post(title_en="Secret", state="draft")
    assert "Secret" not in client.get("/en/news/").content.decode()


def test_empty_list_says_so_and_leads_on(client):
    response = client.get("/en/news/")
    assert "Nothing is published here yet" in texts(response, "h2")
    assert "/en/" in links(response)


def test_a_cut_title_ends_in_an_ellipsis(client):
    make_post(title_en="Seoul Accepts Applications ..", title_cut=True)
    assert "Seoul Accepts Applications… (title cut in the source)" in texts(client.get("/en/news/"), "h2")


def test_twelve_a_page(client):
    make_posts(25)
    first = client.get("/en/news/")
    assert len([link for link in links(first) if "-post-number-" in link]) == 12
    assert texts(first, "a", aria_current="page", aria_label="Page 1") == ["1"]
    assert [a["href"] for a in elements(first, "a", rel="next")] == ["?page=2"]
    last = client.get("/en/news/?page=3")
    assert len([link for link in links(last) if "-post-number-" in link]) == 1
    assert [a["href"] for a in elements(last, "a", rel="prev")] == ["?page=2"]


@pytest.mark.parametrize(
    "query",
    [
        "page=9",
        "page=0",
        "page=-1",
        "page=x",
        "year=abc",
        "year=1999",
        "year=0001",
        "year=99999999999",
        "topic=no",
    ],
)
def test_what_never_existed_is_not_found(client, query):
    make_post()
    assert client.get(f"/en/news/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["page=", "year=", "utm_source=letter", "page=1", "year=2023"])
def test_empty_and_foreign_parameters_are_harmless(client, query):
    make_post()
    assert client.get(f"/en/news/?{query}").status_code == 200


def test_filters_combine_and_count(client):
    water, air = make_topic(), make_topic(slug="air", name_en="Air", name_ko="공기")
    make_post([water], title_en="Water 2023", date=datetime.date(2023, 1, 1))
    make_post([water, air], title_en="Both 2020", date=datetime.date(2020, 1, 1))
    make_post([air], title_en="Air 2020", date=datetime.date(2020, 2, 1))
    response = client.get("/en/news/?topic=air&year=2020")
    assert texts(response, "h2")[-2:] == ["Air 2020", "Both 2020"]
    options = texts(response, "a", class_="pill")
    assert {"Air 2", "Water 1", "2020 2"} <= set(options)
    assert not any(option.startswith("2023") for option in options), "2023 has nothing about air"


def test_each_filter_can_be_taken_away(client):
    make_post([make_topic()])
    make_post(date=None)
    response = client.get("/en/news/?topic=water&year=2023")
    removals = {
        a["aria-label"]: a["href"] for a in elements(response, "a", class_="pill") if "aria-label" in a
    }
    assert removals == {
        "Remove the filter Water": "/en/news/2023/",
        "Remove the filter 2023": "?topic=water",
    }


def test_filters_that_never_meet_give_an_empty_list(client):
    make_post([make_topic()])
    make_post(date=None)
    response = client.get("/en/news/?topic=water&year=undated")
    assert response.status_code == 200
    assert "Nothing matches all of these filters" in texts(response, "h2")


def test_titles_tell_pages_and_filters_apart(client):
    make_posts(13)
    make_post(date=None)
    titles = {
        texts(client.get(f"/en/news/{query}"), "title")[0]
        for query in ("", "?page=2", "?year=2023", "?year=undated")
    }
    assert len(titles) == 4


def test_canonical_keeps_only_what_the_list_knows(client, settings):
    settings.SITE_URL = "https://archive.example.org"
    make_posts(13)
    response = client.get("/ko/news/?utm=x&page=2&year=2023")
    canonical = elements(response, "link", rel="canonical")[0]["href"]
    assert canonical == "https://archive.example.org/ko/news/2023/?page=2"
    alternates = {
        a["hreflang"]: a["href"] for a in elements(response, "link", rel="alternate") if "hreflang" in a
    }
    assert alternates["en"] == alternates["x-default"] == "https://archive.example.org/en/news/2023/?page=2"


def test_the_switch_keeps_page_and_filters(client):
    make_posts(13)
    response = client.get("/en/news/?year=2023&page=2")
    assert "/ko/news/2023/?page=2" in links(response)


def test_costs_the_same_for_one_row_and_for_many(client):
    topic = make_topic()
    make_post([topic])
    for_one = query_count(client, "/en/news/")
    for number in range(11):
        make_post([topic], title_en=f"Post {number}")
    # what is due, years and languages, topics (5), ids, records, their topics, plain pages
    assert query_count(client, "/en/news/") == for_one == 12


def test_only_reading_is_allowed(client):
    assert client.post("/en/news/").status_code == 405


def test_filters_by_the_language_a_post_can_be_read_in(client):
    make_post(title_en="English alone")
    make_post(title_en="In both", title_ko="둘 다", body_ko="<p>글</p>")
    make_post(title_en="", body_en="", title_ko="한국어만", body_ko="<p>글</p>")
    titles = " ".join(texts(client.get("/en/news/?language=ko"), "h2"))
    assert "In both" in titles
    assert "한국어만" in titles
    assert "English alone" not in titles
    assert client.get("/en/news/?language=fr").status_code == 404


def test_a_language_that_leads_nowhere_is_not_offered(client):
    make_post()
    assert not any("language=" in link for link in links(client.get("/en/news/")))


def test_filtered_lists_and_later_pages_have_a_title_and_description_of_their_own(client):
    make_posts(13)
    make_post([make_topic()])
    found = [client.get(f"/en/news/{query}") for query in ("", "?topic=water", "?page=2")]
    assert len({texts(response, "title")[0] for response in found}) == 3
    assert len({elements(response, "meta", name="description")[0]["content"] for response in found}) == 3
