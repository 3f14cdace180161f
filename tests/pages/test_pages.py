"""Plain pages, and what every page carries: header, switch, footer."""

import pytest

from seoulsolution.pages.models import Page
from tests.factories import make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


def make_page(**fields):
    defaults = {
        "key": "guide",
        "title_en": "Guide",
        "body_en": "<p>How to read this.</p>",
        "state": "published",
    }
    return Page.objects.create(**defaults | fields)


def test_a_page_is_shown_and_linked_from_the_footer(client):
    make_page()
    response = client.get("/en/guide/")
    assert texts(response, "h1") == ["Guide"]
    assert "/en/guide/" in links(client.get("/en/news/"))


def test_a_draft_is_neither(client):
    make_page(state="draft")
    assert client.get("/en/guide/").status_code == 404
    assert "/en/guide/" not in links(client.get("/en/news/"))


def test_the_current_section_is_marked(client):
    assert [a["text"] for a in elements(client.get("/en/archive/"), "a", aria_current="page")] == ["Archive"]
    assert [a["text"] for a in elements(client.get("/ko/archive/"), "a", aria_current="page")] == ["자료실"]


def test_search_is_in_the_header_but_only_once_on_home(client):
    assert len(elements(client.get("/en/news/"), "form", role="search")) == 1
    assert len(elements(client.get("/en/"), "form", role="search")) == 1


def test_the_skip_link_comes_first(client):
    assert elements(client.get("/en/news/"), "a")[0]["href"] == "#main"


def test_only_the_citys_own_site_claims_to_be_official(client, settings):
    assert "official website" not in client.get("/en/").content.decode()
    settings.OFFICIAL_STRIP = True
    assert "official website" in client.get("/en/").content.decode()
    assert "공식 누리집" in client.get("/ko/").content.decode()


@pytest.mark.parametrize(("language", "label"), [("en", "About"), ("ko", "소개")])
def test_the_page_about_the_site_stands_in_the_header_alone(client, language, label):
    response = client.get(f"/{language}/about/")
    assert texts(response, "a", aria_current="page") == [label]
    assert links(response).count(f"/{language}/about/") == 1


def test_the_header_has_no_dead_link(client):
    Page.objects.filter(key="about").update(state="draft")
    assert "/en/about/" not in links(client.get("/en/news/"))


def test_header_and_footer_share_one_query(client, django_assert_num_queries):
    make_page()
    with django_assert_num_queries(3):  # and alerts, and what is due
        client.get("/en/open-data/")


def test_the_site_map_names_sections_topics_and_pages(client):
    make_page()
    make_post([make_topic()])
    make_post([make_topic(slug="secret", name_en="Secret")], state="draft")
    response = client.get("/en/site-map/")
    found = set(links(response))
    sections = {f"/en/{name}/" for name in ("news", "archive", "notices", "newsletter", "partners", "search")}
    assert sections | {"/en/topics/", "/en/topics/water/", "/en/guide/", "/en/about/"} <= found
    assert "/en/topics/secret/" not in found
    assert "/en/site-map/" in links(client.get("/en/"))


def test_the_site_map_leaves_out_drafts(client):
    make_page(state="draft")
    assert "/en/guide/" not in links(client.get("/en/site-map/"))


def test_the_site_map_costs_the_same_for_one_row_and_for_many(client):
    make_post([make_topic()])
    for_one = query_count(client, "/en/site-map/")
    for number in range(8):
        make_page(key=f"guide-{number}")
        make_post([make_topic(slug=f"t{number}", name_en=f"T{number}")])
    # what is due, alerts, topics, plain pages
    assert query_count(client, "/en/site-map/") == for_one == 4


def test_the_site_map_is_only_read(client):
    assert client.post("/en/site-map/").status_code == 405


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Seoul Open Data Plaza"), ("ko", "서울 열린데이터광장")]
)
def test_the_footer_leads_to_related_sites(client, language, name):
    response = client.get(f"/{language}/")
    assert "https://data.seoul.go.kr" in links(response)
    assert name in texts(response, "a", href="https://data.seoul.go.kr")


def test_a_site_without_related_sites_has_no_box_for_them(client, settings):
    settings.RELATED_SITES = {"en": [], "ko": []}
    assert "Related sites" not in client.get("/en/").content.decode()
