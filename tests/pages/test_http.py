"""What surrounds public pages: methods, caching, compression and the headers that protect readers."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.utils.module_loading import import_string
from whitenoise.storage import CompressedManifestStaticFilesStorage

from seoulsolution import settings as production
from seoulsolution.pages.middleware import HeadMiddleware
from tests.factories import make_document, make_image, make_issue, make_notice, make_partner, make_post
from tests.reading import elements

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture
def paths():
    """One address of each kind of answer."""
    records = [make_post(), make_document(), make_issue(stories=1), make_partner(), make_notice(parts=1)]
    lists = ["news/", "archive/", "newsletter/", "partners/", "notices/", "about/", "open-data/"]
    machines = ["/api/", "/api/news/", "/api/news.csv", "/sitemap.xml", "/robots.txt", "/en/news/feed.atom"]
    pages = ["/en/", "/ko/", *(f"/en/{name}" for name in lists), "/ko/search/?q=seoul", "/en/no/such/page/"]
    return [*pages, *(record.get_absolute_url("ko") for record in records), *machines]


def test_headers_protect_every_answer(client, paths):
    for path in paths:
        response = client.get(path)
        policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
        assert policy == POLICY, path
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_stranger_cannot_say_that_a_request_came_over_https(client):
    """Only a proxy may, which the operator has to name (TRUST_PROXY)."""
    response = client.get("/robots.txt", headers={"X-Forwarded-Proto": "https"})
    assert not response.wsgi_request.is_secure()


def test_readers_get_no_cookie(client, paths):
    """Nothing is kept about a reader, and no answer depends on a cookie: caches may share it."""
    for path in paths:
        response = client.get(path)
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path


def test_what_a_browser_has_is_not_sent_again(client, paths):
    for path in paths:
        first = client.get(path)
        if first.status_code != 200 or first.streaming:
            continue
        assert first["Cache-Control"] == "no-cache", path
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert again["ETag"] == first["ETag"]


def test_a_change_is_seen_at_once(client):
    post = make_post()
    address = post.get_absolute_url("en")
    etag = client.get(address)["ETag"]
    post.body_en = "<p>Corrected.</p>"
    post.save()
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert b"Corrected." in response.content
    post.state = "withdrawn"
    post.save()
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 410


def test_public_answers_are_compressed_and_always_the_same_bytes(client, paths):
    for path in paths:
        plain = client.get(path).getvalue()
        if len(plain) < 200:
            continue
        responses = [client.get(path, headers={"Accept-Encoding": "gzip"}) for _ in range(2)]
        bodies = [response.getvalue() for response in responses]
        assert responses[0]["Content-Encoding"] == "gzip", path
        assert "Accept-Encoding" in responses[0]["Vary"]
        assert gzip.decompress(bodies[0]) == plain
        assert bodies[0] == bodies[1], path


def test_a_compressed_page_is_recognised_again(client):
    encoding = {"Accept-Encoding": "gzip"}
    etag = client.get("/en/", headers=encoding)["ETag"]
    assert client.get("/en/", headers={**encoding, "If-None-Match": etag}).status_code == 304


def test_the_admin_is_neither_compressed_nor_kept(client, staff_client):
    for path in ("/admin/login/", "/admin/"):
        response = (client if "login" in path else staff_client).get(
            path, headers={"Accept-Encoding": "gzip"}
        )
        assert "Content-Encoding" not in response
        assert "no-store" in response["Cache-Control"]


def test_head_answers_as_get_without_a_body(client, paths):
    for path in paths:
        get, head = client.get(path), client.head(path)
        assert (head.status_code, head.getvalue()) == (get.status_code, b""), path
        del head.headers["X-Request-ID"], get.headers["X-Request-ID"]  # of the request, not of the page
        assert head.headers == get.headers


def test_head_is_not_told_twice_what_a_browser_has(client):
    etag = client.get("/en/")["ETag"]
    assert client.head("/en/", headers={"If-None-Match": etag}).status_code == 304
    assert client.head("/en/", headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_body_of_head_never_reaches_the_server(rf):
    page = HeadMiddleware(lambda request: HttpResponse("page", headers={"Content-Length": "4"}))
    rows = HeadMiddleware(lambda request: StreamingHttpResponse(["a", "row"]))
    assert (page(rf.head("/")).content, page(rf.head("/"))["Content-Length"]) == (b"", "4")
    assert rows(rf.head("/")).getvalue() == b""
    assert rows(rf.get("/")).getvalue() == b"arow"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_public_pages(client, paths, method):
    for path in paths:
        response = getattr(client, method)(path)
        assert response.status_code == (404 if "no/such" in path else 405), path


def test_a_form_of_a_stranger_is_refused(paths):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/en/news/").status_code in (403, 405)


def test_static_files_are_kept_for_ever_under_names_of_their_content():
    backend = import_string(production.STORAGES["staticfiles"]["BACKEND"])
    assert issubclass(backend, CompressedManifestStaticFilesStorage)


def test_brotli_is_given_to_whoever_takes_it_and_gzip_to_others(client, paths):
    for path in paths:
        plain = client.get(path).getvalue()
        if len(plain) < 200:
            continue
        response = client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
        assert response["Content-Encoding"] == "br", path
        assert "Accept-Encoding" in response["Vary"]
        assert brotli.decompress(response.getvalue()) == plain
        assert response.get("ETag", 'W/"').startswith('W/"')
    without = client.get("/en/", headers={"Accept-Encoding": "gzip, br;q=0"})
    assert without["Content-Encoding"] == "gzip"


def test_caches_learn_what_depends_on_the_language_of_the_browser(client):
    make_post()
    for path in ("/robots.txt", "/sitemap.xml", "/sitemap-news.xml", "/api/news/", "/favicon.ico", "/en/"):
        response = client.get(path)
        assert response.status_code == 200
        assert "Accept-Language" not in response.get("Vary", ""), path
    for path in ("/", "/nope/"):
        assert "Accept-Language" in client.get(path)["Vary"]


def test_a_picture_depends_on_no_cookie_for_a_reader(client):
    picture = make_image()
    make_post(cover=picture)
    response = client.get(picture.url())
    assert response.status_code == 200
    response.close()
    assert "Vary" not in response
    assert response["Cache-Control"] == "private, max-age=86400"  # withdrawn, it must be in no shared cache


@pytest.mark.parametrize(
    ("path", "content_type", "start"),
    [
        ("/favicon.ico", "image/", b"\0\0\1\0"),
        ("/apple-touch-icon.png", "image/png", b"\x89PNG"),
        ("/apple-touch-icon-precomposed.png", "image/png", b"\x89PNG"),
    ],
)
def test_icons_are_where_programs_look_for_them(client, path, content_type, start):
    response = client.get(path)
    assert response["Content-Type"].startswith(content_type)
    assert response.getvalue().startswith(start)
    assert "max-age=86400" in response["Cache-Control"]


@pytest.mark.parametrize(("code", "name"), [("en", "Seoul Solution"), ("ko", "서울정책아카이브")])
def test_the_manifest_is_in_the_language_of_the_page(client, code, name):
    [link] = elements(client.get(f"/{code}/"), "link", rel="manifest")
    response = client.get(link["href"])
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["name"], manifest["lang"], manifest["start_url"]) == (name, code, f"/{code}/")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "180x180"}


def test_security_txt_says_where_to_report_and_until_when_it_is_good(client, settings, time_machine):
    time_machine.move_to("2025-06-14T12:00Z", tick=False)
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[:2] == ["Contact: mailto:security@example.org", "Expires: 2026-06-01T00:00:00Z"]
    settings.SECURITY_CONTACT, settings.CONTACT_EMAIL = "", "policy+archive@example.org"
    assert (
        b"Contact: mailto:policy%2Barchive@example.org\n" in client.get("/.well-known/security.txt").content
    )
    settings.CONTACT_EMAIL = ""
    assert b"Contact: http://127.0.0.1:8000/en/contact/\n" in client.get("/.well-known/security.txt").content
