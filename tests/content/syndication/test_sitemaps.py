"""/sitemap.xml and /robots.txt"""

import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from news.models import Post
from seoulsolution.content.dates import midnight
from seoulsolution.content.syndication import sitemaps
from tests.factories import make_issue, make_post
from tests.reading import query_count
from tests.syndication import KINDS, assert_nothing_leaks, make, make_in_both, text_of

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
BOTH = {"title_en": "Water", "title_ko": "물", "body_en": "<p>Water</p>", "body_ko": "<p>물</p>"}
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, address, tag="url"):
    """Return {address: element} of a file of the site map."""
    response = client.get(address)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own page
    return {element.find("s:loc", SPACES).text: element for element in root.findall(f"s:{tag}", SPACES)}


def alternates(element):
    return {link.get("hreflang"): link.get("href") for link in element.findall("x:link", SPACES)}


def test_the_index_names_a_file_a_kind(client):
    make_post()
    files = read(client, "/sitemap.xml", "sitemap")
    names = ["lists", "pages", "alerts", "news", "archive", "newsletter", "topics", "partners", "notices"]
    assert set(files) == {f"{SITE}/sitemap-{name}.xml" for name in names}
    for address in files:
        assert client.get(address).status_code == 200


def test_a_record_in_both_languages_stands_under_both_addresses(client):
    post = make_in_both("news")
    urls = read(client, "/sitemap-news.xml")
    addresses = {code: SITE + post.get_absolute_url(code) for code in ("en", "ko")}
    assert set(urls) == set(addresses.values())
    for element in urls.values():
        assert alternates(element) == {**addresses, "x-default": addresses["en"]}


def test_an_untranslated_record_stands_once_under_its_own_language(client):
    english = make_post()
    korean = make_in_both("news", title_en="", body_en="")
    urls = read(client, "/sitemap-news.xml")
    assert set(urls) == {SITE + english.get_absolute_url("en"), SITE + korean.get_absolute_url("ko")}
    assert not any(alternates(element) for element in urls.values())


def test_every_address_of_the_map_is_a_page_that_says_so_itself(client):
    for kind in KINDS:
        make_in_both(kind)
    for file in read(client, "/sitemap.xml", "sitemap"):
        for address in read(client, file):
            response = client.get(address)
            assert response.status_code == 200, address
            assert f'<link rel="canonical" href="{address}">' in response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hidden_gets_out(client, kind):
    assert_nothing_leaks(client, kind, f"/sitemap-{kind}.xml")
    assert len(read(client, f"/sitemap-{kind}.xml")) == 1


def changes(client, address="/sitemap-news.xml"):
    return [element.findtext("s:lastmod", "", SPACES) for element in read(client, address).values()]


def test_the_last_change_is_the_later_of_edit_and_going_live(client, time_machine):
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    post = make_post(go_live_at=datetime.datetime(2025, 6, 2, 12, tzinfo=datetime.UTC))
    time_machine.move_to("2025-06-03T12:00Z", tick=False)
    assert changes(client) == ["2025-06-02T12:00:00+00:00"]
    post.save()
    assert changes(client) == ["2025-06-03T12:00:00+00:00"]


def test_a_translation_changes_the_page_of_its_own_language(client, time_machine):
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    make_in_both("news")
    assert changes(client) == ["2025-06-01T12:00:00+00:00"] * 2


def test_an_import_is_as_old_as_its_texts_say(client, imported_post):
    posts = Post.objects.visible("en").order_by("pk")
    told = [midnight(post.date).astimezone(datetime.UTC).isoformat() if post.date else "" for post in posts]
    assert changes(client) == told
    assert "" in told or len(set(told)) > 1
    page = client.get(imported_post.get_absolute_url("en")).content.decode()
    assert f'"dateModified": "{timezone.localdate().year}' not in page


def test_no_file_has_more_than_a_thousand_addresses(client):
    posts = [Post(state="published", **BOTH) for _number in range(501)]
    Post.objects.bulk_create(posts)
    first, second = (read(client, f"/sitemap-news.xml{page}") for page in ("", "?page=2"))
    assert (len(first), len(second)) == (1000, 2)


def test_lists_and_home_stand_in_both_languages(client):
    urls = read(client, "/sitemap-lists.xml")
    assert {f"{SITE}/{code}/{page}" for code in ("en", "ko") for page in ("", "news/", "open-data/")} <= set(
        urls
    )
    assert alternates(urls[f"{SITE}/en/news/"])["x-default"] == f"{SITE}/en/news/"


def test_a_long_section_has_several_files(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_FILE", 2)
    make("news", 3)
    assert f"{SITE}/sitemap-news.xml?page=2" in read(client, "/sitemap.xml", "sitemap")
    assert len(read(client, "/sitemap-news.xml?page=2")) == 1
    for wrong in ("/sitemap-news.xml?page=3", "/sitemap-news.xml?page=x", "/sitemap-nothing.xml"):
        assert client.get(wrong).status_code == 404


def test_the_queries_do_not_grow_with_the_records(client):
    make_issue(stories=1)
    make("news")
    few = [
        query_count(client, address)
        for address in ("/sitemap.xml", "/sitemap-lists.xml", "/sitemap-news.xml")
    ]
    make("news", 4)
    assert [
        query_count(client, address)
        for address in ("/sitemap.xml", "/sitemap-lists.xml", "/sitemap-news.xml")
    ] == few


def test_robots_may_read_everything_but_the_admin_and_search_results(client):
    lines = text_of(client.get("/robots.txt")).splitlines()
    assert "Disallow: /admin/" in lines
    assert "Disallow: /ko/search/?" in lines
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
