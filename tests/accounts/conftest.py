"""People who sign in, and the codes that their apps would show."""

import pytest
from django.test import Client
from django_otp.oath import totp

from seoulsolution.accounts import second_factor
from tests.factories import make_user

LOGIN = "/admin/login/"
PASSWORD = "a long and secret sentence"


def code_of(device):
    """Return the code that an authenticator app shows for ``device`` now."""
    return f"{totp(device.bin_key):06}"


def sign_in(client, name="minji", password=PASSWORD, **headers):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, headers=headers)


@pytest.fixture
def minji(db):
    """A member of staff with a password, and a role that publishes."""
    user = make_user("minji", Publisher="")
    user.set_password(PASSWORD)
    user.email = "minji@example.org"
    user.save()
    return user


@pytest.fixture
def with_factor(minji):
    """The same, with an app set up; returns the app."""
    device = second_factor.begin(minji)
    assert second_factor.complete(device, code_of(device))
    device.refresh_from_db()
    device.last_t = -1  # the code of this half minute can be used once more
    device.save()
    return device


@pytest.fixture
def other_browser():
    return Client()


@pytest.fixture
def mail_server(settings):
    settings.HAS_MAIL_SERVER = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://archive.example.org"
