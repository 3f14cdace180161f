"""A misspelt or half-set environment is said, in a process of its own as an operator meets it."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from seoulsolution import checks
from seoulsolution.search.models import StoredText
from tests.factories import make_post
from tests.importing.databases import empty_database

PRODUCTION = {
    "SECRET_KEY": "".join(map(chr, range(40, 115))),
    "ALLOWED_HOSTS": "archive.example.org",
    "SITE_URL": "https://archive.example.org",
    "TRUST_PROXY": "1",
}
CONTACT = {
    "OPERATOR_EN": "City",
    "OPERATOR_KO": "시",
    "CONTACT_ADDRESS_EN": "110 Sejong-daero",
    "CONTACT_ADDRESS_KO": "세종대로 110",
    "CONTACT_PHONE": "+82 2 120",
    "CONTACT_EMAIL": "archive@example.org",
    "PRIVACY_OFFICER_EN": "Officer",
    "PRIVACY_OFFICER_KO": "책임자",
}


@pytest.fixture(scope="module")
def deployed(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the environment of a site whose database is migrated and whose static files are collected."""
    folder = tmp_path_factory.mktemp("deployed")
    (folder / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')
    with django_db_blocker.unblock(), empty_database(folder) as database:
        yield {"DATABASE_URL": database.url, "STATIC_ROOT": str(folder)}


def check(tmp_path, *arguments, **environment):
    base = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        env=base | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_environment_at_all_is_fine(tmp_path):
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db  # else pytest-django makes no database to copy
def test_a_whole_production_environment_passes_the_deployment_checks(tmp_path, deployed):
    done = check(tmp_path, "--deploy", "--fail-level", "WARNING", **PRODUCTION, **CONTACT, **deployed)
    assert done.returncode == 0, done.stderr


def test_a_public_site_that_names_no_contact_is_warned(tmp_path):
    name, *others = CONTACT
    done = check(tmp_path, "--deploy", "--fail-level", "WARNING", **PRODUCTION, **CONTACT | {name: ""})
    assert done.returncode == 1
    assert f"{name} not set" in done.stderr
    assert "seoulsolution.W001" in done.stderr
    done = check(tmp_path, "--deploy", **PRODUCTION, **{name: CONTACT[name]})
    assert [other for other in others if other not in done.stderr] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({"EMAIL_URL": "submission://user:p%40ss@mail.example.org"}, True),
        ({"EMAIL_URL": "smtp://localhost", "DEFAULT_FROM_EMAIL": "archive@example.org"}, False),
        ({"DEFAULT_FROM_EMAIL": "archive@example.org"}, False),
    ],
)
def test_mail_has_a_sender_that_exists(tmp_path, deployed, changes, warned):
    done = check(tmp_path, "--deploy", **PRODUCTION, **CONTACT, **deployed, **changes)
    assert done.returncode == 0, done.stderr
    assert ("seoulsolution.W002" in done.stderr) is warned


@pytest.mark.parametrize("value", ["dummy:", "smtp://mail:x"])
def test_what_is_no_mail_server_is_said(tmp_path, value):
    done = check(tmp_path, EMAIL_URL=value)
    assert done.returncode == 1
    assert "EMAIL_URL cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "changes",
    [
        {
            "DEBUG": "ture",
            "DATABASE_URL": "postgres//nowhere",
            "LOG_LEVEL": "loud",
            "CONTACT_EMAIL": "archive at example.org",
            "RELATED_SITES_KO": "서울특별시",
            "SITE_URL": "http://[",
            "LOG_FORMAT": "xml",
            "SLOW_REQUEST_SECONDS": "-1",
            "ADMINS": "operator",
            "EMAIL_URL": "mail.example.org",
        },
        {
            "DATABASE_URL": "mysql://user@127.0.0.1/name",
            "RELATED_SITES_EN": "Seoul www.seoul.go.kr",
            "SITE_URL": "archive.example.org",
            "SENTRY_DSN": "https://sentry.example.org",
            "METRICS_PORT": "80",
            "STALE_MINUTES": "-5",
            "CONN_MAX_AGE": "-1",
            "EMAIL_URL": "http://mail.example.org",
        },
    ],
)
def test_every_variable_that_cannot_be_read_is_named(tmp_path, changes):
    done = check(tmp_path, **changes)
    assert done.returncode == 1
    assert done.stderr.count("seoulsolution.E001") == done.stderr.count("HINT") == len(changes)
    assert [name for name in changes if name not in done.stderr] == []
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("changes", "identifiers"),
    [
        ({"SITE_URL": "https://archive.example.org"}, ["E003", "E006"]),
        ({"DATABSE_URL": "sqlite:///x", "ALLOWED_HOST": "archive.example.org"}, ["E002", "E002"]),
        (PRODUCTION | {"SECRET_KEY": ""}, ["E003"]),
        (PRODUCTION | {"DEBUG": "1"}, ["E004"]),
        (PRODUCTION | {"SITE_URL": ""}, ["E005"]),
        (PRODUCTION | {"SITE_URL": "http://archive.example.org"}, ["E005"]),
        (PRODUCTION | {"SITE_URL": "https://other.example.org"}, ["E006"]),
    ],
)
def test_what_is_wrong_is_named_with_a_hint(tmp_path, changes, identifiers):
    done = check(tmp_path, **changes)
    assert done.returncode == 1
    assert sorted(re.findall(r"seoulsolution\.(E\d+)", done.stderr)) == identifiers
    assert "HINT" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_database_is_reached_as_an_operator_says():
    said = {"CONN_MAX_AGE": "0", "DISABLE_SERVER_SIDE_CURSORS": "on", "DATABASE_URL": "postgres://u@h/n"}
    done = subprocess.run(
        [sys.executable, "-c", "from seoulsolution import settings; print(settings.DATABASES)"],
        env={"PATH": os.environ["PATH"], "SECRET_KEY": "x"} | said,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    database = ast.literal_eval(done.stdout)["default"]
    assert (database["CONN_MAX_AGE"], database["DISABLE_SERVER_SIDE_CURSORS"]) == (0, True)
    assert (database["CONN_HEALTH_CHECKS"], database["OPTIONS"]) == (True, {"connect_timeout": 5})


def test_spaces_in_a_list_and_small_letters_are_no_mistake(tmp_path):
    hosts = PRODUCTION | {"ALLOWED_HOSTS": "other.example.org, archive.example.org", "LOG_LEVEL": "info"}
    sites = {"RELATED_SITES_EN": "The city https://city.example.org , Its data https://data.example.org"}
    done = check(tmp_path, **hosts, **sites, RELATED_SITES_KO=",")
    assert done.returncode == 0, done.stderr


def test_a_directory_that_cannot_be_written_is_a_sentence(tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()
    done = check(tmp_path, VAR_DIR=str(blocked / "var"))
    assert done.returncode == 1
    assert "VAR_DIR" in done.stderr
    assert "Traceback" not in done.stderr


# What a deployment lacks ----------------------------------------------------------------------------------


def test_a_new_deployment_is_told_all_that_it_lacks(tmp_path):
    (tmp_path / "var").mkdir()
    loose = {"ALLOWED_HOSTS": "*", "TRUST_PROXY": ""}
    done = check(tmp_path, "--deploy", **PRODUCTION | loose, **CONTACT)
    assert done.returncode == 1
    found = re.findall(r"seoulsolution\.([EW]\d+)", done.stderr)
    assert sorted(found) == ["E008", "E010", "W003", "W004"]
    for command in ("collectstatic", "manage.py migrate", "Set TRUST_PROXY=1", "Name the hosts"):
        assert command in done.stderr
    assert "Traceback" not in done.stderr


def test_the_host_may_be_left_to_the_proxy_only_by_its_name(settings):
    settings.ALLOWED_HOSTS = [".example.org"]
    assert checks.check_hosts(None) == []
    settings.ALLOWED_HOSTS = ["archive.example.org", "*"]
    assert [one.id for one in checks.check_hosts(None)] == ["seoulsolution.W003"]


@pytest.mark.django_db
def test_an_index_of_an_older_version_is_named():
    make_post()
    assert checks.check_database(None) == []
    StoredText.objects.update(version=1)
    assert [one.hint for one in checks.check_database(None)] == ["Run: manage.py rebuild_search"]


@pytest.mark.django_db
def test_migrations_that_are_missing_are_named():
    recorder = MigrationRecorder.Migration.objects.using("default")
    recorder.filter(app="accounts", name__startswith="0003").delete()
    [problem] = checks.check_database(None)
    assert "accounts.0003" in problem.msg


def test_a_database_that_is_away_is_a_sentence(monkeypatch):
    def refuse():
        raise OperationalError("connection refused\n")

    monkeypatch.setattr(checks, "missing_migrations", refuse)
    [problem] = checks.check_database(None)
    assert problem.msg == "The database cannot be read: connection refused"


def test_a_server_says_it_in_the_log_and_starts(tmp_path):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "ALLOWED_HOSTS": "*"}
    done = subprocess.run(
        [sys.executable, "-c", "import seoulsolution.wsgi"],
        env=environment | {"SITE_URL": "https://x.example.org", "SECRET_KEY": PRODUCTION["SECRET_KEY"]},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for number in ("W003", "W004", "E008", "E010"):
        assert f"seoulsolution.{number}: " in done.stderr


def test_hsts_covers_other_names_of_the_domain_only_where_the_operator_says_so(tmp_path):
    names = "(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    code = f"from django.conf import settings as s; print(*{names})"
    for switches, said in (
        ({}, "False False"),
        ({"HSTS_INCLUDE_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}, "True True"),
    ):
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code],
            env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | PRODUCTION | switches,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.strip() == said
