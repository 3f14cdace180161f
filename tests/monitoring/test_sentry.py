"""What goes to a Sentry, and what does not."""

import pytest
from django.db import OperationalError

from seoulsolution.monitoring import request_ids, sentry


def hint(error):
    return {"exc_info": (type(error), error, None)}


def test_an_event_has_the_id_of_its_request(client):
    request_id = client.get("/health/")["X-Request-ID"]
    assert sentry.prepare({}, hint(ZeroDivisionError()))["tags"] == {"request_id": request_id}
    assert request_ids.current() == request_id


def test_an_outage_is_no_event_of_its_own():
    assert sentry.prepare({}, hint(OperationalError("refused"))) is None
    assert sentry.prepare({"message": "The database is away"}, {})


def test_nothing_is_started_without_an_address(monkeypatch):
    monkeypatch.setattr("sentry_sdk.init", lambda **options: pytest.fail("started"))
    sentry.start()


def test_nothing_personal_is_sent(monkeypatch, settings):
    given = {}
    monkeypatch.setattr("sentry_sdk.init", lambda **options: given.update(options))
    settings.SENTRY_DSN = "https://key@sentry.example.org/1"
    sentry.start()
    assert (given["dsn"], given["send_default_pii"]) == (settings.SENTRY_DSN, False)
    assert (given["max_request_body_size"], given["include_local_variables"]) == ("never", False)
