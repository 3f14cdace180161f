"""quickstart, run as a newcomer runs it: in a process of its own, in directories of its own."""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.core.management import CommandError

from seoulsolution.pages import quickstart


def environment(tmp_path, **changes):
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")} | changes


def run(tmp_path, *arguments, **changes):
    return subprocess.run(
        [sys.executable, "manage.py", "quickstart", *arguments],
        env=environment(tmp_path, **changes),
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@contextlib.contextmanager
def listening():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """Return the directory that quickstart set a site up in, and what it said."""
    directory = tmp_path_factory.mktemp("site")
    return directory, run(directory, "--no-serve")


def test_it_sets_up_once_and_shows_the_password_once(first_run):
    directory, done = first_run
    assert done.returncode == 0, done.stderr
    assert re.search(r"password \S{16}\n", done.stdout)
    assert "http://127.0.0.1:8000/ko/" in done.stdout
    second = run(directory, "--no-serve")
    assert second.returncode == 0, second.stderr
    assert "password" not in second.stdout


def test_a_taken_port_is_a_sentence(tmp_path):
    with listening() as port:
        done = run(tmp_path, "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unwritable_directory_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = run(tmp_path, "--no-serve", MEDIA_ROOT=str(tmp_path / "file" / "media"))
    assert done.returncode == 1
    assert "MEDIA_ROOT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_out_of_reach_is_a_sentence(tmp_path):
    done = run(tmp_path, "--no-serve", DATABASE_URL="postgres://nobody@127.0.0.1:1/nowhere")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 70000), ("127.0.0.1", 0), ("no.such.host.invalid", 8000)]
)
def test_an_impossible_place_to_listen_is_a_sentence(host, port):
    with pytest.raises(CommandError, match="not a"):
        quickstart.require_free_port(host, port)


def test_two_at_once_wait_for_each_other(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    said, order, may_end = [], [], threading.Event()

    def second():
        with quickstart.alone(lambda what: (said.append(what), may_end.set())):
            order.append("second")

    thread = threading.Thread(target=second)
    with quickstart.alone(said.append):
        thread.start()
        assert may_end.wait(20)
        order.append("first")
    thread.join(20)
    assert order == ["first", "second"]
    assert said == [f"Another quickstart sets up {tmp_path}; waiting until it is done"]


def test_it_serves_the_site_in_both_languages(first_run):
    directory, _done = first_run
    with listening() as port:
        pass
    log = (directory / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "quickstart", "--port", str(port)],
        env=environment(directory),
        cwd=project.BASE_DIR,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        english = fetch(f"http://127.0.0.1:{port}/en/", server)
        korean = fetch(f"http://127.0.0.1:{port}/ko/", server)
        # Longer than gunicorn takes by default, 4094 characters.
        long_query = fetch(f"http://127.0.0.1:{port}/en/search/?q={quote('서울 도시' * 150)}", server)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
        log.close()
    assert 'lang="en"' in english
    assert 'lang="ko"' in korean
    assert "only its first 200 characters were used" in long_query
    assert "Traceback" not in (directory / "log").read_text()


def fetch(url, server):
    """Return the page at ``url``, waiting up to four minutes for the server to come up."""
    for _attempt in range(960):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - our own loopback server
                return response.read().decode()
        except urllib.error.HTTPError:
            raise  # it is up
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"nothing answered at {url}")


def test_a_database_made_before_the_first_release_is_refused_with_a_sentence(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "old.sqlite3")) as old:
        old.execute("CREATE TABLE django_migrations (id integer, app text, name text, applied datetime)")
        old.execute("INSERT INTO django_migrations VALUES (1, 'site', '0001_create_pages', '2026-01-01')")
        old.commit()
    address = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    for command in ("quickstart", "migrate"):
        done = subprocess.run(
            [sys.executable, "manage.py", command],
            env=environment(tmp_path, DATABASE_URL=address),
            cwd=project.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "was made by a version before 1.0" in done.stderr
        assert "Traceback" not in done.stderr
