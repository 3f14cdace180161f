"""Signing up, confirming and unsubscribing, as a reader does; what a stranger may learn and cause."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from seoulsolution.subscriptions.models import Attempt, Delivery, SignUp, Subscriber
from tests.reading import elements, links
from tests.subscriptions.conftest import make_subscriber, path_in

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def lists_of(subscriber):
    return set(subscriber.subscriptions.values_list("kind", flat=True))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_from_the_form_to_a_subscription(client, sign_up, language):
    assert (
        sign_up(" Reader@Example.org ", language=language)["Location"] == f"/{language}/subscriptions/sent/"
    )
    (message,) = mail.outbox
    assert message.to == ["reader@example.org"]
    assert not Subscriber.objects.exists()
    path = path_in(message, "confirm")
    assert client.get(path).status_code == 200  # as a program that looks at mails does
    assert not Subscriber.objects.exists()
    assert client.post(path).status_code == 200
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.language) == ("reader@example.org", language)
    assert lists_of(subscriber) == {"newsletter", "notices"}
    assert not SignUp.objects.exists()


def test_a_link_to_confirm_is_good_once_and_for_seven_days(client, sign_up):
    sign_up()
    path = path_in(mail.outbox[0], "confirm")
    with time_machine.travel(timezone.now() + 7 * DAY + datetime.timedelta(minutes=1)):
        assert client.post(path).status_code == 410
    assert client.post(path).status_code == 200
    assert client.post(path).status_code == client.get(path).status_code == 410
    assert client.post("/en/subscriptions/confirm/forged/").status_code == 410


def test_a_second_sign_up_adds_and_changes_the_language(client, sign_up):
    make_subscriber(kinds=["notices"])
    sign_up(kinds=["newsletter"], language="ko")
    client.post(path_in(mail.outbox[0], "confirm"))
    subscriber = Subscriber.objects.get()
    assert lists_of(subscriber) == {"newsletter", "notices"}
    assert subscriber.language == "ko"


@pytest.mark.parametrize(
    "data",
    [
        {"email": "reader@example.org", "consent": "on"},
        {"email": "reader@example.org", "consent": "on", "kinds": ["news"]},
        {"email": "reader@example.org", "kinds": ["notices"]},
        {"email": "no address", "kinds": ["notices"], "consent": "on"},
        {"email": "a@example.org\nBcc: b@example.org", "kinds": ["notices"], "consent": "on"},
        {"email": "a\0@example.org", "kinds": ["notices"], "consent": "on"},
        {"email": "a@example.org,b@example.org", "kinds": ["notices"], "consent": "on"},
    ],
)
def test_a_form_that_cannot_be_understood_sends_nothing(client, data):
    response = client.post("/en/subscriptions/", data)
    assert response.status_code == 200
    assert elements(response, "div", role="alert")
    assert not mail.outbox
    assert not SignUp.objects.exists()


def test_the_list_decides_what_is_ticked(client):
    response = client.get("/en/subscriptions/?kind=newsletter")
    ticked = {each["value"] for each in elements(response, "input", type="checkbox") if "checked" in each}
    assert ticked == {"newsletter"}


# What a stranger learns -----------------------------------------------------------------------------------


def answer_to(email):
    """Return all that somebody sees who signs up, and how many mails it caused."""
    mail.outbox.clear()
    client = Client()
    data = {"email": email, "kinds": ["notices"], "consent": "on"}
    response = client.post("/en/subscriptions/", data)
    page = client.get(response["Location"])
    return response.status_code, response["Location"], page.content, len(mail.outbox)


def test_the_answer_does_not_tell_whether_an_address_is_subscribed(client):
    make_subscriber("known@example.org")
    assert answer_to("known@example.org") == answer_to("unknown@example.org")


def test_who_is_subscribed_costs_as_many_statements(sign_up, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_subscriber("known@example.org")
    with CaptureQueriesContext(connection) as queries:
        sign_up("unknown@example.org")
    with django_assert_num_queries(len(queries)):
        sign_up("known@example.org")


def test_an_address_gets_three_mails_a_day(sign_up):
    answers = {sign_up("Reader+list@example.org", REMOTE_ADDR=f"192.0.2.{n}")["Location"] for n in range(6)}
    assert answers == {"/en/subscriptions/sent/"}
    assert len(mail.outbox) == 3
    with time_machine.travel(timezone.now() + DAY + datetime.timedelta(minutes=1)):
        sign_up("reader@example.org")
    assert len(mail.outbox) == 4


def test_a_network_may_sign_up_ten_times_an_hour(sign_up):
    statuses = [sign_up(f"reader{n}@example.org").status_code for n in range(12)]
    assert statuses == [302] * 10 + [429] * 2
    assert len(mail.outbox) == 10
    assert sign_up("other@example.org", REMOTE_ADDR="192.0.2.1").status_code == 302
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=61)):
        assert sign_up("later@example.org").status_code == 302


def test_a_customer_with_many_addresses_is_one_network(sign_up):
    asked = [sign_up(f"r{n}@example.org", REMOTE_ADDR=f"2001:db8:1:2::{n + 1:x}") for n in range(11)]
    assert asked[-1].status_code == 429
    assert sign_up("other@example.org", REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


@pytest.mark.parametrize(("trusted", "refused"), [(True, False), (False, True)])
def test_a_proxy_names_the_network_only_if_it_is_trusted(sign_up, settings, trusted, refused):
    settings.TRUST_PROXY = trusted
    asked = [sign_up(f"r{n}@e.org", HTTP_X_FORWARDED_FOR=f"1.1.1.1, 192.0.2.{n}") for n in range(11)]
    assert (asked[-1].status_code == 429) is refused
    if trusted:  # the client writes what is before the last comma
        forged = [sign_up(f"f{n}@e.org", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}, 203.0.113.9") for n in range(11)]
        assert forged[-1].status_code == 429


def test_limits_keep_no_address(sign_up):
    sign_up(REMOTE_ADDR="192.0.2.77")
    kept = str(list(Attempt.objects.values()))
    assert "reader" not in kept
    assert "192.0.2.77" not in kept


# Unsubscribing --------------------------------------------------------------------------------------------


@pytest.fixture
def unsubscribe_path():
    from seoulsolution.subscriptions import mails, tokens

    subscription = make_subscriber().subscriptions.get(kind="newsletter")
    return mails.link("unsubscribe", tokens.to_unsubscribe(subscription)).removeprefix(
        "https://archive.example.org"
    )


def test_one_click_of_a_mail_program_leaves(unsubscribe_path):
    program = Client(enforce_csrf_checks=True)
    response = program.post(unsubscribe_path, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not response.cookies
    assert lists_of(Subscriber.objects.get()) == {"notices"}


def test_looking_at_the_link_changes_nothing(client, unsubscribe_path):
    response = client.get(unsubscribe_path)
    assert "Unsubscribe from “Newsletter”" in response.content.decode()
    assert len(elements(response, "button", type="submit")) >= 2
    assert lists_of(Subscriber.objects.get()) == {"newsletter", "notices"}


def test_the_address_of_who_leaves_is_nowhere(client, sign_up, unsubscribe_path):
    sign_up()
    assert client.post(unsubscribe_path, {"everything": "yes"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert not SignUp.objects.exists()
    assert not Delivery.objects.exists()
    assert client.post(unsubscribe_path).status_code == 200  # again, by an impatient reader


def test_an_old_link_leaves_a_second_subscription(client, unsubscribe_path):
    client.post(unsubscribe_path, {"everything": "yes"})
    make_subscriber(kinds=["newsletter"])
    client.post(unsubscribe_path)
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("token", ["forged", "WyJuZXdzbGV0dGVyIiwiYSJd:1abcde:signature"])
def test_a_forged_link_leaves_nothing(client, unsubscribe_path, token):
    address = f"/en/subscriptions/unsubscribe/{token}/"
    assert client.get(address).status_code == client.post(address).status_code == 404


# The pages and the rest of the site -----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/en/subscriptions/", "/en/subscriptions/sent/", "unsubscribe", "confirm"])
def test_no_page_is_kept(client, sign_up, unsubscribe_path, settings, path):
    settings.PAGE_CACHE = True
    sign_up()
    path = {"unsubscribe": unsubscribe_path, "confirm": path_in(mail.outbox[0], "confirm")}.get(path, path)
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_two_readers_get_two_form_tokens(settings):
    settings.PAGE_CACHE = True
    pages = [Client().get("/en/subscriptions/") for _reader in range(2)]
    tokens = {elements(page, "input", name="csrfmiddlewaretoken")[0]["value"] for page in pages}
    assert len(tokens) == 2


def test_a_form_without_its_token_is_refused():
    data = {"email": "reader@example.org", "kinds": ["notices"], "consent": "on"}
    assert Client(enforce_csrf_checks=True).post("/en/subscriptions/", data).status_code == 403


@pytest.mark.parametrize("path", ["/en/newsletter/", "/ko/notices/"])
def test_lists_offer_it_and_stay_free_of_cookies(client, path):
    response = client.get(path)
    language, name = path.strip("/").split("/")
    assert f"/{language}/subscriptions/?kind={name}" in links(response)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_other_lists_offer_it_in_the_footer_alone(client):
    offered = [path for path in links(client.get("/en/news/")) if "/subscriptions/" in path]
    assert offered == ["/en/subscriptions/"]


def test_without_a_mail_server_it_is_not_offered(client, settings, unsubscribe_path):
    settings.HAS_MAIL_SERVER = False
    for path in ("/en/newsletter/", "/en/site-map/", "/ko/privacy/"):
        assert not [href for href in links(client.get(path)) if "/subscriptions/" in href]
    assert client.get("/en/subscriptions/").status_code == 404
    assert client.post("/en/subscriptions/", {}).status_code == 404
    assert client.post(unsubscribe_path, {"everything": "yes"}).status_code == 200
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("en", "News by e-mail"), ("ko", "전자우편 구독")])
def test_the_privacy_policy_tells_of_it(client, language, words):
    response = client.get(f"/{language}/privacy/")
    assert words in [each["text"] for each in elements(response, "h2")]
    assert f"/{language}/subscriptions/" in links(response)
