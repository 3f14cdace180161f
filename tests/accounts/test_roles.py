"""Roles: which permissions they give, in which section, and what operators changed about them."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from seoulsolution.accounts.models import RoleAssignment, Section
from seoulsolution.accounts.roles import section_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ALL_ROLES = ["Administrator", "Author", "Editor", "Publisher", "Translator"]


def migrate():
    call_command("migrate", verbosity=0, interactive=False)


def of_group(name, **conditions):
    return set(
        Group.objects.get(name=name).permissions.filter(**conditions).values_list("codename", flat=True)
    )


def test_migrating_makes_the_roles():
    assert sorted(Group.objects.values_list("name", flat=True)) == ALL_ROLES
    assert of_group("Author") == {
        *("view_post", "view_document", "view_issue", "view_partner", "view_notice", "view_page"),
        *("add_post", "add_document", "add_issue", "add_partner", "add_notice", "add_page"),
        *("view_image", "add_image", "view_file", "add_file", "view_topic", "view_alert", "add_alert"),
    }
    assert of_group("Translator", content_type__app_label="news") == {
        *("view_post", "view_document", "view_issue", "view_topic"),
        *("translate_post", "translate_document", "translate_issue"),
    }


@pytest.mark.parametrize(
    ("role", "of_posts", "of_topics"),
    [
        ("Author", "view add", "view"),
        ("Translator", "view translate", "view"),
        ("Editor", "view add change translate", "view add change"),
        ("Publisher", "view add change translate publish delete", "view add change delete"),
        ("Administrator", "view add change translate publish delete", "view add change delete"),
    ],
)
def test_what_each_role_may_do(role, of_posts, of_topics):
    assert of_group(role, content_type__model="post") == {f"{each}_post" for each in of_posts.split()}
    assert of_group(role, content_type__model="topic") == {f"{each}_topic" for each in of_topics.split()}


def test_only_administrators_manage_accounts():
    accounts = {"content_type__app_label__in": ("auth", "accounts")}
    assert of_group("Administrator", **accounts) == {
        *("view_user", "add_user", "change_user"),
        "view_auditentry",
        *(f"{action}_roleassignment" for action in ("view", "add", "change", "delete")),
    }
    assert not of_group("Publisher", **accounts)


def test_a_permission_that_was_taken_away_stays_away():
    Group.objects.get(name="Author").permissions.remove(Permission.objects.get(codename="add_page"))
    Group.objects.get(name="Author").permissions.add(Permission.objects.get(codename="change_page"))
    migrate()
    assert of_group("Author", content_type__model="page") == {"view_page", "change_page"}


def test_a_permission_that_is_new_is_given_to_the_roles():
    Permission.objects.get(codename="publish_notice").delete()
    migrate()
    assert of_group("Publisher", codename="publish_notice") == {"publish_notice"}
    assert not of_group("Editor", codename="publish_notice")


def test_a_role_that_was_deleted_comes_back_whole():
    before = of_group("Editor")
    Group.objects.get(name="Editor").delete()
    migrate()
    assert of_group("Editor") == before


def test_every_model_with_a_section_has_one_that_roles_know():
    found = {section_of(model) for model in apps.get_models()} - {""}
    assert found == set(Section.values) - {""}


@pytest.mark.parametrize(
    ("section", "there", "missing"),
    [
        ("", ["news.change_post", "news.change_issue", "notices.change_notice"], ["news.publish_post"]),
        ("news", ["news.change_post", "news.change_topic"], ["news.change_document", "news.change_issue"]),
        ("archive", ["news.change_document"], ["news.change_post", "partners.change_partner"]),
        ("newsletter", ["news.change_issue"], ["news.change_post", "media.change_image"]),
        ("pictures", ["media.change_image"], ["news.change_post"]),
        ("pages", ["pages.change_page"], ["notices.change_notice"]),
    ],
)
def test_a_role_counts_in_its_section(section, there, missing):
    user = make_user(Editor=section)
    assert all(user.has_perm(name) for name in there)
    assert not any(user.has_perm(name) for name in missing)
    assert user.has_module_perms(there[0].partition(".")[0])


def test_roles_of_a_user_add_up():
    user = make_user(Author="news", Publisher="notices")
    assert user.has_perms(["news.add_post", "notices.publish_notice"])
    assert not user.has_perm("news.publish_post")
    assert not user.has_module_perms("partners")


def test_a_role_for_one_section_gives_no_right_on_accounts():
    assert make_user(Administrator="").has_perm("auth.change_user")
    assert not make_user("other", Administrator="news").has_perm("auth.change_user")


def test_who_is_inactive_has_no_rights_by_roles():
    user = make_user(Publisher="", is_active=False)
    assert not user.has_perm("news.view_post")
    assert user.get_all_permissions() == set()


def test_permissions_are_read_once_however_many_roles():
    def cost(user):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            fresh = get_user_model().objects.get(pk=user.pk)
            assert fresh.has_perm("news.view_post")
            fresh.has_module_perms("news")
            fresh.has_perm("notices.add_notice")
        return len(captured)

    many = dict.fromkeys(("Author", "Editor", "Translator", "Publisher"), "news")
    assert cost(make_user("few", Author="")) == cost(make_user("many", **many))


def test_a_role_is_given_once_for_a_section():
    user = make_user(Author="news")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=user, role=Group.objects.get(name="Author"), section="news")
