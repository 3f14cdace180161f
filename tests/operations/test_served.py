"""The site as it is deployed: gunicorn, behind nginx with the printed configuration, through faults.

One server for all tests; what one breaks it mends.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import time
from urllib.parse import urlsplit

import pytest

from tests.operations.serving import (
    EXPORTED,
    HOST,
    INSECURE,
    ask,
    database_to_break,
    gunicorn,
    nginx_before,
    until,
)

pytestmark = pytest.mark.django_db
SLOW_CLIENTS = 8


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with (
        django_db_blocker.unblock(),
        database_to_break(folder) as (variables, database),
        gunicorn(folder, variables, database) as served,
    ):
        yield served


@pytest.fixture(scope="module")
def nginx(site, tmp_path_factory):
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None or not shutil.which("openssl"):
        pytest.skip("nginx or openssl is missing: install Debian's packages nginx-light and openssl")
    with nginx_before(site, tmp_path_factory.mktemp("nginx"), program) as addresses:
        yield addresses


def page(site, path="/en/", **options):
    return ask(site.address + path, X_Forwarded_Proto="https", **options)


def test_a_database_that_is_lost_and_comes_back(site):
    """503 meanwhile, one line a request without a traceback; then the site is there, without a restart."""
    assert page(site).status == 200
    site.logged()
    site.database.stop()
    try:
        answers = [
            page(site, path) for path in ("/en/", "/ko/news/", "/admin/login/?next=/admin/", "/api/news/")
        ]
        alive, ready = ask(f"{site.address}/health/"), ask(f"{site.address}/ready/")
    finally:
        site.database.start()
    assert [answer.status for answer in answers] == [503] * 4
    assert {answer.headers["Retry-After"] for answer in answers} == {"30"}
    assert "지금은 누리집을 이용할 수 없습니다" in answers[1].text
    assert (alive.status, ready.status) == (200, 503)
    lines = site.logged()
    assert "Traceback" not in "\n".join(lines)
    assert len([line for line in lines if "Unavailable (away)" in line]) == sum(
        a.status == 503 for a in answers
    )
    until(lambda: ask(f"{site.address}/ready/").status == 200)
    assert {page(site, path).status for path in ("/en/", "/ko/news/", "/api/news/")} == {200}


def test_a_worker_that_is_killed_is_replaced(site):
    before = site.workers()
    os.kill(before[0], signal.SIGKILL)
    assert [page(site).status for _ in range(10)] == [200] * 10
    until(lambda: len(site.workers()) == 2 and site.workers() != before)


def test_every_worker_gives_out_the_figures_of_all(site):
    page(site, "/en/partners/")
    count = 'seoulsolution_request_seconds_count{method="GET",status="200",view="partners:partner_list"}'
    figures = {re.search(re.escape(count) + r" (\S+)", ask(site.metrics).text)[1] for _ in range(6)}
    assert len(figures) == 1


def test_nginx_leads_to_https_and_to_the_site(nginx):
    secure, plain = nginx
    redirect = ask(f"{plain}/en/news/?page=2")
    assert (redirect.status, redirect.headers["Location"]) == (301, f"https://{HOST}/en/news/?page=2")
    answer = ask(f"{secure}/en/")
    assert answer.status == 200
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])  # nginx named it
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    long = ask(f"{secure}/en/search/?q={'%EC%84%9C' * 700}")
    assert long.status == 200


def test_nginx_keeps_static_files_long_that_change_their_name(nginx):
    secure, _plain = nginx
    named, plain = (ask(f"{secure}/static/{name}") for name in ("site.0123456789ab.css", "site.css"))
    assert (named.status, named.headers["Content-Type"]) == (200, "text/css")
    assert named.headers["Cache-Control"] == "public, max-age=315360000, immutable"
    assert plain.headers["Cache-Control"] == "public, max-age=60"
    assert ask(f"{secure}/static/../secret_key").status in (400, 404)


def test_nginx_gives_out_what_was_exported_as_the_site_would(nginx):
    secure, _plain = nginx
    file, own = ask(secure + EXPORTED), ask(secure + EXPORTED, Cookie="sessionid=of-staff")
    assert (file.status, file.text, own.status) == (200, "<p>A file</p>", 200)
    assert "<h1" in own.text
    of_the_moment = {"X-Request-ID", "ETag", "Last-Modified", "Accept-Ranges", "Content-Length", "Date"}
    expected = {name: value for name, value in own.headers.items() if name not in of_the_moment}
    for headers in (expected, file.headers):
        headers["Content-Security-Policy"] = sorted(headers["Content-Security-Policy"].split("; "))
    assert {name: file.headers.get(name) for name in expected} == expected
    for address in (f"{EXPORTED}?q=x", f"{EXPORTED}index.html", "/plain" + EXPORTED, "/en/accessibility/"):
        assert ask(secure + address).text != "<p>A file</p>"


def test_slow_clients_hold_up_nobody(nginx):
    """Each says that it sends a long form, and then sends nothing: nginx waits for it, not the site."""
    secure, _plain = nginx
    place = urlsplit(secure)
    head = f"POST /admin/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 90000\r\n\r\nusername="
    with contextlib.ExitStack() as stack:
        for _ in range(SLOW_CLIENTS):
            raw = stack.enter_context(socket.create_connection((place.hostname, place.port)))
            slow = stack.enter_context(INSECURE.wrap_socket(raw, server_hostname=HOST))
            slow.sendall(head.encode())
        began = time.monotonic()
        assert [ask(f"{secure}/en/").status for _ in range(8)] == [200] * 8
        assert time.monotonic() - began < 8


def test_a_body_that_is_too_large_is_refused_before_it_is_read(nginx):
    secure, _plain = nginx
    place = urlsplit(secure)
    head = f"POST /en/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 999000000\r\n\r\n"
    with (
        socket.create_connection((place.hostname, place.port)) as raw,
        INSECURE.wrap_socket(raw, server_hostname=HOST) as client,
    ):
        client.sendall(head.encode())
        assert client.recv(12) == b"HTTP/1.1 413"


def test_nginx_answers_when_the_site_does_not_run(nginx, site):
    """The last one: the server is stopped for good."""
    secure, _plain = nginx
    os.killpg(site.process.pid, signal.SIGTERM)
    site.process.wait(30)
    answer = ask(f"{secure}/ko/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "잠시 뒤에 다시" in answer.text
    assert ask(f"{secure}/static/site.css").status == 200
