"""Pages are kept outside of transactions only, so these tests commit what they write."""

import shutil
import socket
import subprocess
import time
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seoulsolution.pagecache.stores import shelf


@pytest.fixture
def ask(transactional_db):
    """Return a function that asks for an address and tells status, text, number of queries and response."""
    shelf.cache_clear()

    def ask(path, client=None, **headers):
        with CaptureQueriesContext(connection) as queries:
            response = (client or Client()).get(path, headers=headers)
            text = response.getvalue().decode("utf-8", "replace")
        del response.headers["X-Request-ID"]  # of the request, not of the page
        return SimpleNamespace(
            status=response.status_code, text=text, queries=len(queries), response=response
        )

    return ask


@pytest.fixture
def is_kept(ask):
    """Return a function that says whether an address is answered from the cache when asked again."""

    def is_kept(path, **options):
        ask(path, **options)
        return ask(path, **options).queries == 1

    return is_kept


@pytest.fixture
def redis_url(tmp_path):
    """The address of a Redis of our own; it stops with the test."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("there is no redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as server:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()
