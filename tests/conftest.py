"""What every test relies on: plain static files, English unless a test says otherwise."""

import pytest
from django.test import override_settings
from django.utils import translation

PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True, scope="session")
def _test_settings(tmp_path_factory):
    """Static files without fingerprints (those need collectstatic), cheap passwords, files elsewhere."""
    from django.conf import settings

    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": PLAIN_STATIC},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
    ):
        yield


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def staff(django_user_model):
    return django_user_model.objects.create_superuser("staff", password="staff")


@pytest.fixture
def staff_client(client, staff):
    client.force_login(staff)
    return client
