"""The second factor: nobody who has or needs one is signed in by the password alone."""

import time

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from seoulsolution.accounts import second_factor
from seoulsolution.accounts.models import AuditEntry, RoleAssignment, StaffSession
from tests.accounts.conftest import PASSWORD, code_of, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
CODE, ENROL, SECURITY = "/admin/login/code/", "/admin/second-factor/", "/admin/security/"


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def events():
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


# Signing in with one --------------------------------------------------------------------------------------


def test_the_password_alone_signs_nobody_in(client, with_factor):
    response = client.post(
        "/admin/login/", {"username": "minji", "password": PASSWORD, "next": "/admin/news/post/"}
    )
    assert response.url == CODE
    assert client.get("/admin/").status_code == 302
    assert client.post(CODE, {"code": code_of(with_factor)}).url == "/admin/news/post/"
    assert client.get("/admin/").status_code == 200
    assert StaffSession.objects.get().has_second_factor


def test_a_code_is_good_once(client, other_browser, with_factor):
    code = code_of(with_factor)
    for browser in (client, other_browser):
        sign_in(browser)
    assert client.post(CODE, {"code": code}).status_code == 302
    assert other_browser.post(CODE, {"code": code}).status_code == 200
    assert other_browser.get("/admin/").status_code == 302
    assert events()[-2:] == ["code_reused", "sign_in_failed"]


def test_wrong_codes_lock_like_wrong_passwords(client, with_factor):
    sign_in(client)
    answers = [client.post(CODE, {"code": f"{number:06}"}).status_code for number in range(6)]
    assert answers == [200] * 5 + [429]
    assert client.post(CODE, {"code": code_of(with_factor)}).status_code == 429
    assert events().count("sign_in_failed") == 5


def test_nobody_gets_to_the_code_without_the_password(client, with_factor):
    assert client.get(CODE).url == "/admin/login/"
    assert client.post(CODE, {"code": code_of(with_factor)}).url == "/admin/login/"


def test_the_password_is_good_for_ten_minutes(client, with_factor):
    with time_machine.travel(time.time(), tick=False) as clock:
        sign_in(client)
        clock.shift(9 * 60)
        assert client.get(CODE).status_code == 200
        clock.shift(61)
        assert client.get(CODE).url == "/admin/login/"


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"password": "!"}])
def test_what_becomes_of_the_account_between_the_steps_counts(client, with_factor, minji, change):
    sign_in(client)
    type(minji).objects.filter(pk=minji.pk).update(**change)
    assert client.post(CODE, {"code": code_of(with_factor)}).url == "/admin/login/"


def test_a_recovery_code_signs_in_once(client, other_browser, minji, with_factor):
    codes = second_factor.make_recovery_codes(minji)
    assert len(set(codes)) == 10
    for browser, status in ((client, 302), (other_browser, 200)):
        sign_in(browser)
        assert browser.post(CODE, {"code": f" {codes[0].upper()} "}).status_code == status
    assert second_factor.recovery_codes_left(minji) == 9
    assert "recovery_code_used" in events()


def test_recovery_codes_cannot_be_read_in_the_database(minji):
    codes = second_factor.make_recovery_codes(minji)
    assert not set(codes) & set(StaticToken.objects.values_list("token", flat=True))


# Setting one up -------------------------------------------------------------------------------------------


def set_up(client, user):
    page = client.get(ENROL)
    device = TOTPDevice.objects.get(user=user, confirmed=False)
    assert second_factor.secret(device) in page.content.decode()
    return client.post(ENROL, {"code": code_of(device)})


def test_whoever_likes_sets_one_up(client, other_browser, minji):
    for browser in (client, other_browser):
        sign_in(browser)
    page = set_up(client, minji)
    assert len(page.context["codes"]) == 10
    assert "no-store" in page["Cache-Control"]
    assert client.get("/admin/").status_code == 200
    assert other_browser.get("/admin/").status_code == 302  # signed in without one
    assert second_factor.device_of(minji)
    assert events()[-2:] == ["factor_added", "recovery_codes_made"]


def test_a_wrong_code_sets_nothing_up(client, minji):
    sign_in(client)
    client.get(ENROL)
    assert client.post(ENROL, {"code": "1"}).status_code == 200
    assert second_factor.device_of(minji) is None


def test_by_the_password_alone_a_second_factor_is_not_replaced(client, with_factor, required):
    sign_in(client)
    assert client.get(ENROL).url == "/admin/login/"
    assert client.post(ENROL, {"code": "123456"}).url == "/admin/login/"
    assert TOTPDevice.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "is_asked"),
    [
        ("Author", False),
        ("Translator", False),
        ("Editor", False),
        ("Publisher", True),
        ("Administrator", True),
    ],
)
def test_the_setting_asks_those_who_publish_or_manage_accounts(client, required, role, is_asked):
    user = make_user("jiwoo", **{role: "news" if role != "Administrator" else ""})
    user.set_password(PASSWORD)
    user.save()
    assert sign_in(client, "jiwoo").url == (ENROL if is_asked else "/admin/")
    assert client.get("/admin/").status_code == (302 if is_asked else 200)


def test_superusers_are_asked_and_let_in_once_it_is_set_up(client, required, staff):
    staff.set_password(PASSWORD)
    staff.save()
    assert sign_in(client, "staff").url == ENROL
    assert set_up(client, staff).context["next"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_who_becomes_a_publisher_signs_in_again(client, required):
    user = make_user("jiwoo", Author="news")
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    RoleAssignment.objects.update(role=Group.objects.get(name="Publisher"))
    assert client.get("/admin/").status_code == 302


# One's own page -------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client, with_factor):
    sign_in(client)
    client.post(CODE, {"code": code_of(with_factor)})
    TOTPDevice.objects.update(last_t=-1)
    return client


def test_new_recovery_codes_make_the_old_ones_void(signed_in, minji, with_factor):
    old = second_factor.make_recovery_codes(minji)
    page = signed_in.post(f"{SECURITY}recovery-codes/", {"code": code_of(with_factor)})
    assert not set(page.context["codes"]) & set(old)
    assert second_factor.verify(minji, old[0]) is None


def test_removing_it_takes_a_code(signed_in, minji, with_factor):
    page = f"{SECURITY}remove-second-factor/"
    assert signed_in.post(page, {"code": "000000"}).status_code == 200
    assert second_factor.device_of(minji)
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    assert signed_in.post(page, {"code": code_of(with_factor)}).url == SECURITY
    assert second_factor.device_of(minji) is None
    assert events()[-1] == "factor_removed"


def test_who_must_have_it_cannot_remove_it(signed_in, minji, with_factor, required):
    page = f"{SECURITY}remove-second-factor/"
    assert signed_in.get(page).url == SECURITY
    assert signed_in.post(page, {"code": code_of(with_factor)}).url == SECURITY
    assert second_factor.device_of(minji)
    assert page not in signed_in.get(SECURITY).content.decode()


# Of another account ---------------------------------------------------------------------------------------


def test_an_administrator_resets_what_somebody_lost(client, signed_in, other_browser, minji):
    other_browser.force_login(make_user("admin", Administrator=""))
    page = f"/admin/auth/user/{minji.pk}/security/"
    assert page in other_browser.get(f"/admin/auth/user/{minji.pk}/change/").content.decode()
    assert other_browser.post(page, {"action": "reset_factor"}).url == page
    assert second_factor.device_of(minji) is None
    assert signed_in.get("/admin/").status_code == 302
    entry = AuditEntry.objects.get(event="factor_removed")
    assert (entry.actor_name, entry.subject_name) == ("admin", "minji")


def test_a_command_resets_the_last_administrators_own(signed_in, minji, capsys):
    call_command("reset_second_factor", "minji")
    assert capsys.readouterr().out == "The second factor of minji is removed.\n"
    assert signed_in.get("/admin/").status_code == 302
    assert sign_in(signed_in).url == "/admin/"
    for name, text in (("minji", "minji has no second factor."), ("x", "There is no account x.")):
        with pytest.raises(CommandError, match=text):
            call_command("reset_second_factor", name)


@pytest.mark.parametrize("action", ["reset_factor", "end_sessions", "unlock"])
def test_nobody_touches_an_account_with_more_rights(client, staff, action):
    client.force_login(make_user("admin", Administrator=""))
    page = f"/admin/auth/user/{staff.pk}/security/"
    assert client.get(page).status_code == client.post(page, {"action": action}).status_code == 403


def test_an_administrator_unlocks(client, other_browser, minji):
    for _time in range(5):
        sign_in(client, password="wrong")
    other_browser.force_login(make_user("admin", Administrator=""))
    other_browser.post(f"/admin/auth/user/{minji.pk}/security/", {"action": "unlock"})
    assert sign_in(client).status_code == 302
    assert AuditEntry.objects.get(event="unlocked").actor_name == "admin"
