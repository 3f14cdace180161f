"""Accounts in the admin: every way to more rights than one has is refused, tried by HTTP."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import translation

from tests.factories import make_user
from tests.forms import data_of, errors_of, submit

pytestmark = pytest.mark.django_db
User = get_user_model()
USERS, GROUPS = "/admin/auth/user/", "/admin/auth/group/"
LACKING = "You cannot give a role with rights that you do not have yourself."


def form_of(user, rest="change/"):
    return f"{USERS}{user.pk}/{rest}"


def row(role, section="", at=0):
    """Return the data of a row that gives a role."""
    group = Group.objects.get(name=role)
    prefix = f"role_assignments-{at}"
    total = {"role_assignments-TOTAL_FORMS": at + 1}
    return total | {f"{prefix}-role": group.pk, f"{prefix}-section": section}


def roles_of(user):
    return sorted(user.role_assignments.values_list("role__name", "section"))


@pytest.fixture
def clerk():
    """Somebody who manages accounts and edits news, and nothing else."""
    user = make_user(Editor="news")
    accounts = Permission.objects.filter(content_type__model__in=("user", "roleassignment"))
    user.user_permissions.set(accounts)
    return user


@pytest.fixture
def clerk_client(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def author():
    return make_user("author", Author="news")


@pytest.fixture(params=["superuser", "publisher", "other section", "permission", "group", "inactive"])
def stronger(request):
    """Somebody with a right that the clerk lacks."""
    if request.param == "superuser":
        return User.objects.create_superuser("strong", password="strong")
    if request.param == "publisher":
        return make_user("strong", Publisher="news")
    if request.param == "inactive":
        return make_user("strong", Publisher="news", is_active=False)
    user = make_user("strong", **({"Author": "archive"} if request.param == "other section" else {}))
    if request.param == "permission":
        user.user_permissions.add(Permission.objects.get(codename="delete_post"))
    if request.param == "group":
        user.groups.add(Group.objects.get(name="Author"))
    return user


# What may be done ---------------------------------------------------------------------------------------


def test_who_manages_accounts_gives_a_role_that_they_have(clerk_client, author):
    assert (
        submit(
            clerk_client, form_of(author), email="a@example.org", **row("Editor", "news", at=1)
        ).status_code
        == 302
    )
    author.refresh_from_db()
    assert author.email == "a@example.org"
    assert roles_of(author) == [("Author", "news"), ("Editor", "news")]


def test_who_manages_accounts_adds_a_user_and_sets_a_password(clerk_client, author):
    new = {
        "username": "new",
        "usable_password": "true",
        "password1": "a-long-word-7",
        "password2": "a-long-word-7",
    }
    response = clerk_client.post(f"{USERS}add/", new)
    made = User.objects.get(username="new")
    assert response.url == form_of(made)
    assert made.get_all_permissions() == set()
    passwords = {"usable_password": "true", "password1": "another-word-7", "password2": "another-word-7"}
    clerk_client.post(form_of(author, "password/"), passwords | {"set-password": ""})
    author.refresh_from_db()
    assert author.check_password("another-word-7")


def test_a_superuser_gives_everything(staff_client, author):
    submit(staff_client, form_of(author), is_superuser="on", **row("Administrator", at=1))
    author.refresh_from_db()
    assert author.is_superuser
    assert ("Administrator", "") in roles_of(author)


def test_an_administrator_gives_every_role(client, author):
    client.force_login(make_user("admin", Administrator=""))
    assert submit(client, form_of(author), **row("Administrator", at=1)).status_code == 302


def test_roles_are_named_in_the_language_of_the_interface(staff_client, author):
    staff_client.cookies["django_language"] = "ko"
    content = staff_client.get(form_of(author)).content.decode()
    with translation.override("ko"):
        name = translation.gettext("Translator")
    assert f">{name}</option>" in content


# What is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["own", "author"])
@pytest.mark.parametrize(
    ("name", "value"), [("is_superuser", "on"), ("groups", "1"), ("user_permissions", "1")]
)
def test_a_hidden_field_is_refused_and_nothing_is_saved(clerk_client, clerk, author, whose, name, value):
    user = clerk if whose == "own" else author
    before = User.objects.get(pk=user.pk).get_all_permissions()
    path = form_of(user)
    assert name not in data_of(clerk_client.get(path))
    response = submit(clerk_client, path, email="x@example.org", **{name: value})
    assert "Only a superuser may set this" in errors_of(response)["__all__"][0]
    now = User.objects.get(pk=user.pk)
    assert (now.email, now.is_superuser, now.groups.count()) == ("", False, 0)
    assert now.get_all_permissions() == before


def test_a_new_user_is_not_made_a_superuser(clerk_client):
    new = {
        "username": "new",
        "usable_password": "true",
        "password1": "a-long-word-7",
        "password2": "a-long-word-7",
    }
    response = clerk_client.post(f"{USERS}add/", new | {"is_superuser": "on"})
    assert "Only a superuser may set this" in errors_of(response)["__all__"][0]
    assert not User.objects.filter(username="new").exists()


@pytest.mark.parametrize("whose", ["own", "author"])
@pytest.mark.parametrize(
    ("role", "section"), [("Publisher", "news"), ("Editor", ""), ("Author", "archive"), ("Administrator", "")]
)
def test_a_role_with_more_rights_is_refused(clerk_client, clerk, author, whose, role, section):
    user = clerk if whose == "own" else author
    before = roles_of(user)
    response = submit(clerk_client, form_of(user), **row(role, section, at=1))
    assert errors_of(response)["role_assignments-1-role"] == [LACKING]
    assert roles_of(user) == before


@pytest.mark.parametrize("change", [{"section": ""}, {"section": "archive"}])
def test_a_role_is_not_widened_to_other_sections(clerk_client, author, change):
    changes = {f"role_assignments-0-{name}": value for name, value in change.items()}
    assert errors_of(submit(clerk_client, form_of(author), **changes))["role_assignments-0-role"] == [LACKING]
    assert roles_of(author) == [("Author", "news")]


def test_the_account_of_somebody_with_more_rights_is_not_taken_over(clerk_client, stronger):
    before = User.objects.values().get(pk=stronger.pk)
    passwords = {"usable_password": "true", "password1": "another-word-7", "password2": "another-word-7"}
    data = {"username": stronger.username, "email": "clerk@example.org", "is_active": "on", "is_staff": "on"}
    rows = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    data |= {f"role_assignments-{name}": value for name, value in rows.items()}
    assert clerk_client.get(form_of(stronger)).context["has_change_permission"] is False
    assert clerk_client.post(form_of(stronger), data).status_code == 403
    assert clerk_client.get(form_of(stronger, "password/")).status_code == 403
    assert clerk_client.post(form_of(stronger, "password/"), passwords).status_code == 403
    assert clerk_client.post(form_of(stronger, "delete/"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [stronger.pk], "post": "yes"}
    assert clerk_client.post(USERS, chosen).status_code == 403
    assert User.objects.values().get(pk=stronger.pk) == before


def test_saving_as_new_makes_no_copy_with_rights(clerk_client, stronger):
    data = {"_saveasnew": "", "username": "copy", "is_superuser": "on", "usable_password": "false"}
    response = clerk_client.post(form_of(stronger), data)
    assert not User.objects.filter(username="copy").exists()
    assert response.status_code == 200


def test_the_list_does_not_tell_who_is_a_superuser(clerk_client, staff):
    for query in ("is_superuser__exact=1", "groups__id__exact=1", "user_permissions__codename=x"):
        assert clerk_client.get(f"{USERS}?{query}").status_code in (302, 400)
    assert "is_superuser" not in clerk_client.get(USERS).content.decode()


@pytest.mark.parametrize("path", ["", "add/", "{}/change/", "{}/delete/", "{}/history/"])
@pytest.mark.parametrize("who", ["clerk", "administrator"])
def test_roles_themselves_are_for_superusers(client, staff, clerk, who, path):
    clerk.user_permissions.add(*Permission.objects.filter(content_type__model="group"))
    client.force_login(clerk if who == "clerk" else make_user("admin", Administrator=""))
    path = GROUPS + path.format(Group.objects.get(name="Editor").pk)
    assert client.get(path).status_code == 403
    assert client.post(path, {"name": "Editor", "permissions": [1]}).status_code == 403
    client.force_login(staff)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("role", ["Author", "Translator", "Editor", "Publisher"])
def test_other_roles_do_not_see_accounts(client, author, role):
    client.force_login(make_user(**{role: ""}))
    for path in (USERS, f"{USERS}add/", form_of(author), form_of(author, "password/")):
        assert client.get(path).status_code == 403
