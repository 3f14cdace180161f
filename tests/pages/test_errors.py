"""What readers meet when something is not there, not theirs or broken."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import resolve

from seoulsolution.pages import errors
from tests.factories import make_post
from tests.reading import elements, links, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "language", "heading"),
    [
        ("/en/no/such/page/", "en", "There is no such page"),
        ("/ko/없는/쪽/", "ko", "페이지를 찾을 수 없습니다"),
    ],
)
def test_404_helps_in_the_readers_language(client, path, language, heading):
    response = client.get(path)
    assert response.status_code == 404
    assert texts(response, "h1") == [heading]
    assert elements(response, "form", action=f"/{language}/search/")
    assert f"/{language}/news/" in links(response)
    assert elements(response, "meta", name="robots", content="noindex")
    assert not elements(response, "link", rel="canonical")


def test_404_outside_both_languages_is_helpful_too(client):
    response = client.get("/wp-login.php")
    assert response.status_code == 404
    assert texts(response, "h1") == ["There is no such page"]


@pytest.mark.parametrize(
    ("handler", "status"),
    [(errors.bad_request, 400), (errors.permission_denied, 403), (errors.page_not_found, 404)],
)
def test_handlers_answer_with_their_status(handler, status):
    request = RequestFactory().get("/en/")
    request.resolver_match = resolve("/en/")
    response = handler(request, Exception("reason"))
    assert response.status_code == status
    assert b"reason" not in response.content


def test_500_speaks_both_languages_and_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(RequestFactory().get("/ko/"))
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something went wrong" in page
    assert "서버에 문제가 생겼습니다" in page


def test_an_exception_in_a_view_gives_the_500_page(client, monkeypatch):
    monkeypatch.setattr("seoulsolution.pages.views.home_context", lambda language: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/en/")
    assert response.status_code == 500
    assert b"ZeroDivisionError" not in response.content


def test_pages_carry_a_policy_that_allows_only_scripts_of_our_own(client):
    make_post()
    response = client.get("/en/")
    policy = response["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    # Data for machines is no script: browsers never run it.
    assert all("src" in e or e["type"] == "application/ld+json" for e in elements(response, "script"))
    assert not [e for e in elements(response, "script") if "src" in e and e["text"].strip()]
    assert not [e for e in elements(response, "div") if "style" in e]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/news/99999-geothermal-energy-city/", "geothermal energy city"),
        ("/en/archive/서울의-수돗물/", "서울의 수돗물"),
        ("/en/board/view_list.php", "view list"),
        ("/en/news/99999/", ""),
        ("/wp-login.php", ""),
    ],
)
def test_404_offers_the_words_of_the_address_to_search_for(client, path, words):
    response = client.get(path)
    assert response.status_code == 404
    assert elements(response, "input", type="search")[0]["value"] == words


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_form_without_a_token_gets_the_403_page_of_this_site(language):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": language})
    response = client.post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert elements(response, "html")[0]["lang"] == language
    assert texts(response, "p", class_="error-code") == ["403"]
    assert f"/{language}/news/" in links(response)
    assert b"CSRF" not in response.content


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/admin/news/post/add/?_popup=1", "/admin/news/post/add/?_popup=1"),
        ("/admin/news/post/7/change/", "/admin/news/post/7/change/"),
        ("//admin/news/post/7/change/", None),
        ("/admin/logout/", "/admin/"),
        ("/admin/news/post/7/editing/discard/", "/admin/"),
        ("/i18n/setlang/", "/admin/"),
    ],
)
def test_a_refused_form_of_the_admin_leads_back_to_it(path, back):
    response = Client(enforce_csrf_checks=True).post(path, {"title_en": "Secret"})
    assert b"Secret" not in response.content
    assert back is None or back in links(response)


@pytest.mark.parametrize(("path", "first"), [("/en/", "en"), ("/ko/news/", "ko"), ("/", "en")])
def test_pages_of_an_outage_begin_in_the_language_of_the_address(path, first):
    response = errors.server_error(RequestFactory().get(path))
    assert elements(response, "html")[0]["lang"] == first
    assert elements(response, "div", class_="outage")[0]["lang"] == first
    assert len(elements(response, "h1")) == 1


def test_maintenance_answers_everything_without_the_database(django_assert_num_queries):
    answer = errors.maintenance(lambda request: HttpResponse("served"))
    with django_assert_num_queries(0):
        response = answer(RequestFactory().get("/ko/news/"))
    assert (response.status_code, response["Retry-After"]) == (503, "600")
    assert response["Cache-Control"] == "no-store"
    assert texts(response, "h1") == ["누리집을 점검하고 있습니다"]
    assert texts(response, "h2") == ["The archive is closed for maintenance"]


def test_maintenance_is_no_error_in_the_log(caplog):
    place = settings.MIDDLEWARE.index("seoulsolution.revisions.middleware.publish_due_drafts")
    chain = [*settings.MIDDLEWARE[:place], "seoulsolution.pages.errors.maintenance"]
    with override_settings(MIDDLEWARE=chain, PAGE_CACHE=False):
        assert [Client().get(path).status_code for path in ("/en/", "/admin/", "/health/")] == [503, 503, 200]
    assert not caplog.records


def test_maintenance_is_switched_by_the_environment():
    command = [sys.executable, "-c", "from seoulsolution.settings import MIDDLEWARE; print(*MIDDLEWARE)"]
    for value, is_on in [("", False), ("0", False), ("1", True)]:
        result = subprocess.run(
            command, env={**os.environ, "MAINTENANCE": value}, capture_output=True, text=True, check=True
        )
        assert ("errors.maintenance" in result.stdout) is is_on
