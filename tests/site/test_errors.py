"""What readers meet when something is not there, not theirs or broken."""

import pytest
from django.test import RequestFactory
from django.urls import resolve

from seoulsolution.site import views
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
    [(views.bad_request, 400), (views.permission_denied, 403), (views.page_not_found, 404)],
)
def test_handlers_answer_with_their_status(handler, status):
    request = RequestFactory().get("/en/")
    request.resolver_match = resolve("/en/")
    response = handler(request, Exception("reason"))
    assert response.status_code == status
    assert b"reason" not in response.content


def test_500_speaks_both_languages_and_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = views.server_error(RequestFactory().get("/ko/"))
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something went wrong" in page
    assert "서버에 문제가 생겼습니다" in page


def test_an_exception_in_a_view_gives_the_500_page(client, monkeypatch):
    monkeypatch.setattr("seoulsolution.site.views.front_page", lambda language: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/en/")
    assert response.status_code == 500
    assert b"ZeroDivisionError" not in response.content


def test_health_says_ok(client):
    response = client.get("/health/")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_health_says_when_the_database_is_gone(client, monkeypatch):
    from django.db import DatabaseError, connection

    def refuse():
        raise DatabaseError("secret host name")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/health/")
    assert response.status_code == 503
    assert b"secret" not in response.content


def test_pages_carry_a_policy_that_allows_no_script(client):
    make_post()
    response = client.get("/en/")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    # Data for machines is no script: browsers never run it.
    assert {e.get("type") for e in elements(response, "script")} <= {"application/ld+json"}
    assert not [e for e in elements(response, "div") if "style" in e]
