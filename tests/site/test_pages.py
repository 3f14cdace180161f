"""Plain pages, and what every page carries: header, switch, footer."""

import pytest

from seoulsolution.site.models import Page
from tests.reading import elements, links, texts

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
