"""A new password by e-mail: in both languages, to the address of this site, and no way around the rest."""

import re
import threading

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from seoulsolution import background
from seoulsolution.accounts import second_factor
from tests.accounts.conftest import sign_in
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]
RESET = "/admin/password-reset/"
NEW = "quite another sentence"


def ask(client, email="minji@example.org", address="127.0.0.1", **headers):
    """Ask for a link, and wait for the mail."""
    response = client.post(RESET, {"email": email}, headers=headers, REMOTE_ADDR=address)
    wait_for_mail()
    return response


def wait_for_mail():
    sent = threading.Event()
    background.run(sent.set, "")
    assert sent.wait(20)


def link():
    return re.search(r"https://archive\.example\.org(/admin/password-reset/\S+)", mail.outbox[-1].body)[1]


def choose(client, address=None):
    """Open the link in the mail and choose a new password."""
    page = client.get(address or link(), follow=True)
    if "form" not in page.context or page.context["form"] is None:
        return None
    path = page.request["PATH_INFO"]
    return client.post(path, {"new_password1": NEW, "new_password2": NEW}, follow=True)


def test_without_a_mail_server_it_is_not_offered(client, settings):
    settings.HAS_MAIL_SERVER = False
    assert RESET not in client.get("/admin/login/").content.decode()
    assert client.get(RESET).status_code == 404
    assert ask(client).status_code == 404


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("en", "A new password for archive.example.org", "Choose it here, within an hour:"),
        ("ko", "archive.example.org 비밀번호 재설정", "아래 주소에서 1시간 안에 새 비밀번호를 정하십시오."),
    ],
)
def test_who_forgot_the_password_gets_a_link(client, minji, language, subject, text):
    page = client.get("/admin/login/", headers={"accept-language": language}).content.decode()
    assert RESET in page
    ask(client, **{"accept-language": language})
    assert (mail.outbox[0].subject, mail.outbox[0].to) == (subject, ["minji@example.org"])
    assert text in mail.outbox[0].body


def test_the_link_gives_a_new_password_and_signs_nobody_in(client, other_browser, minji):
    sign_in(other_browser)
    ask(client)
    address = link()
    assert choose(client).status_code == 200
    assert client.get("/admin/").status_code == 302
    assert other_browser.get("/admin/").status_code == 302
    assert sign_in(client, password=NEW).status_code == 302
    assert choose(other_browser, address) is None  # a link is good once


def test_a_link_is_good_for_an_hour(client, minji):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        clock.shift(3601)
        assert choose(client) is None


def test_the_second_factor_is_asked_for_after_it(client, with_factor):
    ask(client)
    choose(client)
    assert sign_in(client, password=NEW).url == "/admin/login/code/"
    assert second_factor.device_of(with_factor.user)


def test_what_is_answered_does_not_tell_who_has_an_account(client, minji):
    known, unknown = ask(client), ask(client, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_nor_does_how_long_it_takes(client, minji, monkeypatch):
    is_answered, was_answered = threading.Event(), []
    monkeypatch.setattr(
        mail.EmailMultiAlternatives, "send", lambda *args: was_answered.append(is_answered.wait(5))
    )
    client.post(RESET, {"email": minji.email})
    is_answered.set()
    wait_for_mail()
    assert was_answered == [True]


def test_an_account_gets_three_mails_an_hour(client, minji):
    for _time in range(5):
        ask(client)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("network", ["203.0.113.9", "2001:db8::{:x}"])
def test_nobody_has_more_than_ten_mails_sent_in_an_hour(client, minji, network):
    for number in range(11):
        user = make_user(f"user-{number}")
        user.email = f"user-{number}@example.org"
        user.password = minji.password
        user.save()
        ask(client, user.email, network.format(number))
    assert len(mail.outbox) == 10
