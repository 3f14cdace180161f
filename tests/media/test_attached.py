"""The files of records as machines and search get them."""

import json

import pytest

from news.models import Post
from tests.factories import attach, make_document, make_file, make_notice, make_post
from tests.media.documents import docx, pdf
from tests.reading import elements, query_count

pytestmark = pytest.mark.django_db


def jsonld(client, record):
    page = client.get(record.get_absolute_url("en"))
    scripts = [json.loads(each["text"]) for each in elements(page, "script", type="application/ld+json")]
    return scripts[0]["@graph"][0]


def test_the_api_gives_the_files_of_a_record(client):
    file = make_file(pdf("One", "Two"), title_ko="보고서", language="en", licence="kogl-1")
    attach(make_post(), file)
    [row] = client.get("/api/news/").json()["records"][0]["attachments"]
    assert row["url"] == f"http://127.0.0.1:8000{file.url}"
    assert (row["format"], row["pages"], row["size"], row["language"]) == ("pdf", 2, file.size, "en")
    assert row["title"] == {"en": "Report", "ko": None}
    assert (row["licence"], row["sha256"], row["name"]) == ("kogl-1", file.sha256, "report.pdf")


@pytest.mark.parametrize("path", ["/api/news/", "/en/news/feed.atom", "{record}"])
def test_many_files_take_as_many_statements_as_one(client, path):
    counts = []
    for number in (1, 4):
        post = attach(make_post(), *(make_file(docx(f"{number} {at}"), "a.docx") for at in range(number)))
        counts.append(query_count(client, path.format(record=post.get_absolute_url("en"))))
        Post.objects.all().delete()
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("make", "name"),
    [(make_post, "associatedMedia"), (make_document, "associatedMedia"), (make_notice, "subjectOf")],
)
def test_structured_data_names_the_files(client, make, name):
    file = make_file(language="en")
    [found] = jsonld(client, attach(make(), file))[name]
    assert found == {
        "@type": "MediaObject",
        "name": "Report",
        "contentUrl": f"http://127.0.0.1:8000{file.url}",
        "encodingFormat": "application/pdf",
        "contentSize": str(file.size),
        "inLanguage": "en",
    }


def test_feeds_have_enclosures_rss_at_most_one(client):
    attach(make_post(), make_file(pdf("1")), make_file(pdf("2")))
    atom, rss = (client.get(f"/en/news/feed.{name}").content.decode() for name in ("atom", "rss"))
    assert atom.count('rel="enclosure"') == atom.count('type="application/pdf"') == 2
    assert rss.count("<enclosure ") == 1


@pytest.mark.parametrize("make", [make_post, make_document, make_notice])
def test_search_finds_a_record_by_the_text_of_its_file_and_follows_it(client, make):
    file = make_file(docx("Catchment of the Tancheon"), "a.docx", language="en")
    record = attach(make(), file)

    def is_found(word):
        return record.get_absolute_url("en") in client.get(f"/en/search/?q={word}").content.decode()

    assert (is_found("catchment"), is_found("jungnangcheon")) == (True, False)
    file.alternative_text = "Jungnangcheon"
    file.save()
    assert (is_found("catchment"), is_found("jungnangcheon")) == (False, True)
    record.attachments.get().delete()
    assert not is_found("jungnangcheon")


def test_a_record_in_one_language_shows_the_accessible_file_in_the_other(client):
    readable = make_file(pdf("Read me"), "b.pdf", language="ko")
    notice = attach(make_notice(), make_file(alternative_file=readable, language=""))
    path = notice.get_absolute_url("en")
    assert readable.url in client.get(path).content.decode()
    type(notice).objects.filter(pk=notice.pk).update(withheld_ko=True)
    assert readable.url not in client.get(path).content.decode()


def test_search_does_not_know_a_file_of_a_withheld_language(client):
    file = make_file(docx("Catchment"), "a.docx", language="ko")
    post = attach(make_post(withheld_ko=True), file)
    page = client.get("/en/search/?q=catchment").content.decode()
    assert post.get_absolute_url("en") not in page


def test_an_imported_post_is_found_by_its_file(client, imported_post):
    attach(imported_post, make_file(docx("Wastewater of Gangdong"), "a.docx", language="en"))
    page = client.get("/en/search/?q=gangdong").content.decode()
    assert imported_post.get_absolute_url("en") in page
