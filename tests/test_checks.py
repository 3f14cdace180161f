"""A misspelt or half-set environment is said, in a process of its own as an operator meets it."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "".join(map(chr, range(40, 115))),
    "ALLOWED_HOSTS": "archive.example.org",
    "SITE_URL": "https://archive.example.org",
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


def test_a_whole_production_environment_passes_the_deployment_checks(tmp_path):
    done = check(tmp_path, "--deploy", "--fail-level", "WARNING", **PRODUCTION, **CONTACT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", CONTACT)
def test_a_public_site_that_names_no_contact_is_warned(tmp_path, name):
    done = check(tmp_path, "--deploy", "--fail-level", "WARNING", **PRODUCTION, **CONTACT | {name: ""})
    assert done.returncode == 1
    assert f"{name} not set" in done.stderr
    assert "seoulsolution.W001" in done.stderr


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({"EMAIL_URL": "submission://user:p%40ss@mail.example.org"}, True),
        ({"EMAIL_URL": "smtp://localhost", "DEFAULT_FROM_EMAIL": "archive@example.org"}, False),
        ({"DEFAULT_FROM_EMAIL": "archive@example.org"}, False),
    ],
)
def test_mail_has_a_sender_that_exists(tmp_path, changes, warned):
    done = check(tmp_path, "--deploy", **PRODUCTION, **CONTACT, **changes)
    assert done.returncode == 0, done.stderr
    assert ("seoulsolution.W002" in done.stderr) is warned


@pytest.mark.parametrize("value", ["mail.example.org", "http://mail.example.org", "dummy:", "smtp://mail:x"])
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
        },
        {
            "DATABASE_URL": "mysql://user@127.0.0.1/name",
            "RELATED_SITES_EN": "Seoul www.seoul.go.kr",
            "SITE_URL": "archive.example.org",
            "SENTRY_DSN": "https://sentry.example.org",
            "METRICS_PORT": "80",
            "STALE_MINUTES": "-5",
            "CONN_MAX_AGE": "-1",
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
