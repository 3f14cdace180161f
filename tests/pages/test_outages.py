"""What readers and staff get while the database or the disk fails, without restart afterwards."""

import errno
import sqlite3
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection
from django.test import Client, override_settings

from news.models import Post
from seoulsolution.monitoring.outages import Outage, outage_of
from seoulsolution.pagecache.stores import shelf
from seoulsolution.revisions import drafts, history, publishing
from tests.factories import make_post
from tests.forms import data_of
from tests.reading import elements, texts

pytestmark = pytest.mark.django_db
PAGES = ("/en/", "/ko/news/", "/en/search/?q=water", "/api/news/", "/sitemap.xml", "/en/news/feed.atom")


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def refuse(*args, **kwargs):
    raise OperationalError("connection to server at 10.1.2.3 failed:\nConnection refused")


@pytest.fixture
def away(monkeypatch):
    """Return a function that takes the database away, as Django says it: every cursor is refused."""
    return lambda: monkeypatch.setattr(connection, "cursor", refuse)


@pytest.fixture
def read_only():
    """Let the database refuse what writes, in its own words, until the test ends."""
    connection.check_constraints()  # PostgreSQL locks for what it puts off
    with connection.cursor() as cursor:
        on = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}
        cursor.execute(on[connection.vendor])
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize(
    ("path", "first", "heading"),
    [
        ("/en/", "en", "The archive cannot be reached just now"),
        ("/ko/news/", "ko", "지금은 누리집을 이용할 수 없습니다"),
        ("/admin/", "en", "The archive cannot be reached just now"),
    ],
)
def test_a_database_that_is_away_is_503_and_one_line(client, away, caplog, path, first, heading):
    client.cookies["sessionid"] = "x" * 32
    away()
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Cache-Control"] == "no-store"
    assert texts(response, "h1") == [heading]
    assert elements(response, "html")[0]["lang"] == first
    assert b"10.1.2.3" not in response.content
    [record] = [each for each in caplog.records if each.name != "django.request"]
    assert record.exc_info is None
    assert record.getMessage().startswith(f"Unavailable (away): GET {path}: connection to server at 10.1.2.3")


@pytest.mark.parametrize("path", [*PAGES, "/media/images/none/", "/en/no/such/page/", "/robots.txt"])
def test_no_door_answers_500(client, monkeypatch, path):
    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", refuse)
        assert client.get(path).status_code == 503
    assert client.get(path).status_code != 503


def test_readers_with_a_read_only_database_notice_nothing(client, imported_post, read_only):
    with override_settings(PAGE_CACHE=True):
        for path in (*PAGES, imported_post.get_absolute_url("en")):
            assert client.get(path).status_code == 200, path


def test_staff_can_look_while_the_database_is_read_only(client, staff, post, request):
    client.force_login(staff)
    request.getfixturevalue("read_only")
    for path in ("/admin/", "/admin/news/post/", f"/admin/news/post/{post.pk}/change/"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_cannot_be_saved_stays_with_its_writer(client, staff, post, request, language):
    client.force_login(staff)
    path = f"/admin/news/post/{post.pk}/change/?_changelist_filters=q"
    written = "<p>두 번째 문단 </textarea><script>alert(1)</script></p>"
    data = data_of(client.get(path)) | {"title_en": "\nTrams", "title_ko": "전차", "body_ko": written}
    request.getfixturevalue("read_only")
    response = client.post(path, data | {"_save": "Save"}, headers={"Accept-Language": language})
    assert response.status_code == 503
    assert texts(response, "h1") == [
        {"en": "The site cannot save anything just now", "ko": "지금은 저장할 수 없습니다"}[language]
    ]
    shown = {each["name"]: each["text"] for each in elements(response, "textarea")}
    assert shown["title_ko"] == "전차"
    assert shown["body_ko"] == written
    assert b"<script>alert" not in response.content
    hidden = {each["name"]: each["value"] for each in elements(response, "input", type="hidden")}
    assert hidden["_save"] == "Save"
    assert set(shown) | set(hidden) == {name for name, value in data.items() if value != []} | {"_save"}
    assert elements(response, "form", action=path, method="post")


def test_what_was_kept_is_saved_when_it_is_sent_again(client, staff, monkeypatch):
    post = make_post()
    client.force_login(staff)
    path = f"/admin/news/post/{post.pk}/change/"
    data = data_of(client.get(path)) | {"title_en": "Trams of tomorrow"}
    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", refuse)
        kept = client.post(path, data)
    sent = [(each["name"], each.get("value", each["text"])) for each in elements(kept, "textarea")]
    sent += [(each["name"], each["value"]) for each in elements(kept, "input", type="hidden")]
    assert client.post(path, dict(sent)).status_code == 302
    assert Post.objects.get().title_en == "Trams of tomorrow"


def test_a_password_is_never_shown(client, away):
    away()
    response = client.post("/admin/login/", {"username": "two words", "password": "my secret"})
    assert response.status_code == 503
    assert b"my secret" not in response.content
    assert not elements(response, "form")


def test_a_form_that_is_refused_by_itself_is_no_other_error(client, away):
    away()
    for data in ({"body_en": "x" * 6_000_000}, {f"field{number}": "a b" for number in range(1100)}):
        assert client.post("/admin/news/post/add/", data).status_code == 503


def test_nobody_signs_in_while_nothing_can_be_written(client, staff, read_only):
    response = client.post("/admin/login/", {"username": "staff", "password": "staff", "next": "/admin/"})
    assert response.status_code == 503
    assert texts(response, "h1") == ["The archive cannot be reached just now"]


def test_a_forged_form_gets_no_right_token(away):
    """It comes back with the token it was sent with, so that sending it again is refused again."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    away()
    response = client.post("/admin/news/post/add/", {"title_en": "A forged title"})
    assert response.status_code == 503
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_a_full_disk_keeps_the_text_too(client, staff, monkeypatch):
    client.force_login(staff)

    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Post, "full_clean", fail)
    response = client.post("/admin/news/post/add/", {"title_en": "Two words"})
    assert response.status_code == 503
    assert texts(response, "textarea") == ["Two words"]


def test_a_plan_that_cannot_be_carried_out_breaks_no_page(client, staff, caplog, request):
    post = make_post(title_en="Before")
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"title_en": "After"}))
    publishing.schedule(post, post.updated_at, user=staff)
    request.getfixturevalue("read_only")
    response = client.get(post.get_absolute_url("en"))
    assert texts(response, "h1") == ["Before"]
    assert "cannot be published yet" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_fault_of_the_program_is_still_500(client, monkeypatch):
    monkeypatch.setattr("seoulsolution.pages.views.home_context", lambda language: Post.objects.raw("x")[0])
    assert client.get("/en/").status_code == 500


def test_a_command_says_it_in_a_sentence(away):
    away()
    with pytest.raises(CommandError, match="does not answer"):
        call_command("publish_due")


class TestErrors:
    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            (sqlite3.SQLITE_BUSY, Outage.AWAY),
            (sqlite3.SQLITE_READONLY_DIRECTORY, Outage.READ_ONLY),
            (sqlite3.SQLITE_CORRUPT, Outage.AWAY),
            (sqlite3.SQLITE_NOTADB, Outage.AWAY),
            (sqlite3.SQLITE_FULL, Outage.FULL),
            (sqlite3.SQLITE_IOERR_WRITE, Outage.AWAY),
            (sqlite3.SQLITE_ERROR, None),  # no such table
        ],
    )
    def test_of_sqlite(self, code, expected):
        driver = sqlite3.OperationalError("said")
        driver.sqlite_errorcode = code
        assert self.wrapped(DatabaseError, driver) == expected

    @pytest.mark.parametrize(
        ("sqlstate", "expected"),
        [
            ("57P01", Outage.AWAY),
            ("53300", Outage.AWAY),
            ("53100", Outage.FULL),
            ("25006", Outage.READ_ONLY),
            ("08006", Outage.AWAY),
            (None, Outage.AWAY),
            ("40P01", None),  # a deadlock
            ("42P01", None),  # no such table
        ],
    )
    def test_of_postgresql(self, sqlstate, expected):
        import psycopg

        driver = psycopg.OperationalError("said")
        driver.sqlstate = sqlstate
        assert self.wrapped(OperationalError, driver) == expected

    def wrapped(self, kind, driver):
        try:
            try:
                raise kind("said") from driver
            except DatabaseError as error:
                raise RuntimeError from error
        except RuntimeError as error:
            return outage_of(error)


class TestStale:
    """Pages of before an outage, if the operator wants them."""

    @pytest.fixture
    def seen(self, transactional_db, monkeypatch, time_machine):
        """Return a client that has read a page, and cannot reach the database any more."""
        time_machine.move_to("2026-03-02 12:00 +0900", tick=False)
        shelf.cache_clear()
        post = make_post(title_en="Trams")
        client = Client(raise_request_exception=False)
        path = post.get_absolute_url("en")
        with override_settings(PAGE_CACHE=True, STALE_MINUTES=10):
            client.get(path)
            monkeypatch.setattr(connection, "cursor", refuse)
            yield lambda: client.get(path)

    def test_they_are_given_out_to_be_kept_by_nobody(self, seen, caplog):
        response = seen()
        assert (response.status_code, texts(response, "h1")) == (200, ["Trams"])
        assert response["Cache-Control"] == "no-store"
        assert "is given out as it was" in caplog.text

    def test_not_longer_than_the_operator_said(self, seen, time_machine):
        time_machine.shift(601)
        assert seen().status_code == 503

    def test_not_beyond_their_own_moment(self, seen, time_machine):
        with override_settings(STALE_MINUTES=100_000):
            time_machine.move_to("2026-03-02 23:59 +0900", tick=False)
            assert seen().status_code == 200
            time_machine.move_to("2026-03-03 00:00 +0900", tick=False)
            assert seen().status_code == 503

    def test_by_default_none(self, seen):
        with override_settings(STALE_MINUTES=0):
            assert seen().status_code == 503

    def test_a_page_that_nobody_had_read_is_away(self, seen):
        assert Client(raise_request_exception=False).get("/ko/news/").status_code == 503


@pytest.mark.parametrize(("option", "error"), [("", SystemExit), ("--traceback", OperationalError)])
def test_whatever_the_command_it_ends_with_a_sentence(away, monkeypatch, option, error):
    import manage

    away()
    monkeypatch.setattr(sys, "argv", ["manage.py", "unlock", "minji", *option.split()])
    with pytest.raises(
        error, match=r"connection to server at 10\.1\.2\.3 failed:\sConnection refused"
    ) as told:
        manage.main()
    assert ("Unavailable (away): " in str(told.value)) is (not option)
