"""/en/archive/ and /en/archive/7-slug/"""

import pytest

from tests.factories import make_document, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "kind"), [("en", "Brochure"), ("ko", "홍보책자")])
def test_list_shows_covers_with_their_kind(client, language, kind):
    document = make_document(title_ko="서울의 수돗물")
    response = client.get(f"/{language}/archive/")
    assert document.get_absolute_url(language) in links(response)
    assert texts(response, "p", class_="cover-label") == [kind]


def test_list_filters_by_kind(client):
    make_document(title_en="A brochure")
    make_document(title_en="A film", kind="video")
    response = client.get("/en/archive/?kind=video")
    assert "A film" in texts(response, "h2")
    assert "A brochure" not in texts(response, "h2")
    assert client.get("/en/archive/?kind=index").status_code == 404


def test_a_document_that_is_a_title_alone_says_so(client):
    document = make_document(year=2019, video_url="https://video.example.org/1")
    response = client.get(document.get_absolute_url("en"))
    assert any("Only the title of this document" in text for text in texts(response, "p"))
    assert "2019" in texts(response, "dd")
    assert "https://video.example.org/1" in links(response)


def test_a_document_with_text_shows_it(client):
    document = make_document(body_en="<p>The index has five parts.</p>")
    assert "The index has five parts." in texts(client.get(document.get_absolute_url("en")), "p")


def test_cover_art_follows_the_first_topic(client):
    make_document([make_topic(slug="transport-x", name_en="X")])
    assert "/static/art/default-tall.svg" in [e["src"] for e in elements(client.get("/en/archive/"), "img")]


def test_drafts_are_not_found(client):
    assert client.get(make_document(state="draft").get_absolute_url("en")).status_code == 404


def test_only_reading_is_allowed(client):
    assert client.post("/en/archive/").status_code == 405
    assert client.post(make_document().get_absolute_url("en")).status_code == 405


def test_costs_the_same_for_one_row_and_for_many(client):
    topics = [make_topic()]
    document = make_document(topics)
    lonely = [query_count(client, path) for path in ("/en/archive/", document.get_absolute_url("en"))]
    for number in range(8):
        make_document(topics, title_en=f"Document {number}", kind="report")
    among_many = [query_count(client, path) for path in ("/en/archive/", document.get_absolute_url("en"))]
    # A lonely document also looks among the newest documents and posts for related ones.
    assert (lonely, among_many) == ([12, 12], [12, 10])
