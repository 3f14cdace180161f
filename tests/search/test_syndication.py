"""The OpenSearch description and the feed of a query."""

import datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.management import call_command
from django.utils import timezone

from news.models import Post
from seoulsolution.pages.models import Page
from tests.factories import make_document, make_issue, make_notice, make_partner, make_post, make_topic
from tests.importing.helpers import import_all_seeds
from tests.reading import elements, links, query_count
from tests.syndication import KINDS, make_secrets

pytestmark = pytest.mark.django_db
SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def read(client, address, **parameters):
    response = client.get(address, parameters)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def titles(feed):
    return [entry.title for entry in feed.entries]


@pytest.mark.parametrize(("language", "name"), [("en", "Seoul Solution"), ("ko", "서울정책아카이브")])
def test_every_page_names_a_description_that_browsers_understand(client, language, name):
    [link] = elements(client.get(f"/{language}/about/"), "link", rel="search")
    assert link["type"] == "application/opensearchdescription+xml"
    response = client.get(link["href"])
    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    assert root.findtext(f"{SPACE}ShortName") == name == link["title"]
    assert root.findtext(f"{SPACE}Language") == language
    urls = {url.get("type"): url.get("template") for url in root.iter(f"{SPACE}Url")}
    assert urls["text/html"] == f"http://127.0.0.1:8000/{language}/search/?q={{searchTerms}}"


def test_what_the_description_offers_is_there(client):
    make_post(title_en="Trams")
    root = ElementTree.fromstring(client.get("/en/search/opensearch.xml").content)  # noqa: S314
    for url in root.iter(f"{SPACE}Url"):
        address = url.get("template").removeprefix("http://127.0.0.1:8000").replace("{searchTerms}", "tram")
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"].startswith(url.get("type"))


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_the_newest_results_come_first_with_their_texts(client, format):
    make_post(title_en="Old tram", body_en="<p>Of <strong>wood</strong>.</p>", date=datetime.date(2001, 1, 1))
    make_document(title_en="New tram", date=datetime.date(2021, 1, 1))
    make_post(title_en="Ferry")
    feed = read(client, f"/en/search/feed.{format}", q="tram")
    assert titles(feed) == ["New tram", "Old tram"]
    assert any("<p>Of <strong>wood</strong>.</p>" in part.value for part in feed.entries[1].content)
    own_date = {"atom": "2001-01-01T00:00:00+09:00", "rss": "2001-01-01"}[format]
    assert feed.entries[1]["published" if format == "atom" else "created"] == own_date
    assert feed.feed.title == "Seoul Solution – “tram” in search"


def test_what_became_public_last_comes_first_whatever_its_own_date(client, time_machine):
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    make_post(title_en="Tram of tomorrow", date=datetime.date(2025, 6, 2))
    translated = make_document(title_en="Tram report", date=None)
    time_machine.move_to("2025-06-02T12:00Z", tick=False)
    make_post(title_en="Old tram, added today", date=datetime.date(2000, 1, 1))
    time_machine.move_to("2025-06-03T12:00Z", tick=False)
    translated.title_ko = "트램 보고서"
    translated.save()
    for _rebuilt in range(2):
        english, korean = (
            read(client, "/en/search/feed.atom", q="tram"),
            read(client, "/ko/search/feed.atom", q="트램"),
        )
        assert titles(english) == ["Old tram, added today", "Tram report", "Tram of tomorrow"]
        assert [entry.updated[:10] for entry in english.entries] == ["2025-06-02", "2025-06-01", "2025-06-01"]
        assert (korean.entries[0].title, korean.entries[0].updated[:10]) == ("트램 보고서", "2025-06-03")
        call_command("check_search", verbosity=0)
        call_command("rebuild_search", verbosity=0)


def test_what_is_published_together_comes_in_the_order_of_its_moments(client):
    soon, later = make_post(title_en="Tram one"), make_post(title_en="Tram two")
    Post.objects.filter(pk=later.pk).update(state="draft")
    assert titles(read(client, "/en/search/feed.atom", q="tram")) == ["Tram one"]
    Post.objects.filter(pk=soon.pk).update(go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    Post.objects.filter(pk=later.pk).update(state="published")
    assert titles(read(client, "/en/search/feed.atom", q="tram")) == ["Tram two", "Tram one"]
    call_command("check_search", verbosity=0)


def test_of_an_import_what_is_undated_comes_last(client):
    import_all_seeds()
    entries = read(client, "/en/search/feed.atom", q="seoul", kind="news").entries
    moments = [entry.updated for entry in entries]
    assert len(set(moments)) > 5
    assert moments == sorted(moments, reverse=True)


def test_every_kind_has_its_entry(client):
    make_post(title_en="Tram post")
    make_document(title_en="Tram report")
    make_issue(title_en="Tram issue", stories=1)
    make_partner(name_en="Tram partner", description_en="<p>Rails &amp; wires.</p>")
    make_notice(title_en="Tram notice", parts=1)
    Page.objects.create(state="published", key="about", title_en="Tram page", body_en="<p>About.</p>")
    entries = {entry.title: entry for entry in read(client, "/en/search/feed.atom", q="tram").entries}
    assert len(entries) == 6
    assert "Text 1." in entries["Newsletter No. 201, November 2021"].content[0].value
    assert "Rule 1." in entries["Tram notice"].content[0].value
    assert "Rails &amp; wires." in entries["Tram partner"].content[0].value
    assert entries["Tram page"].link == "http://127.0.0.1:8000/en/about/"
    assert all(entry.updated_parsed and entry.id.startswith("tag:") for entry in entries.values())


def test_an_entry_is_the_same_as_in_the_feed_of_its_kind(client):
    make_post([make_topic()], title_en="Tram", author="Transport Division")
    [here] = read(client, "/en/search/feed.atom", q="tram").entries
    [there] = read(client, "/en/news/feed.atom").entries
    assert here == there


def test_the_filters_of_the_page_narrow_its_feed(client):
    make_post(title_en="Tram post", topics=[make_topic()])
    make_document(title_en="Tram report")
    page = client.get("/en/search/", {"q": "tram", "kind": "news", "order": "date"})
    atom, rss = elements(page, "link", rel="alternate", type="application/atom+xml") + elements(
        page, "link", rel="alternate", type="application/rss+xml"
    )
    assert atom["href"] == "http://127.0.0.1:8000/en/search/feed.atom?q=tram&kind=news"
    assert atom["title"] == "“tram” in search – News (Atom)"
    assert {atom["href"], rss["href"]} <= set(links(page))
    feed = read(client, atom["href"].removeprefix("http://127.0.0.1:8000"))
    assert titles(feed) == ["Tram post"]
    assert feed.feed.links[0].href == "http://127.0.0.1:8000/en/search/?q=tram&kind=news"


@pytest.mark.parametrize("format", ["atom", "rss"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_texts_of_both_languages_are_in_the_feed_as_on_the_page(client, language, format):
    make_post(title_en="MICE in both", title_ko="마이스 산업", body_ko="<p>글</p>")
    make_post(title_en="MICE in English")
    make_post(title_en="", body_en="", title_ko="한글 MICE", body_ko="<p>글</p>")
    results = client.get(f"/{language}/search/", {"q": "mice", "order": "date"}).context["listing"].items
    entries = read(client, f"/{language}/search/feed.{format}", q="mice").entries
    assert [entry.link for entry in entries] == [f"http://127.0.0.1:8000{one.url}" for one in results]
    said = [entry.title_detail.language if format == "atom" else entry.language for entry in entries]
    assert said == [one.lang for one in results] == ["ko", "en", "en"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hidden_gets_out(client, kind):
    make_secrets(kind)
    for words in ("secret", "비밀"):
        for code in ("en", "ko"):
            assert not read(client, f"/{code}/search/feed.atom", q=words).entries


@pytest.mark.parametrize("words", ["", "  ", "-tram", '"', "\x00", "🚋"])
def test_a_feed_of_nothing_says_what_is_missing(client, words):
    response = client.get("/en/search/feed.atom", {"q": words})
    assert response.status_code == 400
    assert "add one or more to the address, as in /en/search/feed.atom?q=seoul" in response.content.decode()
    assert client.get("/ko/search/feed.rss").status_code == 400


def test_words_that_find_nothing_are_an_empty_feed(client):
    feed = read(client, "/en/search/feed.rss", q="zeppelin <&> \x0b")
    assert not feed.entries
    assert client.get("/en/search/feed.json", {"q": "tram"}).status_code == 404
    assert client.post("/en/search/feed.atom", {"q": "tram"}).status_code == 405


def test_a_feed_costs_the_same_however_much_it_has(client):
    make_post(title_en="Tram")
    make_issue(title_en="Tram", stories=2)
    few = query_count(client, "/en/search/feed.atom?q=tram")
    for number in range(5):
        make_post(title_en="Tram")
        make_issue(title_en="Tram", number=number, stories=2)
    assert query_count(client, "/en/search/feed.atom?q=tram") == few


def test_a_reader_who_has_the_feed_gets_304(client):
    make_post(title_en="Tram")
    etag = client.get("/en/search/feed.atom?q=tram")["ETag"]
    assert client.get("/en/search/feed.atom?q=tram", headers={"If-None-Match": etag}).status_code == 304
