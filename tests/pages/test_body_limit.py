"""What is too large is answered before it is read: more for who is signed in, less for strangers."""

import pytest
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db
MEGABYTE = 2**20


class Unread:
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


def send(client, path, size, **headers):
    return client.post(
        path,
        **{
            "wsgi.input": Unread(),
            "CONTENT_LENGTH": str(size),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
        headers=headers,
    )


@pytest.fixture
def strict():
    """A browser whose form token is looked for, which reads the body."""
    client = Client(enforce_csrf_checks=True)
    client.get("/admin/login/")  # without its cookie, no token is looked for
    return client


@pytest.mark.parametrize("path", ["/en/subscriptions/", "/i18n/setlang/", "/admin/login/", "/ko/"])
def test_nobody_sends_more_than_the_largest_file(strict, path):
    response = send(strict, path, 60 * MEGABYTE)
    assert response.status_code == 413
    assert "보내신 내용이 너무 큽니다" in response.content.decode()


def test_a_stranger_sends_a_megabyte_at_most(strict, settings):
    settings.HAS_MAIL_SERVER = True
    assert send(strict, "/en/subscriptions/", 2 * MEGABYTE).status_code == 413


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/news/post/add/", "/admin/media/image/upload/"])
def test_who_is_no_longer_signed_in_is_asked_to_without_a_look_at_the_file(strict, path):
    response = send(strict, path, 20 * MEGABYTE)
    assert (response.status_code, response.url) == (302, f"/admin/login/?next={path}")


def test_a_forged_cookie_is_no_sign_in(strict):
    strict.cookies["sessionid"] = "forged"
    assert send(strict, "/admin/media/image/upload/", 20 * MEGABYTE).status_code == 302


def test_who_is_signed_in_may_send_a_file(strict):
    strict.force_login(make_user("author", Author=""))
    with pytest.raises(AssertionError, match="the body was read"):
        send(strict, "/admin/media/image/upload/", 20 * MEGABYTE)


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "x", ""])
def test_a_length_that_is_none_is_no_error(client, length):
    assert client.post("/en/", b"", content_type="text/plain", CONTENT_LENGTH=length).status_code in (
        405,
        413,
    )
