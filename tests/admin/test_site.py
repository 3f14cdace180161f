"""The admin as a whole: its kinds, its Content-Security-Policy, its language."""

import pytest
from django.apps import apps
from django.contrib import admin

from seoulsolution.content.models import Content, Sourced

pytestmark = pytest.mark.django_db


def directives(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";") if part.strip())
    return {name: values for name, *values in parts}


def test_every_kind_can_be_edited():
    kinds = [model for model in apps.get_models() if issubclass(model, Sourced)]
    assert kinds
    assert not [model for model in kinds if not admin.site.is_registered(model)]


@pytest.mark.parametrize("kind", [m._meta.label for m in apps.get_models() if issubclass(m, Content)])
def test_a_language_is_complete_with_what_the_form_needs(kind):
    """The marks on the tabs follow the same rule as the database."""
    model_admin = admin.site.get_model_admin(apps.get_model(kind))
    condition = str(model_admin.opts.get_field("available_ko").expression)
    needed = {name for name in model_admin.language_fields if f"'{name}_ko__" in condition}
    assert needed == set(model_admin.needed)


# The Content-Security-Policy ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/login/", "/admin/news/post/", "/admin/news/post/add/", "/admin/auth/user/add/"],
)
def test_scripts_come_from_our_own_files_only(client, staff_client, path):
    policy = directives(staff_client.get(path))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"][0] == "'self'"
    assert all(source.startswith("'nonce-") for source in policy["script-src"][1:])
    assert policy["style-src"] == ["'self'"]


def test_the_import_map_carries_the_nonce_of_the_page(staff_client):
    response = staff_client.get("/admin/news/post/add/")
    nonce = directives(response)["script-src"][1].removeprefix("'nonce-").removesuffix("'")
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()


def test_public_pages_allow_no_script_in_the_page_itself(client):
    response = client.get("/en/")
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"


@pytest.mark.parametrize(
    ("page", "comes_back_to"),
    [
        ("http://testserver/admin/news/post/7/change/?_popup=1", "/admin/news/post/7/change/%3F_popup%3D1"),
        ("https://evil.example.org/admin/", "/admin/news/post/7/comments/"),
        ("", "/admin/news/post/7/comments/"),
    ],
)
def test_who_sends_a_form_too_late_comes_back_to_its_page(client, page, comes_back_to):
    response = client.post("/admin/news/post/7/comments/", {"text": "x"}, headers={"referer": page})
    assert response.url == f"/admin/login/?next={comes_back_to}"


# The interface's language ---------------------------------------------------------------------------


def test_the_language_switch_keeps_the_page(staff_client):
    path = "/admin/news/post/?state__exact=draft"
    page = staff_client.get(path).content.decode()
    assert 'name="language" value="ko" lang="ko">한국어</button>' in " ".join(page.split())
    response = staff_client.post("/i18n/setlang/", {"language": "ko", "next": path})
    assert response.url == path
    page = staff_client.get(path)
    assert page["Content-Language"] == "ko"
    assert "서울정책아카이브" in page.content.decode()


def test_login_offers_the_other_language(client):
    assert ">한국어</button>" in client.get("/admin/login/").content.decode()
