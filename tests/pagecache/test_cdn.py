"""A network in front of the site: what it may keep, and when it is told to forget."""

import datetime
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine
from django.utils import timezone

from tests.factories import make_post

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=timezone.get_default_timezone())


def test_nothing_may_be_kept_unasked_by_default(ask):
    assert ask("/en/").response["Cache-Control"] == "no-cache"


def test_a_page_may_be_kept_for_some_time_but_not_beyond_its_moment(ask, settings):
    settings.CDN_SECONDS = 600
    with time_machine.travel(NOON, tick=False) as clock:
        make_post(go_live_at=NOON + datetime.timedelta(seconds=700))
        assert "s-maxage=600" in ask("/en/").response["Cache-Control"]
        clock.move_to(NOON + datetime.timedelta(seconds=400))
        again = ask("/en/")
        assert again.queries == 1
        assert "s-maxage=300" in again.response["Cache-Control"]
        assert "max-age=0" in again.response["Cache-Control"]


def test_staff_and_the_admin_are_never_for_it(ask, settings, staff_client):
    settings.CDN_SECONDS = 600
    assert "s-maxage" not in staff_client.get("/admin/").get("Cache-Control", "")
    path = make_post().get_absolute_url("en")
    assert staff_client.get(path)["Cache-Control"] == "private, no-store"


@pytest.fixture
def told(monkeypatch):
    """A list of what a server of a network was told."""
    requests, came = [], threading.Event()

    class Server(BaseHTTPRequestHandler):
        def do_POST(self):
            requests.append((self.path, self.headers.get("Authorization")))
            self.send_response(204)
            self.end_headers()
            came.set()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr("seoulsolution.pagecache.cdn._told", None)
    requests_of = {"list": requests, "came": came, "url": f"http://127.0.0.1:{server.server_port}/purge"}
    yield requests_of
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_is_told_once_when_content_has_changed(ask, settings, told):
    settings.CDN_PURGE_URL, settings.CDN_PURGE_TOKEN = told["url"], "secret"
    ask("/en/")
    ask("/ko/")
    assert told["list"] == []
    make_post()
    ask("/en/")
    assert told["came"].wait(5)
    ask("/ko/")
    assert told["list"] == [("/purge", "Bearer secret")]


def test_what_staff_post_tells_it_without_a_reader(ask, settings, told, staff_client):
    settings.CDN_PURGE_URL = told["url"]
    ask("/en/")
    make_post()
    staff_client.post("/admin/news/post/add/", {})
    assert told["came"].wait(5)


def test_one_that_does_not_answer_is_logged_and_holds_up_nobody(ask, settings, monkeypatch, caplog):
    settings.CDN_PURGE_URL = "http://127.0.0.1:1/"
    monkeypatch.setattr("seoulsolution.pagecache.cdn._told", None)
    ask("/en/")
    make_post()
    assert ask("/en/").status == 200
    for thread in threading.enumerate():
        if thread.name == "cdn-purge":
            thread.join()
    assert "does not answer" in caplog.text
