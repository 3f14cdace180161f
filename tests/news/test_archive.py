"""/en/archive/ and /en/archive/7-slug/"""

import pytest

from news.models import Topic
from tests.factories import attach, make_document, make_file, make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "kind"), [("en", "Brochure"), ("ko", "홍보책자")])
def test_list_shows_covers_with_their_kind(client, language, kind):
    document = make_document(title_ko="서울의 수돗물")
    response = client.get(f"/{language}/archive/")
    assert document.get_absolute_url(language) in links(response)
    [label] = texts(response, "p", class_="cover-label")
    assert label.startswith(kind)


def test_list_filters_by_kind(client):
    make_document(title_en="A brochure")
    make_document(title_en="A film", kind="video")
    response = client.get("/en/archive/?kind=video")
    assert "A film" in texts(response, "h2")
    assert "A brochure" not in texts(response, "h2")
    assert client.get("/en/archive/?kind=index").status_code == 404


def test_a_film_without_text_is_linked(client):
    document = make_document(year=2019, video_url="https://video.example.org/1")
    response = client.get(document.get_absolute_url("en"))
    assert not any("Only the title of this document" in text for text in texts(response, "p"))
    assert "2019" in texts(response, "dd")
    assert "https://video.example.org/1" in links(response)


def test_a_document_with_text_shows_it(client):
    document = make_document(body_en="<p>The index has five parts.</p>")
    assert "The index has five parts." in texts(client.get(document.get_absolute_url("en")), "p")


def test_cover_art_follows_the_first_topic_and_the_id(client):
    topic, unknown = Topic.objects.get(slug="transport"), make_topic(slug="transport-x", name_en="X")
    for pk in range(400, 404):
        make_document([topic], pk=pk, title_en=f"Document {pk}")
    make_document([unknown], pk=404)
    found = [e["src"] for e in elements(client.get("/en/archive/"), "img")]
    names = ("default-", "transport-4-", "transport-3-", "transport-2-", "transport-")
    assert found == [f"/static/art/{name}tall.svg" for name in names]


def test_a_title_alone_says_so_and_leads_on(client):
    post = make_post(title_en="Clean and Clear City, and what it takes")
    document = make_document(title_en="[Video] Clean and Clear City", source_url="https://example.org/film")
    assert "Title only" in texts(client.get("/en/archive/"), "span")
    response = client.get(document.get_absolute_url("en"))
    assert "Only the title is here" in texts(response, "h2")
    found = links(response)
    assert {"https://example.org/film", "/en/search/?q=Clean%20and%20Clear%20City"} <= set(found)
    assert post.get_absolute_url("en") in links(client.get("/en/search/?q=Clean%20and%20Clear%20City"))


@pytest.mark.parametrize(
    "fields", [{"body_en": "<p>Text</p>"}, {"summary_ko": "요지"}, {"video_url": "https://example.org/film"}]
)
def test_a_text_or_film_is_more_than_a_title(client, fields):
    document = make_document(**fields)
    assert "Title only" not in texts(client.get("/en/archive/"), "span")
    assert document.has_content


def test_titles_alone_can_be_left_out_of_the_list(client):
    make_document(title_en="Title")
    make_document(title_en="Text", body_en="<p>Text</p>")
    attach(make_document(title_en="File"), make_file())
    for choice, expected in (("content", ["File", "Text"]), ("title", ["Title"])):
        response = client.get(f"/en/archive/?holds={choice}")
        assert [str(item) for item in response.context["listing"].items] == expected
    assert client.get("/en/archive/?holds=nothing").status_code == 404
    assert "Title only 1" in texts(client.get("/en/archive/"), "a")


def test_a_page_has_its_art_as_a_band(client):
    response = client.get(make_document(pk=400).get_absolute_url("en"))
    assert len(elements(response, "div", class_="art-band")) == 1
    assert not elements(response, "figure")


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
