"""Sessions end when they are not used, when they are old, and when somebody ends them."""

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from seoulsolution.accounts.models import AuditEntry, StaffSession
from tests.accounts.conftest import PASSWORD, sign_in
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db
SECURITY, SIGN_OUT = "/admin/security/", "/admin/security/sign-out/"


def is_in(client):
    return client.get("/admin/password_change/").status_code == 200


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.mark.parametrize("engine", ["db", "cache", "cached_db"])
def test_a_session_that_is_not_used_ends(client, minji, clock, settings, engine):
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    sign_in(client)
    for _time in range(3):
        clock.shift(29 * 60)
        assert is_in(client)
    clock.shift(31 * 60)
    assert not is_in(client)


def test_a_session_ends_after_half_a_day_in_any_case(client, minji, clock, settings):
    settings.SESSION_COOKIE_AGE = 3600
    sign_in(client)
    for _time in range(2):
        clock.shift(25 * 60)
        assert is_in(client)
    clock.shift(11 * 60)
    assert not is_in(client)


def test_a_form_that_is_only_open_keeps_nobody_signed_in(client, minji, clock):
    post = make_post(state="draft")
    page = f"/admin/news/post/{post.pk}/editing/"
    sign_in(client)
    clock.shift(20 * 60)
    assert client.post(page, {"_revision": "0"}).status_code == 200
    assert client.get("/admin/editing/").status_code == 200
    clock.shift(11 * 60)
    assert not is_in(client)


def test_what_is_written_in_a_form_keeps_its_writer_signed_in(client, minji, clock):
    post = make_post(state="draft")
    page = f"/admin/news/post/{post.pk}/editing/"
    sign_in(client)
    clock.shift(20 * 60)
    client.post(page, {"_revision": "0", "data": ""})
    clock.shift(11 * 60)
    assert is_in(client)


def test_what_ended_shows_nothing_to_its_cookie(client, minji):
    sign_in(client)
    draft = make_post(state="draft")
    preview = f"/admin/news/post/{draft.pk}/preview/"
    assert client.get(preview).status_code == 200
    StaffSession.objects.all().delete()
    assert client.get(preview).status_code == 302
    assert client.cookies["sessionid"].value == ""


def test_the_page_lists_the_sessions_and_ends_one(client, other_browser, minji):
    sign_in(client, **{"user-agent": "One"})
    sign_in(other_browser, **{"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    page = client.get(SECURITY)
    assert {session.browser_name for session in page.context["sessions"]} == {"One", "Firefox, Windows"}
    assert "Firefox, Windows" in page.content.decode()
    other = StaffSession.objects.exclude(browser="One").get()
    assert client.post(SIGN_OUT, {"session": other.pk}).url == SECURITY
    assert (is_in(client), is_in(other_browser)) == (True, False)
    assert AuditEntry.objects.filter(event="sessions_ended", subject_name="minji").count() == 1


def test_signing_out_everywhere_ends_all(client, other_browser, minji):
    for browser in (client, other_browser):
        sign_in(browser)
    assert client.post(SIGN_OUT).url == "/admin/login/"
    assert (is_in(client), is_in(other_browser)) == (False, False)


@pytest.mark.parametrize("session", ["no uuid", "\0", "00000000-0000-0000-0000-000000000000"])
def test_nobody_ends_what_is_not_theirs(client, minji, session):
    theirs = Client()
    theirs.force_login(make_user("other"))
    sign_in(client)
    client.post(SIGN_OUT, {"session": session})
    client.post(SIGN_OUT, {"session": StaffSession.objects.exclude(user=minji).get().pk})
    assert is_in(theirs)
    assert is_in(client)


def test_a_new_password_ends_the_other_sessions(client, other_browser, minji):
    for browser in (client, other_browser):
        sign_in(browser)
    new = {"new_password1": "quite another sentence", "new_password2": "quite another sentence"}
    client.post("/admin/password_change/", {"old_password": PASSWORD} | new)
    assert (is_in(client), is_in(other_browser)) == (True, False)
    assert StaffSession.objects.count() == 1


def test_a_new_password_has_twelve_characters(client, minji):
    sign_in(client)
    new = {"new_password1": "river-bus-7", "new_password2": "river-bus-7"}
    page = client.post("/admin/password_change/", {"old_password": PASSWORD} | new)
    assert "at least 12 characters" in page.content.decode()


def test_signing_out_leaves_no_session(client, minji):
    sign_in(client)
    client.post("/admin/logout/")
    assert not StaffSession.objects.exists()


def test_a_database_that_cannot_be_written_still_lets_staff_read(client, minji, clock, monkeypatch):
    sign_in(client)
    clock.shift(120)

    def refuse(*args, **kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("django.db.models.query.QuerySet.update", refuse)
    assert is_in(client)
