"""Pictures at their addresses: who gets them, whole or in part, and who may keep them."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from seoulsolution.media import making
from seoulsolution.media.models import Image
from seoulsolution.media.serving import range_of
from tests.factories import make_image, make_post, make_user
from tests.media.pictures import picture_file
from tests.reading import body_of

pytestmark = pytest.mark.django_db


def get(client, url, **headers):
    """Fetch ``url`` and read the answer to its end, which closes the file behind it."""
    response = client.get(url, headers=headers)
    response.body = body_of(response)
    return response


@pytest.fixture
def image():
    """A picture that readers see."""
    image = make_image()
    make_post(cover=image)
    return image


@pytest.fixture
def content(image):
    with default_storage.open(image.path("full", 960, "webp")) as file:
        return file.read()


def test_a_picture_is_served_while_a_public_record_shows_it(client):
    image = make_image()
    assert get(client, image.url()).status_code == 404
    post = make_post(cover=image)
    response = get(client, image.url())
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert get(client, image.url(format="jpeg"))["Content-Type"] == "image/jpeg"
    post.state = "withdrawn"
    post.save()
    assert get(client, image.url()).status_code == 404
    assert get(client, image.url(), **{"if-none-match": response["ETag"]}).status_code == 404


def test_staff_see_a_picture_before_the_public_does_if_they_may_see_pictures(client):
    image = make_image()
    client.force_login(make_user("without"))
    assert get(client, image.url()).status_code == 404
    client.force_login(make_user("author", Author="pictures"))
    assert get(client, image.url()).status_code == 200


def test_only_what_the_public_may_see_is_kept_by_browsers(staff_client, image):
    assert get(Client(), image.url())["Cache-Control"] == "private, max-age=86400"
    assert get(staff_client, make_image().url())["Cache-Control"] == "private, max-age=0"


def test_no_other_width_is_ever_made(staff_client):
    assert get(staff_client, make_image().url(width=123)).status_code == 404


def test_a_picture_can_be_fetched_only(client, image):
    assert client.post(image.url()).status_code == 405


def test_a_browser_neither_guesses_nor_runs_what_it_gets(client, image):
    response = get(client, image.url())
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = {"default-src 'none'", "frame-ancestors 'none'", "sandbox"}
    assert set(response["Content-Security-Policy"].split("; ")) == policy


def test_the_head_is_told_without_the_picture(client, image, content):
    response = client.head(image.url())
    assert body_of(response) == b""
    assert (response.status_code, response["Content-Length"]) == (200, str(len(content)))
    assert response["Content-Type"] == "image/webp"


def test_who_has_the_picture_is_told_so(client, image):
    first = get(client, image.url())
    again = get(client, image.url(), **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.body) == (304, b"")
    assert again["Cache-Control"] == "private, max-age=86400"
    assert get(client, image.url(format="jpeg"), **{"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=10-", slice(10, None)), ("bytes=-7", slice(-7, None)),
     ("bytes=5-99999999", slice(5, None))],
)  # fmt: skip
def test_a_part_is_served(client, image, content, asked, part):
    response = get(client, image.url(), range=asked)
    assert (response.status_code, response.body) == (206, content[part])
    start, stop, _step = part.indices(len(content))
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/{len(content)}"
    assert response["Content-Length"] == str(len(content[part]))


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "bytes=9-2", "bytes=x", "bytes=-"])
def test_what_is_no_single_range_gets_the_whole(client, image, content, asked):
    response = get(client, image.url(), range=asked)
    assert (response.status_code, response.body) == (200, content)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(client, image, content, asked):
    response = get(client, image.url(), range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(content)}"


def test_a_part_of_another_version_is_the_whole(client, image, content):
    etag = get(client, image.url())["ETag"]
    response = get(client, image.url(), **{"range": "bytes=0-9", "if-range": etag})
    assert response.status_code == 206
    response = get(client, image.url(), **{"range": "bytes=0-9", "if-range": '"another"'})
    assert (response.status_code, response.body) == (200, content)


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-3", range(4)),
        ("bytes=5-", range(5, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-30", range(10)),
        ("bytes=8-99", range(8, 10)),
        ("bytes=10-", range(0)),
        ("bytes=-0", range(0)),
        ("bytes=4-2", None),
        ("bytes=-", None),
        ("bytes=0-1,4-5", None),
        ("bytes=٣-", None),
        ("lines=0-3", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_ranges(header, wanted):
    found = range_of(header, 10)
    assert found == wanted or (wanted is not None and len(found) == len(wanted) == 0)


def test_an_address_of_an_earlier_version_has_the_present_picture_and_is_not_kept(client, image):
    former = image.url()
    [*_made] = making.make_waiting()
    image.refresh_from_db()
    response = get(client, former)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, max-age=0")
    assert response.body == get(client, image.url(width=960)).body
    assert get(client, image.url(width=960))["Cache-Control"] == "private, max-age=86400"


def test_of_another_size_it_has_what_is_nearest(client, image):
    former = image.url()
    image.file = picture_file((300, 200))
    image.save()
    response = get(client, former)
    assert response.body == get(client, image.url(width=300)).body


def test_what_the_present_version_lacks_is_nowhere(client, image):
    [*_made] = making.make_waiting()
    former = Image.objects.get().url("wide", format="avif")
    image.file = picture_file((300, 200))
    image.save()
    assert get(client, former).status_code == 404
    assert get(client, image.url().replace("/3/", "/9/")).status_code == 404


def test_a_lost_file_is_not_found(client, image):
    default_storage.delete(image.path("full", 960, "webp"))
    assert get(client, image.url()).status_code == 404
