"""Copying the address of a page, and sharing it where the device can."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_journeys import LAYOUT_SHIFT

NAMES = {
    "en": ("Copy link", "Share…", "The address is copied."),
    "ko": ("링크 복사", "공유하기", "주소를 복사했습니다."),
}
#: A device that can share; it notes what it is given.
CAN_SHARE = (
    "navigator.share = (data) => { window.given = data; return Promise.reject(new Error('closed')); };"
)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_address_is_copied_and_readers_are_told(visit, archive, width, language):
    page = visit(archive["article"].format(language=language), width=width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy, _share, copied = NAMES[language]
    button, status = page.get_by_role("button", name=copy), page.locator(".share").get_by_role("status")
    expect(status).to_have_text("")
    button.focus()
    page.keyboard.press("Enter")
    expect(status).to_have_text(copied)
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(
        "link[rel=canonical]"
    ).get_attribute("href")
    assert findings(page) == []
    assert page.evaluate(LAYOUT_SHIFT) == 0


def test_a_browser_that_refuses_is_told_of(visit, archive):
    page = visit(archive["article"].format(language="en"))
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".share").get_by_role("status")).to_contain_text("Select the address above")


def test_a_device_shares_by_its_own_means_where_it_has_them(visit, archive):
    page = visit(archive["article"].format(language="en"))
    expect(page.get_by_role("button", name="Share…")).to_have_count(0)
    page.add_init_script(CAN_SHARE)
    page.reload()
    page.get_by_role("button", name="Share…").click()
    assert page.evaluate("given.url") == page.locator("link[rel=canonical]").get_attribute("href")
    assert page.evaluate("given.title") == page.get_by_role("heading", level=1).inner_text()


def test_without_a_script_there_is_no_button(chromium, live_server, archive):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + archive["article"].format(language="en"))
    expect(page.get_by_role("heading", name="Share and cite")).to_be_visible()
    expect(page.locator(".share button").first).to_be_hidden()
    assert page.locator(".share-links li").first.bounding_box() is None
    context.close()
