"""/ and /en/"""

import datetime

import pytest
from django.utils import timezone

from tests.factories import make_document, make_issue, make_notice, make_partner, make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("ko-KR,ko;q=0.9", "/ko/"),
        ("en-GB", "/en/"),
        ("fr,ko;q=0.5", "/ko/"),
        ("de", "/en/"),
        ("", "/en/"),
        ("*", "/en/"),
    ],
)
def test_root_negotiates_once_and_visibly(client, asked, given):
    response = client.get("/", headers={"Accept-Language": asked})
    assert (response.status_code, response["Location"]) == (302, given)
    assert "Accept-Language" in response["Vary"]


def test_pages_below_a_language_do_not_negotiate(client):
    response = client.get("/en/", headers={"Accept-Language": "ko"})
    assert response.status_code == 200
    assert elements(response, "html")[0]["lang"] == "en"
    assert "Accept-Language" not in response.get("Vary", "")


@pytest.mark.parametrize(
    ("language", "headline"),
    [("en", "How Seoul solves city problems"), ("ko", "서울이 도시 문제를 푸는 방법")],
)
def test_an_empty_site_has_a_home(client, language, headline):
    response = client.get(f"/{language}/")
    assert texts(response, "h1") == [headline]
    assert elements(response, "form", action=f"/{language}/search/", method="get")


def test_every_section_is_linked(client):
    post = make_post([make_topic()])
    others = [make_document(), make_issue(stories=1), make_partner()]
    response = client.get("/en/")
    found = links(response)
    assert {"/en/news/", "/en/archive/", "/en/notices/", "/en/newsletter/", "/en/partners/"} <= set(found)
    assert "/en/topics/water/" in found
    assert "/ko/" in found
    for record in [post, *others]:
        assert record.get_absolute_url("en") in found


def test_topics_without_posts_are_not_offered(client):
    make_topic()
    make_post([make_topic(slug="secret", name_en="Secret")], state="draft")
    assert not any("/topics/water" in link or "/topics/secret" in link for link in links(client.get("/en/")))


def test_panel_shows_the_open_notice_that_closes_first(client):
    today = timezone.localdate()
    for days in (20, 10):
        make_notice(
            title_en=f"Closes in {days}",
            submission_opens=today - datetime.timedelta(days=5),
            submission_closes=today + datetime.timedelta(days=days),
        )
    make_notice(title_en="Long closed")
    response = client.get("/en/")
    assert texts(response, "h2")[0] == "Closes in 10"
    assert elements(response, "progress")[0]["value"] == "6"


def test_panel_shows_the_newest_post_when_no_notice_is_open(client):
    make_notice()
    make_post(title_en="Old", date=datetime.date(2020, 1, 1))
    make_post(title_en="New", date=datetime.date(2023, 1, 1))
    response = client.get("/en/")
    assert texts(response, "h2")[0] == "New"
    assert [title for title in texts(response, "h3") if title == "New"] == [], "not told twice"


def test_a_programme_is_no_partner(client):
    make_partner(name_en="CityNet")
    make_partner(name_en="Sharing City", kind="programme")
    response = client.get("/en/")
    assert [partner.name for partner in response.context["partners"]] == ["CityNet"]
    assert response.context["partner_count"] == 1
    assert "Sharing City" not in response.content.decode()


def test_drafts_and_future_posts_are_not_shown(client):
    make_post(title_en="Secret draft", state="draft")
    make_post(title_en="Secret plan", go_live_at=timezone.now() + datetime.timedelta(hours=1))
    assert "Secret" not in client.get("/en/").content.decode()


def test_korean_home_marks_english_records(client):
    make_post()
    make_document()
    response = client.get("/ko/")
    assert texts(response, "span", class_="chip") == ["새 소식", "영문"]  # of the card
    assert len(elements(response, "p", class_="foreign-note")) == 1


def test_korean_home_shows_korean_records_first(client):
    make_post(title_ko="한국어 글", body_ko="<p>본문</p>", date=datetime.date(2001, 1, 1))
    for number in range(8):
        make_post(title_en=f"English {number}")
        make_document(title_en=f"Report {number}")
    make_document(title_ko="한국어 자료", date=None)
    context = client.get("/ko/").context
    assert [str(context["newest"]), str(context["lead"])] == ["한국어 글", "English 7"]
    assert [str(item) for item in context["documents"]] == ["한국어 자료", "Report 7", "Report 6", "Report 5"]
    assert str(client.get("/en/").context["newest"]) == "English 7"


def test_costs_the_same_for_one_row_and_for_many(client):
    def fill(number):
        topic = make_topic(slug=f"t{number}", name_en=f"T{number}")
        make_post([topic], title_en=f"Post {number}")
        make_document([topic], title_en=f"Document {number}")
        make_issue(stories=2, number=number)
        make_partner(name_en=f"Partner {number}")
        make_notice(parts=1, title_en=f"Round {number}")

    fill(1)
    for_one = query_count(client, "/en/")
    for number in range(2, 9):
        fill(number)
    # what is due, open notices, posts, their topics, documents, their topics, issue, its stories, partners,
    # their number, used topics, plain pages of the footer, terms of the search
    assert query_count(client, "/en/") == for_one == 15


def test_only_reading_is_allowed(client):
    assert client.post("/en/").status_code == 405
    assert client.post("/").status_code == 405
