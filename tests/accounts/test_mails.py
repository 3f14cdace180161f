"""Who owns an account is told when what it is signed in with changes: in both languages, at every address."""

import pytest
from django.core import mail
from django_otp.plugins.otp_totp.models import TOTPDevice

from seoulsolution import background
from seoulsolution.accounts import second_factor
from tests.accounts.conftest import PASSWORD, code_of, sign_in
from tests.forms import submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]
SECURITY, NEW = "/admin/security/", "quite another sentence"


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """Return a function that calls another and returns the (addresses, text) of the mails that it causes."""
    monkeypatch.setattr(background, "run", lambda action, problem: action())

    def told(action, *args, **kwargs):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            action(*args, **kwargs)
        return [(*each.to, each.body) for each in mail.outbox[before:]]

    return told


def test_each_change_of_a_factor_or_password_is_told(client, minji, told):
    sign_in(client)
    client.get("/admin/second-factor/")
    device = second_factor.begin(minji)
    code = {"code": code_of(device)}
    mails = told(client.post, "/admin/second-factor/", code)
    mails += told(client.post, f"{SECURITY}recovery-codes/", code)
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    for page in ("recovery-codes", "remove-second-factor"):
        TOTPDevice.objects.update(last_t=-1)
        mails += told(client.post, f"{SECURITY}{page}/", {"code": code_of(device)})
    new = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    mails += told(client.post, "/admin/password_change/", new)
    sentences = [
        ("2차 인증이 설정되었습니다.", "A second factor was set up."),
        ("복구 코드가 새로 발급되었습니다.", "New recovery codes were made."),
        ("이미 사용한 2차 인증번호가 다시 입력되어", "A code of the second factor was given a second time"),
        ("복구 코드가 새로 발급되었습니다.", "New recovery codes were made."),
        ("2차 인증이 해제되었습니다.", "The second factor was removed."),
        ("비밀번호가 변경되었습니다.", "The password was changed."),
    ]
    assert {address for address, _text in mails} == {minji.email}
    for (_address, text), parts in zip(mails, sentences, strict=True):
        assert [part for part in (*parts, "minji", "127.0.0.1") if part not in text] == []


def test_another_address_is_told_to_the_one_before_as_well(client, staff, minji, told):
    client.force_login(staff)
    form = f"/admin/auth/user/{minji.pk}/change/"
    [old, new] = told(submit, client, form, email="other@example.org")
    assert (old[0], new[0]) == ("minji@example.org", "other@example.org")
    assert "The e-mail address was changed." in old[1]
    assert "other@example.org" not in old[1]
    assert "https://archive.example.org/admin/password-reset/" in old[1]
    assert told(submit, client, form, last_name="Kim") == []


def test_without_a_mail_server_nothing_is_sent(minji, told, settings):
    settings.HAS_MAIL_SERVER = False
    minji.set_password(NEW)
    assert told(minji.save) == []
