"""The audit log: who did what to which account, when and from where, in the admin and in the log file."""

import logging

import pytest
from django.contrib.auth.models import Group, Permission, User

from seoulsolution.accounts.models import AuditEntry, RoleAssignment
from tests.accounts.conftest import sign_in
from tests.factories import make_user
from tests.forms import submit

pytestmark = pytest.mark.django_db
LOG = "/admin/accounts/auditentry/"


@pytest.fixture
def since(minji):
    """Return a function that lists what was noted after minji's account was made."""
    last = AuditEntry.objects.order_by("pk").last().pk

    def entries():
        rows = AuditEntry.objects.filter(pk__gt=last).order_by("pk")
        return list(rows.values_list("event", "actor_name", "subject_name"))

    return entries


def changes():
    rows = AuditEntry.objects.filter(event="rights_changed").order_by("pk")
    return [tuple(change) for entry in rows for change in entry.changes]


def test_signing_in_and_out_is_noted(client, since):
    sign_in(client)
    client.post("/admin/logout/")
    assert since() == [("signed_in", "minji", "minji"), ("signed_out", "minji", "minji")]
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {None, "127.0.0.1"}


def test_failures_and_the_lock_are_noted_and_what_comes_after_is_not(client, since):
    for _time in range(9):
        sign_in(client, password="wrong")
    assert sorted(since()) == [("locked_out", "", "minji")] + [("sign_in_failed", "", "minji")] * 5


def test_what_is_no_name_of_an_account_is_not_kept(client, since, caplog):
    sign_in(client, "my secret password", "minji")
    assert since() == [("sign_in_failed", "", "")]
    assert "my secret password" not in caplog.text


def test_the_log_file_has_a_line_with_who_from_where_and_the_request(client, minji, caplog, monkeypatch):
    monkeypatch.setattr("seoulsolution.monitoring.request_ids.secrets.token_hex", lambda size: "abc-123")
    with caplog.at_level(logging.INFO, "seoulsolution.audit"):
        sign_in(client, password="wrong")
    record = next(one for one in caplog.records if one.name == "seoulsolution.audit")
    line = 'sign_in_failed account="minji" address="127.0.0.1" request_id="abc-123"'
    assert (record.levelname, record.getMessage()) == ("WARNING", line)
    assert record.audit["event"] == "sign_in_failed"


def test_nobody_writes_a_line_of_their_own_into_the_log(client, caplog):
    User.objects.create_user("two\nlines", is_staff=True)
    with caplog.at_level(logging.INFO, "seoulsolution.audit"):
        sign_in(client, "two\nlines", "wrong")
    assert all("\n" not in one.getMessage() for one in caplog.records if one.name == "seoulsolution.audit")


def test_roles_and_switches_of_an_account_are_noted_with_who_changed_them(client, staff, since):
    user = make_user("jiwoo", Author="news")
    client.force_login(staff)
    row = user.role_assignments.get()
    role = Group.objects.get(name="Publisher")
    submit(
        client,
        f"/admin/auth/user/{user.pk}/change/",
        **{"is_superuser": "on", "role_assignments-0-role": role.pk, "role_assignments-0-id": row.pk},
    )
    assert ("is_superuser", "False", "True") in changes()
    assert ("role", "", "Publisher (news)") in changes()
    by_staff = AuditEntry.objects.filter(actor_name="staff", event="rights_changed")
    assert {entry.subject_name for entry in by_staff} == {"jiwoo"}


def test_changes_in_a_shell_are_noted_too(since, minji):
    editor, publish = Group.objects.get(name="Editor"), Permission.objects.get(codename="publish_post")
    minji.groups.add(editor)
    minji.groups.clear()
    minji.user_permissions.set([publish])
    editor.permissions.add(publish)
    editor.user_set.add(minji)
    RoleAssignment.objects.get(user=minji).delete()
    User.objects.get(pk=minji.pk).delete()
    assert changes()[-6:] == [
        ("group", "", "Editor"),
        ("group", "*", ""),
        ("permission", "", "news.publish_post"),
        ("permission", "", "news.publish_post"),
        ("user", "", "minji"),
        ("role", "Publisher (all)", ""),
    ]
    assert since()[-1] == ("account_deleted", "", "minji")


def test_who_deletes_the_own_account_is_named(client, staff):
    client.force_login(staff)
    client.post(f"/admin/auth/user/{staff.pk}/delete/", {"post": "yes"})
    entry = AuditEntry.objects.get(event="account_deleted")
    assert (entry.actor_name, entry.subject_name) == ("staff", "staff")


def test_a_password_hashed_in_a_newer_way_is_no_new_password(since, client, minji, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    sign_in(client)
    assert [event for event, *_names in since()] == ["signed_in"]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["rights changed", "role: + Publisher (news)", "Superuser status: No → Yes"]),
        ("ko", ["권한 변경", "역할: + 발행자 (소식)", "최고 관리자: 아니요 → 예"]),
    ],
)
def test_the_admin_shows_it_in_both_languages(client, language, texts):
    user = make_user("jiwoo", Publisher="news")
    user.is_superuser = True
    user.save()
    client.force_login(make_user("admin", Administrator=""))
    page = " ".join(client.get(LOG, headers={"accept-language": language}).content.decode().split())
    assert [text for text in texts if text.lower() not in page.lower()] == []


def test_administrators_read_it_and_nobody_changes_it(client, staff, minji):
    entry = AuditEntry.objects.first()
    for user, status in ((minji, 403), (make_user("admin", Administrator=""), 200), (staff, 200)):
        client.force_login(user)
        assert client.get(LOG).status_code == status
        assert client.get(f"{LOG}{entry.pk}/change/").status_code == status
        assert client.post(f"{LOG}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.post(f"{LOG}{entry.pk}/change/", {"event": "x"}).status_code == 403
    assert AuditEntry.objects.filter(pk=entry.pk).exists()
