"""Closing an alert: in this browser alone, without anything moving afterwards, and not without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_journeys import LAYOUT_SHIFT
from tests.factories import make_alert


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_closed_alert_stays_closed_and_moves_nothing(visit, archive, width):
    make_alert(severity=3)
    page = visit("/en/news/", width=width)
    alert = page.locator("site-alert")
    expect(alert).to_have_role("alert")
    assert findings(page) == []
    alert.get_by_role("button", name="Close").click()
    expect(alert).to_be_hidden()
    page.reload()
    expect(alert).to_be_hidden()
    assert page.evaluate(LAYOUT_SHIFT) == 0
    assert page.context.cookies() == []


def test_one_that_staff_change_comes_back(visit, archive):
    alert = make_alert()
    page = visit("/en/news/")
    page.get_by_role("button", name="Close").click()
    type(alert).objects.filter(pk=alert.pk).update(message_en="Open again.", updated_at="2030-01-01T00:00Z")
    page.goto(page.url)
    expect(page.get_by_text("Open again.")).to_be_visible()
