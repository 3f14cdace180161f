"""Subscribing by e-mail, from the list to unsubscribing, with axe on each page on the way."""

import re
import threading

import pytest
from django.core import mail

from seoulsolution.subscriptions import confirmations, sending
from seoulsolution.subscriptions.models import Subscriber
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, SIDEWAYS, looks
from tests.factories import make_notice

WORDS = {
    "en": ("By e-mail", "Sign up", "Confirm", "Unsubscribe from everything and erase my address"),
    "ko": ("전자우편", "구독 신청", "확인", "모두 해지하고 주소 삭제"),
}


@pytest.fixture(autouse=True)
def _mail_server(settings, live_server, monkeypatch):
    settings.HAS_MAIL_SERVER = True
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(confirmations, "_in_background", lambda action: confirmations.send_waiting())


def look(page):
    """Return the faults of the page that is open."""
    wide = page.evaluate(SIDEWAYS)
    return [*findings(page), *([f"{page.url}: {wide} pixels too wide"] if wide > 0 else [])]


def link_in(message, name):
    return re.search(rf"http\S+/subscriptions/{name}/\S+", message.body)[0]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_reader_subscribes_and_leaves(visit, language, width):
    by_mail, send, confirm, leave = WORDS[language]
    make_notice()
    page = visit(f"/{language}/notices/", width=width)
    with page.expect_navigation():
        page.get_by_role("link", name=by_mail, exact=True).click()
    found = look(page)
    page.get_by_role("button", name=send).click()
    page.get_by_role("alert").wait_for()
    found += look(page)
    assert page.locator("[name=kinds][value=notices]").is_checked()
    page.fill("[name=email]", "reader@example.org")
    page.check("[name=consent]")
    page.get_by_role("button", name=send).click()
    page.wait_for_url("**/sent/")
    found += look(page)
    page.goto(link_in(mail.outbox[-1], "confirm"))
    found += look(page)
    with page.expect_navigation():
        page.get_by_role("button", name=confirm).click()
    found += look(page)
    assert Subscriber.objects.get().language == language
    make_notice(title_en="A new notice")
    sending.plan()
    sending.send_waiting(threading.Event())
    page.goto(link_in(mail.outbox[-1], "unsubscribe"))
    found += look(page)
    with page.expect_navigation():
        page.get_by_role("button", name=leave).click()
    found += look(page)
    assert not Subscriber.objects.exists()
    assert not found


@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_finds_nothing_in_the_privacy_policy(visit, language):
    page = visit(f"/{language}/privacy/")
    for width, _scheme in looks(page, schemes=["light"]):
        assert not look(page), width
