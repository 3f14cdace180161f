"""Setting up a second factor and signing in with it, as somebody with a phone does."""

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.conftest import code_of
from tests.browser.conftest import DESKTOP, PHONE, TALL, sign_in
from tests.browser.test_admin_pages import problems


def give_code(page, staff):
    TOTPDevice.objects.update(last_t=-1)  # the code of this half minute can be used once more
    page.fill("#id_code", code_of(TOTPDevice.objects.get(user=staff)))
    with page.expect_navigation():
        page.press("#id_code", "Enter")


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", DESKTOP, "light"), ("ko", PHONE, "dark")])
def test_a_second_factor_from_setting_up_to_signing_in(visit, staff, settings, language, width, scheme):
    settings.REQUIRE_SECOND_FACTOR = settings.HAS_MAIL_SERVER = True
    page = visit("/admin/login/", width=width, scheme=scheme)
    page.set_viewport_size({"width": width, "height": TALL})
    found = problems(page, "form to sign in")
    sign_in(page, "staff", language)
    found += problems(page, "setting up")
    give_code(page, staff)
    assert page.locator(".account-codes li").count() == 10
    found += problems(page, "recovery codes")
    page.locator("#content .button").click()
    page.wait_for_url("**/admin/")
    page.goto(page.url + "security/")
    found += problems(page, "security")
    page.locator("#content a.button").first.click()
    page.wait_for_url("**/recovery-codes/")
    found += problems(page, "confirming")
    page.goto(page.url.replace("recovery-codes/", ""))
    with page.expect_navigation():
        page.locator("form.admin-buttons button").click()
    sign_in(page, "staff")
    found += problems(page, "asking for the code")
    give_code(page, staff)
    page.wait_for_url("**/admin/")
    page.goto(page.url + "password-reset/")
    found += problems(page, "password reset")
    assert not found
