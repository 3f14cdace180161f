"""Kept pages know when an alert begins and ends."""

import datetime

import pytest
import time_machine

from tests.factories import make_alert

NOON = datetime.datetime(2026, 12, 1, 3, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.mark.parametrize("path", ["/en/news/", "/en/contact/"])
def test_a_kept_page_shows_an_alert_for_its_time(ask, path):
    make_alert(go_live_at=NOON, expires_at=NOON + MINUTE)
    shown = []
    for moment in (NOON - MINUTE, NOON, NOON + MINUTE):
        with time_machine.travel(moment, tick=False):
            shown += ["The library is closed." in ask(path).text for _again in range(2)]
            assert ask(path).queries == 1
    assert shown == [False, False, True, True, False, False]


def test_an_alert_is_on_a_kept_page_at_once(ask):
    ask("/en/news/")
    make_alert()
    assert "The library is closed." in ask("/en/news/").text
