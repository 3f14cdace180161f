"""Pages that are kept: what they cost, for whom, and under which addresses."""

import datetime
import threading
import time

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from seoulsolution.pagecache.middleware import PageCacheMiddleware
from tests.factories import make_post, make_topic

PAGES = ("/en/", "/ko/", "/en/news/", "/ko/news/feed.atom", "/api/news/", "/sitemap.xml", "/en/search/?q=a")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once_and_then_costs_one_query(ask, path):
    make_post(title_en="Trams", title_ko="전차")
    first, second = ask(path), ask(path)
    assert first.queries > 1
    assert second.queries == 1
    assert second.text == first.text
    assert second.response.headers == first.response.headers


def test_a_reader_who_has_the_page_gets_304_before_any_view(ask):
    path = make_post().get_absolute_url("en")
    tag = ask(path).response["ETag"]
    again = ask(path, if_none_match=tag)
    assert (again.status, again.text, again.queries) == (304, "", 1)
    assert again.response["ETag"] == tag


def test_a_page_that_a_reader_has_is_kept_for_the_others_all_the_same(ask):
    path = make_post().get_absolute_url("en")
    tag = ask(path).response["ETag"]
    make_post()
    assert ask(path, if_none_match=tag).queries > 1
    assert ask(path).queries == 1


def test_head_is_answered_from_what_get_has_made(ask, client):
    whole = ask("/en/")
    response = client.head("/en/")
    assert response.content == b""
    assert response["Content-Length"] == str(len(whole.text.encode()))
    client.head("/ko/")
    assert len(ask("/ko/").text) > 1000


def test_each_encoding_has_its_own_bytes(ask):
    plain, packed = ask("/en/"), ask("/en/", accept_encoding="gzip")
    assert packed.response["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.response


def test_what_no_view_reads_makes_no_other_page(ask):
    make_post(topics=[make_topic(slug="trams")])
    for path in ("/en/news/", "/en/news/?topic=trams", "/en/search/?q=tram", "/en/"):
        ask(path)
        joint = "&" if "?" in path else "?"
        assert ask(f"{path}{joint}utm_source=letter&x=1").queries == 1
    assert ask("/en/news/?topic=trams&year=undated").queries > 1


@pytest.mark.parametrize("page", ["1", "0001", "１", " 1 "])
def test_the_first_page_of_a_list_has_one_address(ask, page):
    make_post()
    ask("/en/news/")
    assert ask(f"/en/news/?page={page}").queries == 1


def test_the_port_of_the_host_makes_no_other_page(ask):
    ask("/en/", host="localhost:8000")
    assert ask("/en/", host="LOCALHOST:8001").queries == 1


def test_each_month_has_its_own_counts(ask):
    for year in (2019, 2023):
        make_post(title_en=f"Trams of {year}", date=datetime.date(year, 4, 2))
    assert "Trams of 2023" in ask("/en/news/2023/04/").text
    assert "Trams of 2019" in ask("/en/news/2019/04/").text


def test_the_filter_of_one_feed_is_not_that_of_another(ask):
    make_post()
    ask("/en/news/feed.atom")
    assert ask("/en/news/feed.atom?kind=report").queries == 1


def test_the_api_goes_on_to_refuse_what_it_does_not_know(ask):
    assert ask("/api/news/").status == 200
    assert ask("/api/news/?x=1").status == 400
    assert ask("/api/news/?per_page=5").queries > 1


def test_a_redirect_keeps_what_hangs_onto_the_address(ask):
    post = make_post()
    response = ask(f"/en/news/{post.pk}/?utm_source=letter").response
    assert response["Location"] == post.get_absolute_url("en") + "?utm_source=letter"


def test_a_session_of_nobody_changes_nothing(ask):
    path = make_post().get_absolute_url("en")
    anonymous = ask(path)
    stranger = Client()
    stranger.cookies["sessionid"] = "x" * 32
    reader = Client()
    reader.force_login(get_user_model().objects.create_user("reader"))
    for client in (stranger, reader):
        answer = ask(path, client)
        assert answer.text == anonymous.text
        assert answer.queries <= 3  # session, user, version
        assert not answer.response.cookies


def test_the_page_of_staff_is_theirs_alone(ask):
    path = make_post().get_absolute_url("en")
    staff = Client()
    staff.force_login(get_user_model().objects.create_superuser("staff"))
    assert "For staff" in ask(path, staff).text
    assert "For staff" not in ask(path).text
    assert "For staff" in ask(path, staff).text


def test_a_host_that_is_not_ours_gets_no_page_that_is_kept(ask):
    ask("/en/")
    assert ask("/en/", host="evil.example").status == 400


@pytest.mark.parametrize("path", ["/en/nowhere/", "/en/news/999999/", "/"])
def test_errors_and_redirects_are_made_each_time(ask, is_kept, path):
    assert not is_kept(path)


def test_nothing_is_kept_in_a_transaction_that_may_be_rolled_back(ask):
    path = make_post(title_en="Trams").get_absolute_url("en")
    with transaction.atomic():
        post = make_post(title_en="Ghosts")
        inside = ask("/en/news/").text
        transaction.set_rollback(True)
    assert post.title_en in inside
    assert "Ghosts" not in ask("/en/news/").text
    with transaction.atomic():
        assert ask(path).queries > 1


def test_it_can_be_switched_off(ask, is_kept, settings):
    settings.PAGE_CACHE = False
    assert not is_kept("/en/")


def test_a_database_without_triggers_keeps_no_page(ask, is_kept, monkeypatch, caplog):
    monkeypatch.setattr("seoulsolution.pagecache.editions._is_watched", lambda schema: False)
    assert not is_kept("/en/")


def test_many_who_ask_at_once_wait_for_one_page(database_on_disk):
    made = []

    def view(request):
        made.append(request)
        time.sleep(0.2)
        return HttpResponse("page")

    middleware, answers = PageCacheMiddleware(view), []

    def read():
        answers.append(middleware(RequestFactory().get("/en/at-once/")).content)
        connections.close_all()

    readers = [threading.Thread(target=read) for _ in range(12)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert (len(made), answers) == (1, [b"page"] * 12)


def test_nobody_waits_for_what_is_not_kept(database_on_disk):
    inside, most = [], []

    def view(request):
        inside.append(request)
        time.sleep(0.2)
        most.append(len(inside))
        inside.pop()
        return HttpResponse("nothing", status=404)

    middleware = PageCacheMiddleware(view)
    readers = [threading.Thread(target=_read_alone, args=(middleware,)) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert max(most) > 1


def _read_alone(middleware):
    middleware(RequestFactory().get("/en/nothing/"))
    connections.close_all()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda request, response: response.set_cookie("a", "b"),
        lambda request, response: response.headers.__setitem__("Vary", "Accept, Cookie"),
        lambda request, response: response.headers.__setitem__("Cache-Control", "private"),
        lambda request, response: response.headers.__setitem__("Cache-Control", "max-age=0, no-store"),
        lambda request, response: request.META.update({"CSRF_COOKIE_NEEDS_UPDATE": True}),
        lambda request, response: setattr(request, "_csp_nonce", "abc"),
        lambda request, response: setattr(response, "status_code", 203),
    ],
)
def test_what_is_for_one_reader_is_not_kept(transactional_db, spoil):
    made = []

    def view(request):
        made.append(HttpResponse("for you"))
        spoil(request, made[-1])
        return made[-1]

    middleware = PageCacheMiddleware(view)
    for _ in range(2):
        middleware(RequestFactory().get("/en/one-reader/"))
    assert len(made) == 2
    assert not connection.in_atomic_block


def test_a_spreadsheet_that_a_reader_has_is_not_sent_again(ask):
    post = make_post()
    tag = ask("/api/news.csv").response["ETag"]
    assert tag.startswith('W/"')
    again = ask("/api/news.csv", if_none_match=tag)
    assert (again.status, again.text) == (304, "")
    assert ask("/api/news.csv?topic=environment").response["ETag"] != tag
    post.delete()
    assert ask("/api/news.csv", if_none_match=tag).status == 200


def test_a_spreadsheet_changes_when_a_record_goes_live(ask, time_machine):
    time_machine.move_to("2025-06-01T11:00Z", tick=False)
    make_post(go_live_at=datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC))
    tag = ask("/api/news.csv").response["ETag"]
    assert ask("/api/news.csv", if_none_match=tag).status == 304
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    assert ask("/api/news.csv", if_none_match=tag).status == 200


def test_brotli_has_bytes_of_its_own(ask, client):
    packed = ask("/en/", accept_encoding="gzip, br").response
    assert packed["Content-Encoding"] == "br"
    assert ask("/en/", accept_encoding="br;q=1.0, gzip;q=0.5").queries == 1
    assert ask("/en/", accept_encoding="gzip").response["Content-Encoding"] == "gzip"
    assert ask("/en/", accept_encoding="identity, br;q=0").queries > 1
