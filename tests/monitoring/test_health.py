"""Alive and ready: what a supervisor and a load balancer are told."""

import shutil
from collections import namedtuple

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from seoulsolution.monitoring import ready
from seoulsolution.search.models import StoredText
from tests.factories import make_post

pytestmark = pytest.mark.django_db
CHECKS = {"database", "migrations", "static_files", "disk", "search_index"}


@pytest.fixture(autouse=True)
def _nothing_settled():
    ready._settled.clear()
    ready._reported.clear()
    yield
    ready._settled.clear()
    ready._reported.clear()


def failed(response):
    return {name for name, said in response.json()["checks"].items() if said == "failed"}


@pytest.mark.parametrize("path", ["/health/", "/ready/"])
def test_whoever_asks_gets_an_answer_without_a_redirect(client, path):
    """A balancer asks by an address of its own, without https and without a session."""
    with override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["archive.example.org"]):
        response = client.get(path, headers={"Host": "10.0.0.7"})
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert client.head(path).content == b""
    assert client.post(path).status_code == 405


def test_ready_looks_at_everything(client):
    assert set(client.get("/ready/").json()["checks"]) == CHECKS


def test_alive_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/health/").status_code == 200


def test_what_has_passed_for_good_is_not_asked_again(client, django_assert_num_queries):
    client.get("/ready/")
    with django_assert_num_queries(1):
        client.get("/ready/")


def test_a_database_that_is_away_is_said_without_its_name(client, monkeypatch, caplog):
    def refuse():
        raise OperationalError("connection to secret.example.org\nrefused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/ready/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert {"database", "migrations", "search_index"} == failed(response)
    assert b"secret" not in response.content
    assert "database: connection to secret.example.org refused" in caplog.text
    assert client.get("/health/").status_code == 200


def test_a_migration_that_is_not_applied(client):
    [(app, name)] = MigrationLoader(connection).graph.leaf_nodes("search")
    MigrationRecorder(connection).record_unapplied(app, name)
    assert failed(client.get("/ready/")) == {"migrations"}


def test_an_index_of_an_older_version_and_of_a_newer_one(client):
    make_post()
    present = StoredText.objects.first().version
    StoredText.objects.update(version=present - 1)
    assert failed(client.get("/ready/")) == {"search_index"}
    StoredText.objects.update(version=present + 1)  # made by the release after, during an upgrade
    assert failed(client.get("/ready/")) == set()


def test_missing_static_files(client, tmp_path):
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    with override_settings(STORAGES={"staticfiles": {"BACKEND": storage}}, STATIC_ROOT=tmp_path):
        assert staticfiles_storage.hashed_files == {}
        assert failed(client.get("/ready/")) == {"static_files"}


def test_a_full_disk(client, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10**12, 10**12, 99 << 20))
    assert failed(client.get("/ready/")) == {"disk"}


def test_the_log_says_once_what_is_wrong_and_when_it_is_over(client, monkeypatch, caplog):
    def fail():
        raise DatabaseError("broken")

    with monkeypatch.context() as patched:
        patched.setitem(ready._checks, "database", fail)
        client.get("/ready/")
        client.get("/ready/")
    client.get("/ready/")
    client.get("/ready/")
    assert caplog.messages == ["Not ready. database: broken", "Ready again."]
