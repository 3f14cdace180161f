import re

import pytest
from django.core import mail

from seoulsolution.subscriptions import confirmations
from seoulsolution.subscriptions.models import Subscriber, Subscription


@pytest.fixture(autouse=True)
def mail_server(settings, monkeypatch):
    """A site with a mail server; what it would send in the background is sent at once."""
    settings.HAS_MAIL_SERVER = True
    settings.SITE_URL = "https://archive.example.org"
    settings.DEFAULT_FROM_EMAIL = "archive@example.org"
    monkeypatch.setattr(confirmations, "_in_background", lambda action: confirmations.send_waiting())


@pytest.fixture
def sign_up(client):
    """Return a function that sends the form to sign up and returns the answer."""

    def send(email="reader@example.org", kinds=("newsletter", "notices"), language="en", **more):
        data = {"email": email, "kinds": kinds, "consent": "on"}
        return client.post(f"/{language}/subscriptions/", data, **more)

    return send


def make_subscriber(email="reader@example.org", language="en", kinds=("newsletter", "notices")):
    subscriber = Subscriber.objects.create(email=email, language=language)
    for kind in kinds:
        Subscription.objects.create(subscriber=subscriber, kind=kind)
    return subscriber


def path_in(message, page):
    """Return the path of the link to a page of subscriptions that a mail has."""
    found = re.search(rf"https://archive\.example\.org(/\w\w/subscriptions/{page}/\S+)", message.body)
    return found[1]


def subjects(email=None):
    return [message.subject for message in mail.outbox if email in (None, *message.to)]
