"""What is written to the log, of which request, and who gets it."""

import json
import logging

import pytest
from django.core import mail
from django.test import override_settings

from seoulsolution.monitoring import logs, request_ids
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def formatted(caplog):
    """Return a function that formats what was logged."""
    return lambda formatter: [formatter.format(record) for record in caplog.records]


@pytest.fixture
def broken(client, monkeypatch):
    monkeypatch.setattr("seoulsolution.pages.views.home_context", lambda language: 1 / 0)
    client.raise_request_exception = False
    return client


def test_each_request_has_an_id_of_its_own(client):
    ids = {client.get("/en/")["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert client.get("/en/").wsgi_request.request_id == request_ids.current()


@pytest.mark.parametrize(
    ("given", "trusted", "is_taken"),
    [
        ("0af7651916cd43dd", True, True),
        ("0af7651916cd43dd", False, False),
        ("short", True, False),
        ("0af765 ERROR forged line", True, False),
    ],
)
def test_the_id_of_a_trusted_proxy_is_taken_over(client, given, trusted, is_taken):
    with override_settings(TRUST_PROXY=trusted):
        response = client.get("/health/", headers={"X-Request-ID": given})
    assert (response["X-Request-ID"] == given) is is_taken
    assert len(response["X-Request-ID"]) == 16


def test_an_error_is_a_line_with_the_id_of_its_answer(broken, formatted):
    request_id = broken.get("/en/")["X-Request-ID"]
    [line] = formatted(logs.LineFormatter())
    assert f"ERROR django.request [{request_id}] Internal Server Error: /en/\n  Traceback" in line


def test_nobody_forges_a_line(client, formatted, settings):
    settings.SLOW_REQUEST_SECONDS = 0.0000001
    client.get("/en/%0AERROR%1b[31m forged/")
    lines = [line for line in formatted(logs.LineFormatter()) if "Slow" in line]
    assert "/en/\\x0aERROR\\x1b[31m forged/" in lines[0]
    assert "\n" not in lines[0]


def test_nor_by_what_an_error_says(formatted):
    try:
        raise ValueError("a\nERROR \x1b[31m forged")
    except ValueError:
        logging.getLogger("test").exception("Failed")
    first, *lines = formatted(logs.LineFormatter())[0].split("\n")
    assert first.endswith("Failed")
    assert lines[-1] == "  ERROR \\x1b[31m forged"
    assert all(line.startswith("  ") for line in lines)


def test_what_is_refused_is_a_line_and_no_mail(client, caplog):
    """Scanners ask for names of hosts that the site does not have; staff, for what they may not see."""
    configured = logs.configuration("WARNING", "lines", mails_errors=True)
    assert [handler["filters"] for handler in configured["handlers"].values()] == [["refused"]] * 2
    caplog.handler.addFilter(refused := logs.Refused())
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400
    client.force_login(make_user())
    assert client.get("/admin/auth/group/").status_code == 403
    caplog.handler.removeFilter(refused)
    assert [record.exc_info for record in caplog.records if record.name == "django.request"] == [None]
    [line] = [record for record in caplog.records if record.name.startswith("django.security")]
    assert (line.levelname, line.exc_info) == ("WARNING", None)
    assert "evil.example" in line.getMessage()


def test_an_error_as_json_is_one_object_per_line(broken, formatted):
    request_id = broken.get("/en/")["X-Request-ID"]
    [line] = formatted(logs.JsonFormatter())
    said = json.loads(line)
    assert "\n" not in line
    assert (said["request_id"], said["method"], said["path"]) == (request_id, "GET", "/en/")
    assert (said["level"], said["status"]) == ("ERROR", 500)
    assert "ZeroDivisionError" in said["exception"]


@pytest.mark.parametrize(("limit", "is_named"), [(0.0000001, True), (0, False), (60, False)])
def test_slow_answers_are_named_without_what_was_searched_for(client, caplog, limit, is_named):
    with override_settings(SLOW_REQUEST_SECONDS=limit):
        client.get("/en/search/?q=geothermal")
    assert ("Slow: GET /en/search/ answered 200 after" in caplog.text) is is_named
    assert "geothermal" not in caplog.text


def test_a_503_is_logged_by_who_answers_it_alone(settings):
    """Also in MAINTENANCE, where Django would log every request as an error."""
    explained = logs.NotExplained()
    records = [logging.makeLogRecord({"status_code": status}) for status in (500, 503, 404)]
    assert [explained.filter(record) for record in records] == [True, False, True]
    assert settings.LOGGING["loggers"]["django.request"]["filters"] == ["explained"]
    assert logging.getLogger("django.request").filters
    assert not logging.getLogger("django").handlers  # Django's own would mail as well


class TestMail:
    @pytest.fixture
    def logger(self):
        handler = logs.MailHandler()
        handler.setFormatter(logs.LineFormatter())
        logger = logging.getLogger("test.mail")
        logger.addHandler(handler)
        with override_settings(ADMINS=[("admin@example.org", "admin@example.org")]):
            yield logger
        logger.removeHandler(handler)

    def test_an_error_is_mailed_once(self, logger):
        for page in (1, 2, 3):
            logger.error("The disk is full\nat page %s", page)
        logger.error("Something else")
        assert [sent.to for sent in mail.outbox] == [["admin@example.org"]] * 2
        assert "The disk is full at page 1" in mail.outbox[0].subject

    def test_a_mail_server_that_is_away_breaks_nothing(self, logger, monkeypatch):
        monkeypatch.setattr(logging, "raiseExceptions", False)
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1):
            logger.error("The disk is full")
        assert not mail.outbox

    def test_it_is_there_when_somebody_gets_it(self):
        with_mail = logs.configuration("WARNING", "json", mails_errors=True)
        without = logs.configuration("WARNING", "lines", mails_errors=False)
        assert with_mail["root"]["handlers"] == ["console", "mail"]
        assert with_mail["handlers"]["console"]["formatter"] == "json"
        assert without["root"]["handlers"] == ["console"]
