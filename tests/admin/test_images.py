import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from seoulsolution.media.models import Image
from tests.factories import make_post
from tests.forms import errors_of, submit

ADD = "/admin/media/image/add/"
LIST = "/admin/media/image/"
pytestmark = pytest.mark.django_db


def upload(name="river.png", size=(640, 400)):
    out = io.BytesIO()
    Picture.new("RGB", size, "navy").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_a_picture_is_uploaded_with_both_text_alternatives(staff_client):
    response = submit(staff_client, ADD, file=upload(), alt_en="The river", alt_ko="한강")
    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.alt_ko, image.width, image.height) == ("한강", 640, 400)
    page = staff_client.get(LIST).content.decode()
    assert f'src="{image.url(width=480)}"' in page
    response = staff_client.get(image.url(width=480))
    response.getvalue()  # to its end, which closes the file
    assert response.status_code == 200


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("page.png", b"<script>alert(1)</script>", "image/png"),
        SimpleUploadedFile("empty.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(staff_client, file):
    response = submit(staff_client, ADD, file=file)
    assert errors_of(response) == {
        "file": ["The file is not a readable JPEG, PNG, WebP, AVIF or GIF picture."]
    }


def test_the_text_alternative_is_changed_without_a_new_file(staff_client):
    submit(staff_client, ADD, file=upload(), alt_en="The river")
    image = Image.objects.get()
    page = f"/admin/media/image/{image.pk}/change/"
    assert submit(staff_client, page, alt_ko="한강").status_code == 302
    image.refresh_from_db()
    assert image.alt_ko == "한강"


def test_a_post_shows_a_preview_of_its_cover(staff_client):
    submit(staff_client, ADD, file=upload(), alt_en="The river")
    image = Image.objects.get()
    post = make_post(cover=image)
    assert image.url(width=480) in staff_client.get(f"/admin/news/post/{post.pk}/change/").content.decode()
