"""Alerts: on every page for their time, in feeds and JSON."""

import datetime

import pytest
import time_machine

from tests.factories import make_alert
from tests.reading import elements, links, query_count

pytestmark = pytest.mark.django_db
PAGES = ("/en/", "/en/news/", "/en/contact/", "/en/search/?q=water", "/en/nothing/here/")
NOON = datetime.datetime(2026, 12, 1, 3, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def alerts_on(response):
    return [alert["text"] for alert in elements(response, "site-alert")]


@pytest.mark.parametrize("path", PAGES)
def test_an_alert_is_on_every_page(client, path):
    make_alert(message_en="Heavy snow.", link_en="https://city.example.org/snow")
    response = client.get(path)
    assert "Heavy snow." in response.content.decode()
    assert "https://city.example.org/snow" in links(response)
    assert b"alerts.js" in response.content


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "withdrawn"}, {"withheld_en": True}])
def test_one_that_is_not_public_is_on_none(client, hidden):
    make_alert(**hidden)
    response = client.get("/en/news/")
    assert not elements(response, "site-alert")
    assert b"alerts.js" not in response.content


def test_it_has_a_period_to_the_minute(client):
    make_alert(go_live_at=NOON, expires_at=NOON + 2 * MINUTE)
    shown = {}
    for minutes in (-1, 0, 1, 2):
        with time_machine.travel(NOON + minutes * MINUTE, tick=False):
            shown[minutes] = len(elements(client.get("/en/news/"), "site-alert"))
    assert shown == {-1: 0, 0: 1, 1: 1, 2: 0}


def test_the_worst_comes_first_and_is_announced_at_once(client):
    for severity in (2, 3, 1):
        make_alert(severity=severity)
    found = elements(client.get("/en/news/"), "site-alert")
    assert [alert["role"] for alert in found] == ["alert", "status", "status"]
    assert [alert["class"] for alert in found] == ["alert major", "alert minor", "alert announcement"]


def test_a_link_given_in_one_language_is_there_in_the_other(client):
    make_alert(message_ko="눈", link_ko="https://city.example.org/ko")
    own = make_alert(
        message_ko="비", link_en="https://city.example.org/en", link_ko="https://city.example.org/2"
    )
    page = client.get("/en/news/")
    assert {"https://city.example.org/ko", "https://city.example.org/en"} <= set(links(page))
    assert "https://city.example.org/2" not in links(page)
    own.link_en, own.withheld_ko = "", True
    own.save()
    assert "https://city.example.org/2" not in links(client.get("/en/news/"))


def test_each_reader_gets_their_language_or_the_one_there_is(client):
    make_alert(message_ko="휴관입니다.")
    make_alert(message_en="English alone.")
    page = client.get("/ko/news/").content.decode()
    assert '<span lang="ko">휴관입니다.</span>' in page
    assert '<span lang="en">English alone.</span>' in page


def test_a_changed_alert_has_another_key(client):
    alert = make_alert()
    before = elements(client.get("/en/news/"), "site-alert")[0]["data-key"]
    with time_machine.travel(NOON):
        alert.save()
    assert elements(client.get("/en/news/"), "site-alert")[0]["data-key"] != before


def test_machines_get_it(client):
    make_alert(
        message_ko="휴관입니다.", severity=3, expires_at=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
    )
    [record] = client.get("/api/alerts/").json()["records"]
    assert record["message"] == {"en": "The library is closed.", "ko": "휴관입니다."}
    assert (record["severity"], record["starts_at"], record["ends_at"]) == (
        "major",
        None,
        "2099-01-01T00:00:00Z",
    )
    assert "휴관입니다." in client.get("/ko/alerts/feed.atom").content.decode()
    assert "The library is closed." in client.get("/en/alerts/").content.decode()


def test_many_cost_as_much_as_one(client):
    make_alert()
    for_one = query_count(client, "/en/news/")
    for _number in range(5):
        make_alert()
    assert query_count(client, "/en/news/") == for_one


def test_staff_write_one_in_the_admin(staff_client, client):
    page = staff_client.get("/admin/pages/alert/add/")
    assert {"message_en", "message_ko", "severity"} <= set(page.context["adminform"].form.fields)
