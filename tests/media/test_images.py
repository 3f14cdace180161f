import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture

from seoulsolution.media import renditions
from seoulsolution.media.models import Image
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def picture_file(size=(1000, 500), picture_format="JPEG", name="seoul.jpg", mode="RGB", **options):
    out = io.BytesIO()
    Picture.new(mode, size, "teal" if mode == "RGB" else 0).save(out, picture_format, **options)
    return SimpleUploadedFile(name, out.getvalue())


def get(client, url):
    """Fetch ``url`` and read the answer to its end, which closes the file behind it."""
    response = client.get(url)
    response.getvalue()
    return response


def make_image(**fields):
    image = Image(file=picture_file(), alt_en="A teal field", **fields)
    image.full_clean()
    image.save()
    return image


def test_a_picture_is_kept_as_renditions_of_fixed_widths_only():
    image = make_image()
    assert image.widths() == [480, 960, 1000]
    _folders, files = default_storage.listdir(f"images/{image.key}/1")
    assert sorted(files) == ["full-1000.webp", "full-480.webp", "full-960.webp"]
    with default_storage.open(image.path("full", 480, "webp")) as file:
        assert Picture.open(file).size == (480, 240)


def test_a_turned_photograph_stands_upright_and_tells_no_place():
    exif = Picture.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    checked = renditions.open_checked(picture_file(size=(400, 200), exif=exif))
    assert checked.size == (200, 400)
    assert b"A camera" not in renditions.encode(checked, 480)


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused_with_a_sentence(content):
    with pytest.raises(ValidationError, match="not a readable"):
        Image(file=SimpleUploadedFile("x.png", content)).full_clean()


@pytest.mark.parametrize(("picture_format", "name"), [("BMP", "x.bmp"), ("TIFF", "x.tiff"), ("BMP", "x.png")])
def test_a_format_that_is_not_agreed_is_refused(picture_format, name):
    file = picture_file(size=(20, 10), picture_format=picture_format, name=name)
    with pytest.raises(ValidationError, match="not a readable JPEG, PNG, WebP, AVIF or GIF picture"):
        Image(file=file).full_clean()


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_agreed_format_is_accepted(picture_format):
    file = picture_file(size=(20, 10), picture_format=picture_format)
    assert renditions.open_checked(file).size == (20, 10)


@pytest.mark.parametrize("size", [(8000, 5001), (9000, 9900)])
def test_more_than_40_megapixels_are_refused(size):
    """Pillow's own limit, a warning at 89 megapixels, would be too late."""
    file = picture_file(size=size, picture_format="PNG", mode="1", name="bomb.png")
    with pytest.raises(renditions.UnusablePictureError, match=f"too large: {size[0]} by {size[1]} pixels"):
        renditions.open_checked(file)


def test_half_a_picture_is_refused():
    half = SimpleUploadedFile("half.jpg", picture_file().read()[:4000])
    with pytest.raises(renditions.UnusablePictureError, match="not a readable"):
        renditions.open_checked(half)


def test_what_can_be_seen_through_stays_so():
    file = picture_file(size=(20, 10), picture_format="PNG", mode="RGBA")
    rendition = Picture.open(io.BytesIO(renditions.encode(renditions.open_checked(file), 480)))
    assert rendition.convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_small_picture_is_never_enlarged():
    checked = renditions.open_checked(picture_file(size=(20, 10)))
    assert Picture.open(io.BytesIO(renditions.encode(checked, 480))).size == (20, 10)


def test_the_photograph_of_a_phone_is_accepted():
    assert renditions.open_checked(picture_file(size=(4000, 3000))).size == (4000, 3000)


def test_a_picture_is_served_while_a_public_record_shows_it(client):
    image = make_image()
    assert get(client, image.url()).status_code == 404
    post = make_post(cover=image)
    response = get(client, image.url())
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    post.state = "withdrawn"
    post.save()
    assert get(client, image.url()).status_code == 404


def test_staff_see_a_picture_before_the_public_does(staff_client):
    assert get(staff_client, make_image().url()).status_code == 200


def test_only_what_the_public_may_see_is_kept_by_caches(staff_client):
    image, draft = make_image(), make_image()
    make_post(cover=image)
    assert get(Client(), image.url())["Cache-Control"] == "private, max-age=86400"
    assert get(staff_client, draft.url())["Cache-Control"] == "private, max-age=0"


def test_no_other_width_is_ever_made(staff_client):
    assert get(staff_client, make_image().url(width=123)).status_code == 404


def test_a_picture_can_be_fetched_only(client):
    assert client.post(make_image().url()).status_code == 405


def test_the_srcset_names_every_width():
    image = make_image()
    folder = f"/media/images/{image.key}/1"
    named = [f"{folder}/full-{width}.webp {width}w" for width in (480, 960, 1000)]
    assert image.srcset() == ", ".join(named)


def test_a_new_file_saved_alone_brings_all_that_is_made_of_it():
    image = make_image()
    image.file = picture_file(size=(300, 200))
    image.save(update_fields=["file"])
    saved = Image.objects.get(pk=image.pk)
    assert (saved.width, saved.height, saved.widths()) == (300, 200, [300])
    assert default_storage.exists(saved.path("full", 300, "webp"))
