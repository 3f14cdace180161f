"""Signing in: guessing is slowed down, nobody can hold up readers, and everybody is told why they wait."""

import threading

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command

from seoulsolution.accounts import hashing
from tests.accounts.conftest import LOGIN, PASSWORD, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def fail(client, times, name="minji", **headers):
    for number in range(times):
        response = sign_in(client, name, f"wrong {number}", **headers)
    return response


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_right_password_signs_in(client, minji):
    assert sign_in(client).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_name_that_is_very_long_is_a_wrong_one(client, minji):
    assert sign_in(client, "m" * 60_000).status_code == 200


def test_an_address_of_another_site_leads_nowhere(client, minji):
    data = {"username": "minji", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(LOGIN, data).url == "/admin/"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Too many attempts failed. Try again in 15 minutes, or ask an administrator."),
        ("ko", "로그인에 여러 번 실패하였습니다. 15분 뒤에 다시 시도하거나 관리자에게 문의하십시오."),
    ],
)
def test_after_five_wrong_passwords_the_right_one_is_refused(client, minji, language, text):
    assert fail(client, 4).status_code == 200
    response = fail(client, 1, **{"accept-language": language})
    assert (response.status_code, response["Retry-After"]) == (429, "900")
    assert text in text_of(response)
    assert sign_in(client).status_code == 429


def test_another_case_of_letters_is_no_other_account(client, minji):
    fail(client, 3, "minji")
    fail(client, 2, "MINJI")
    assert sign_in(client).status_code == 429


def test_the_lock_opens_after_a_quarter_of_an_hour(client, minji):
    with time_machine.travel(0, tick=False) as clock:
        fail(client, 5)
        clock.shift(14 * 60)
        assert sign_in(client).status_code == 429
        clock.shift(61)
        assert sign_in(client).status_code == 302


def test_somebody_elsewhere_is_not_locked_out_by_a_few_failures(client, minji):
    fail(client, 5)
    client.defaults |= ELSEWHERE
    assert sign_in(client).status_code == 302


def test_an_account_is_locked_for_everybody_after_twenty(client, minji):
    for last in range(4):
        client.defaults["REMOTE_ADDR"] = f"203.0.113.{last}"
        fail(client, 5)
    client.defaults["REMOTE_ADDR"] = "203.0.113.99"
    assert sign_in(client).status_code == 429


def test_an_address_is_locked_for_every_account_after_fifty(client, minji):
    AccessAttempt.objects.create(username="others", ip_address="127.0.0.1", failures_since_start=49)
    assert fail(client, 1, "nobody").status_code == 429
    assert sign_in(client).status_code == 429


def test_an_account_of_ones_own_does_not_clear_the_address(client, minji):
    AccessAttempt.objects.create(username="others", ip_address="127.0.0.1", failures_since_start=49)
    sign_in(client)
    assert AccessAttempt.objects.get().failures_since_start == 49


def test_signing_in_forgets_the_failures_before(client, minji):
    fail(client, 4)
    sign_in(client)
    assert not AccessAttempt.objects.exists()


def test_a_header_of_a_proxy_is_believed_only_when_it_is_trusted(client, minji, settings):
    for number in range(5):
        fail(client, 1, **{"x-forwarded-for": f"198.51.100.{number}"})
    assert sign_in(client).status_code == 429
    settings.TRUST_PROXY = True
    assert sign_in(client, **{"x-forwarded-for": "127.0.0.1, 198.51.100.77"}).status_code == 302


def test_neighbours_in_an_ipv6_network_count_as_one(client, minji):
    for number in range(5):
        client.defaults["REMOTE_ADDR"] = f"2001:db8::{number + 1}"
        fail(client, 1)
    client.defaults["REMOTE_ADDR"] = "2001:db8::ffff"
    assert sign_in(client).status_code == 429


@pytest.mark.parametrize("who", ["minji", "127.0.0.1"])
def test_a_command_unlocks(client, minji, who, capsys):
    fail(client, 5)
    call_command("unlock", who)
    assert capsys.readouterr().out == f"{who} may try again.\n"
    assert sign_in(client).status_code == 302


def test_the_command_says_that_nothing_was_locked(minji):
    with pytest.raises(CommandError, match="Nothing was locked"):
        call_command("unlock", "minji", "2001:db8::1")


def test_who_is_locked_out_costs_no_hash(client, minji, monkeypatch):
    fail(client, 5)
    monkeypatch.setattr(hashing, "passwords", None)  # asked for a turn, it would fail
    assert sign_in(client).status_code == 429


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Many people are signing in at this moment. Wait a few seconds and try again."),
        ("ko", "지금 로그인하는 사람이 많습니다. 몇 초 뒤에 다시 시도하십시오."),
    ],
)
def test_who_finds_the_queue_full_is_told_and_keeps_the_name(
    client, minji, monkeypatch, caplog, language, text
):
    queue = hashing.Queue(at_once=1, waiting=0, patience=0)
    monkeypatch.setattr(hashing, "passwords", queue)
    with queue.turn():
        response = sign_in(client, **{"accept-language": language})
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "django.request" not in {record.name for record in caplog.records}
    assert text in text_of(response)
    assert 'value="minji"' in response.content.decode()
    assert sign_in(client).status_code == 302


def test_one_waits_and_the_next_is_sent_away():
    queue = hashing.Queue(at_once=1, waiting=1, patience=20)
    done = []

    def wait():
        with queue.turn():
            done.append("waited")

    with queue.turn():
        second = threading.Thread(target=wait)
        second.start()
        while queue._places._value:
            pass
        with pytest.raises(hashing.BusyError), queue.turn():
            pass
        assert done == []
    second.join(20)
    assert done == ["waited"]


def test_who_waits_too_long_is_sent_away():
    queue = hashing.Queue(at_once=1, waiting=1, patience=0)
    with queue.turn(), pytest.raises(hashing.BusyError), queue.turn():
        pass


# What is asked of who signs in ----------------------------------------------------------------------------


def test_readers_have_no_business_in_the_admin(client, django_user_model):
    django_user_model.objects.create_user("reader", password=PASSWORD)
    assert sign_in(client, "reader").status_code == 200
    assert client.get("/admin/").status_code == 302


def test_who_is_signed_in_is_led_on(client, minji):
    client.force_login(minji)
    assert client.get(LOGIN).url == "/admin/"


def test_an_inactive_account_cannot_sign_in(client):
    user = make_user("gone", is_active=False)
    user.set_password(PASSWORD)
    user.save()
    assert sign_in(client, "gone").status_code == 200
