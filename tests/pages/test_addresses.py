"""Addresses that are almost right, and methods that public pages do not know."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import Document, Post, Topic
from seoulsolution.content.old_addresses import OldAddress
from tests.factories import make_alert, make_document, make_post, make_topic
from tests.forms import open_form
from tests.importing.helpers import run_import, write

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent.parent / "importing" / "samples"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/EN/", "/en/"),
        ("/en", "/en/"),
        ("/en/News/", "/en/news/"),
        ("/KO/NEWS", "/ko/news/"),
        ("/en//news/", "/en/news/"),
        ("/en/news?topic=environment", "/en/news/?topic=environment"),
        ("/News?topic=environment", "/en/news/?topic=environment"),
        ("/about", "/en/about/"),
        ("/Robots.txt", "/robots.txt"),
        ("/Sitemap.xml", "/sitemap.xml"),
        ("/sitemap.xml/", "/sitemap.xml"),
        ("/security.txt", "/.well-known/security.txt"),
        ("/en/news/feed.atom/", "/en/news/feed.atom"),
        ("/en/index.html", "/en/"),
        ("/ko/news/index.htm", "/ko/news/"),
    ],
)
def test_an_address_that_is_almost_right_leads_to_the_page_at_once(client, path, target):
    make_post([Topic.objects.get(slug="environment")])
    response = client.get(path)
    assert (response.status_code // 100, response["Location"]) == (3, target)
    assert client.get(target).status_code == 200


def test_the_start_page_by_another_name_asks_for_a_language(client):
    response = client.get("/index.html", headers={"accept-language": "ko"})
    assert (response.status_code, response["Location"]) == (302, "/ko/")


def test_a_missing_slash_and_a_missing_slug_are_one_redirect(client, post):
    response = client.get(f"/en/NEWS/{post.pk}")
    assert (response.status_code, response["Location"]) == (301, post.get_absolute_url("en"))
    assert client.get(f"/ko/news/{post.pk}")["Location"] == post.get_absolute_url("ko")


@pytest.mark.parametrize(
    "path",
    ["/nope", "/nope/", "/en/nope", "/EN/Nope", "/News/999999", "/en/news/999999", "/en//evil.example/"],
)
def test_what_is_not_there_is_a_404_at_once(client, path):
    assert client.get(path).status_code == 404


def test_the_language_of_an_address_without_one_is_that_of_the_reader(client):
    response = client.get("/news", headers={"accept-language": "ko"})
    assert (response.status_code, response["Location"]) == (302, "/ko/news/")
    assert "Accept-Language" in response["Vary"]


def test_the_admin_still_adds_its_slash(staff_client):
    assert staff_client.get("/admin/news/post")["Location"] == "/admin/news/post/"
    assert staff_client.get("/admin/news/Post/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/en/", "/en/news/", "/en/search/?q=x", "/robots.txt", "{post}"])
def test_whoever_writes_to_a_public_page_learns_what_it_allows(path):
    response = Client(enforce_csrf_checks=True).post(path.format(post=make_post().get_absolute_url("en")))
    assert response.status_code == 405
    assert "GET" in response["Allow"]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/en/topics/environment/", "/en/topics/green/"),
        ("/ko/news/?topic=environment&year=2023", "/ko/news/?topic=green&year=2023"),
        ("/en/archive/?topic=environment", "/en/archive/?topic=green"),
        ("/en/news/feed.atom?topic=environment", "/en/news/feed.atom?topic=green"),
        ("/api/topics/environment/", "/api/topics/green/"),
        ("/api/news/?topic=environment", "/api/news/?topic=green"),
        ("/api/news.csv?topic=environment", "/api/news.csv?topic=green"),
    ],
)
def test_addresses_with_the_former_slug_of_a_topic_lead_to_the_present_one(client, path, target):
    topic = Topic.objects.get(slug="environment")
    make_post([topic]), make_document([topic])
    for slug in ("nature", "green"):
        topic.slug = slug
        topic.save()
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, target)
    assert client.get(target).status_code == 200


@pytest.fixture
def green():
    """The topic that was "environment", with a post and a document."""
    topic = Topic.objects.get(slug="environment")
    topic.slug = "green"
    topic.save()
    make_post([topic]), make_document([topic])
    return topic


@pytest.mark.parametrize(
    "path",
    [
        "/nope?topic=environment",
        "/en/nope/?topic=environment",
        "/en/news/2020/4/?topic=environment",
        "/api/search/?q=x&topic=environment",
        "/en/topics/environment/more/",
    ],
)
def test_a_former_slug_never_leads_to_a_404(client, green, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/en/topics/environment", "/en/topics/green/"),
        ("/EN/topics/environment/", "/en/topics/green/"),
        ("/en/topics/Environment/", "/en/topics/green/"),
        ("/topics/environment/", "/en/topics/green/"),
        ("/topics/environment", "/en/topics/green/"),
        ("/en/news?topic=environment", "/en/news/?topic=green"),
        ("/EN/news/?topic=environment", "/en/news/?topic=green"),
        ("/news?topic=environment", "/en/news/?topic=green"),
        ("/api/news?topic=environment", "/api/news/?topic=green"),
        ("/api/topics/environment", "/api/topics/green/"),
    ],
)
def test_a_former_slug_in_an_address_that_is_almost_right_is_one_redirect(client, green, path, target):
    response = client.get(path)
    assert (response.status_code // 100, response["Location"]) == (3, target)
    assert client.get(target).status_code == 200


def test_a_former_slug_beside_the_address_of_a_record_is_one_redirect(client, green):
    post = make_post(old_addresses="/archives/1234")
    target = post.get_absolute_url("en")
    assert client.get(f"/en/news/{post.pk}?topic=environment")["Location"] == f"{target}?topic=green"
    assert client.get("/archives/1234?topic=environment")["Location"] == target


def test_a_slug_that_is_in_use_again_leads_to_its_own_topic(client):
    topic = Topic.objects.get(slug="environment")
    make_post([topic])
    topic.slug = "green"
    topic.save()
    again = make_topic(slug="environment")
    make_post([again])
    assert client.get("/en/topics/environment/").status_code == 200
    again.delete()
    assert client.get("/en/topics/environment/").status_code == 404
    topic.slug = "environment"
    topic.save()
    assert client.get("/en/topics/green/")["Location"] == "/en/topics/environment/"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/archives/1234", "/archives/1234"),
        ("http://seoulsolution.example/archives/1234/", "/archives/1234/?utm_source=x"),
        ("/other\n/Archives/1234", "/archives/1234/"),
        ("/bbs/view.php?no=12", "/bbs/view.php?no=12"),
        ("/%EC%9E%90%EB%A3%8C/12", "/자료/12"),
        ("/en/content/old-tram", "/en/content/old-tram"),
        ("/?p=123", "/?p=123"),
        ("https://policy.example/?page_id=2&p=123", "/?utm_source=x&p=123&page_id=2"),
        ("/index.php?id=12", "/index.php?id=12&L=1"),
        ("/bbs/view.do?nttId=12&bbsId=3", "/bbs/view.do?bbsId=3&nttId=12&pageIndex=4"),
        ("/자료/view.do?검색=물", "/%EC%9E%90%EB%A3%8C/view.do?%EA%B2%80%EC%83%89=%EB%AC%BC"),
    ],
)
def test_an_address_of_a_former_site_leads_to_its_record(client, post, written, asked):
    post.old_addresses = written
    post.save()
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, post.get_absolute_url("en"))


@pytest.mark.parametrize(
    "asked",
    [
        "/archives/123",
        "/bbs/view.php?no=1",
        "/bbs/view.php",
        "/archives/12345",
        "/bbs/view.php?no=123",
        "/bbs/view.php?other=12",
        "/other.php?no=12",
        "/index.php?" + "&".join(f"no{number}=12" for number in range(400)),
        "/%",
        "/%00",
        "/en/news/?topic=%00",
    ],
)
def test_another_address_of_a_former_site_leads_nowhere(client, asked):
    make_post(old_addresses="/archives/1234\n/bbs/view.php?no=12")
    assert client.get(asked).status_code == 404


def test_of_several_records_at_one_script_the_parameters_decide(client):
    board, other = make_post(old_addresses="/view.do?bbsId=3"), make_post(old_addresses="/view.do?nttId=7")
    both = make_document(old_addresses="/view.do?bbsId=3&nttId=12")
    targets = {"bbsId=3&nttId=12": both, "nttId=7": other, "bbsId=3": board, "nttId=1&bbsId=3": board}
    for query, record in targets.items():
        assert client.get(f"/view.do?{query}")["Location"] == record.get_absolute_url("en"), query


@pytest.mark.parametrize("asked", ["/archives/1235", "/en/view.do?nttId=4000&bbsId=3", "/?p=124"])
def test_an_address_that_nothing_had_is_one_statement_however_many_records_there_are(client, asked):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(asked)
        return [query["sql"] for query in queries if "content_oldaddress" in query["sql"]], len(queries)

    alone = cost()
    for number in range(5):
        make_post(old_addresses=f"/archives/{number}\n/view.do?bbsId=3&nttId={number}\n/?p={number}")
    assert (len(alone[0]), cost()[1]) == (1, alone[1])


def test_former_addresses_follow_every_way_to_save(client):
    first, second = make_post(old_addresses="/a/1"), make_post(title_en="Wind")
    first.old_addresses = "/a/2"
    first.save(update_fields=["old_addresses"])
    second.old_addresses = "/b/1"
    Post.objects.bulk_update([second], ["old_addresses"])
    [third] = Post.objects.bulk_create([Post(title_en="Sun", body_en="<p>Sun</p>", old_addresses="/c/1")])
    assert stored() == {("/a/2", first.pk), ("/b/1", second.pk), ("/c/1", third.pk)}
    Post.objects.filter(pk=first.pk).update(old_addresses="/a/3\n/a/4")
    Post.objects.filter(pk=second.pk).delete()
    Post.objects.only("state").get(pk=third.pk).withdraw()
    assert stored() == {("/a/3", first.pk), ("/a/4", first.pk), ("/c/1", third.pk)}


def test_migrate_adds_what_the_release_before_saved(client):
    post, other = make_post(old_addresses="/a/1\n/view?id=5"), make_post(old_addresses="/a/2")
    OldAddress.objects.filter(object_id=post.pk).delete()
    emit_post_migrate_signal(0, False, "default", plan=[])
    assert stored() == {("/a/1", post.pk), ("/view?id=5", post.pk), ("/a/2", other.pk)}


def stored():
    return set(OldAddress.objects.values_list("address", "object_id"))


@pytest.mark.parametrize("query", ["", "?p=12", "?p=1234", "?x=%00", "?utm_source=letter", "?p"])
def test_the_root_with_another_query_asks_for_a_language_as_without(client, query):
    make_post(old_addresses="/?p=123")
    response = client.get(f"/{query}")
    assert (response.status_code, response["Location"]) == (302, "/en/")


def test_the_root_is_looked_up_only_with_a_query_that_may_be_an_address(client):
    make_post(old_addresses="/?p=123")

    def cost(path):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    assert cost("/?utm_source=letter&fbclid=1") == cost("/") < cost("/?p=123")


def test_the_root_of_a_former_site_leads_to_what_was_withdrawn_and_says_so(client):
    make_post(old_addresses="/?p=1", state="draft")
    make_post(old_addresses="/?p=2").withdraw()
    assert client.get("/?p=1")["Location"] == "/en/"
    assert client.get("/?p=2", follow=True).status_code == 410


def test_the_former_address_of_a_draft_leads_nowhere_and_that_of_what_was_withdrawn_says_so(client):
    make_post(old_addresses="/archives/1", state="draft")
    make_post(old_addresses="/archives/2").withdraw()
    assert client.get("/archives/1").status_code == 404
    assert client.get("/archives/2", follow=True).status_code == 410


def test_the_former_address_of_a_record_in_both_languages_leads_to_that_of_the_reader(client):
    post = make_post(old_addresses="/archives/3", title_ko="전차", body_ko="<p>글</p>")
    for code in ("ko", "en"):
        response = client.get("/archives/3", headers={"accept-language": code})
        assert (response.status_code, response["Location"]) == (302, post.get_absolute_url(code))
        assert "Accept-Language" in response["Vary"]
    response = client.get("/ko/archives/3")
    assert (response.status_code, response["Location"]) == (301, post.get_absolute_url("ko"))


@pytest.mark.parametrize("asked", ["//archives/3", "/archives//3", "/en/archives/3", "/EN/archives/3/"])
def test_a_former_address_is_found_with_another_slash_or_a_language(client, asked):
    post = make_post(old_addresses="/archives/3")
    assert client.get("/", PATH_INFO=asked)["Location"] == post.get_absolute_url("en")


def test_of_two_records_at_one_script_the_closer_match_wins(client):
    wide, narrow = make_post(old_addresses="/view"), make_post(old_addresses="/view?id=5")
    document = make_document(old_addresses="/view?id=5&tab=2")
    targets = {"": wide, "?id=6": wide, "?id=5": narrow, "?id=5&tab=2": document, "?tab=2&id=5&x=1": document}
    for query, record in targets.items():
        assert client.get(f"/view{query}")["Location"] == record.get_absolute_url("en"), query


@pytest.mark.parametrize(
    "written", ["seoulsolution.kr/archives/5", "HTTPS://seoulsolution.kr/archives/5", "/archives//5"]
)
def test_staff_may_write_a_former_address_as_browsers_show_it(client, written):
    post = make_post(state="draft")
    post.old_addresses = written
    post.full_clean()
    post.save()
    assert post.old_addresses == "/archives/5"


def test_staff_are_told_which_record_has_an_address(staff_client):
    make_document(title_en="Trams", old_addresses="/archives/5\n/view?id=5&tab=2")
    post = make_post(state="draft")
    url = f"/admin/news/post/{post.pk}/change/"
    for line in ("http://seoulsolution.kr/Archives/5/", "/view?tab=2&id=5"):
        page = staff_client.post(url, open_form(staff_client, url) | {"old_addresses": line})
        assert "is an address of “Trams” (archive document) already." in page.content.decode()
    for line in ("/archives/51", "/view?id=5"):
        sent = staff_client.post(url, open_form(staff_client, url) | {"old_addresses": line})
        assert sent.status_code == 302
    Post.objects.update(old_addresses="/archives/5")
    assert staff_client.post(url, open_form(staff_client, url)).status_code == 302


def test_a_korean_record_is_found_at_its_korean_page(client):
    korean = {"title_en": "", "body_en": "", "title_ko": "전차", "body_ko": "<p>글</p>"}
    post = make_post(old_addresses="/archives/3", **korean)
    assert client.get("/archives/3")["Location"] == post.get_absolute_url("ko")


@pytest.mark.parametrize(
    "wrong", ["archives/1234", "index.php/12", "/", "https://seoul.example", "see /archives/1", "http://[x/1"]
)
def test_staff_are_told_what_is_no_address(wrong):
    post = make_post()
    post.old_addresses = wrong
    with pytest.raises(ValidationError, match="no address of a page"):
        post.full_clean()


def test_staff_add_former_addresses_in_the_form(staff_client):
    post = make_post(state="draft")
    assert "old_addresses" in staff_client.get(f"/admin/news/post/{post.pk}/change/").content.decode()


def test_an_alert_was_on_no_former_site(staff_client):
    form = staff_client.get(f"/admin/pages/alert/{make_alert().pk}/change/").content.decode()
    assert "expires_at" in form
    assert "old_addresses" not in form
    assert "old_addresses" in staff_client.get("/admin/pages/page/add/").content.decode()


@pytest.mark.parametrize("line", ["URL: {}", "<!-- saved from url=(0042){} -->"])
def test_an_imported_page_remembers_the_address_that_its_source_gives(client, tmp_path, line):
    address = "https://seoulsolution.example/archives/1234"
    text = (SAMPLES / "archive_english.txt").read_text("utf-8")
    path = write(tmp_path, "page.txt", f"{line.format(address)}\n{text}")
    assert run_import(tmp_path, path)[0]
    [record] = [*Post.objects.all(), *Document.objects.all()]
    assert record.old_addresses == "/archives/1234"
    if record.state == "published":
        assert client.get("/archives/1234")["Location"] == record.get_absolute_url(record.languages[0])
    without = run_import(tmp_path, write(tmp_path, "same.txt", text))
    assert without[0]
    assert Post.objects.count() + Document.objects.count() == 1
