"""The picture library as staff use it: forms, uploads of many files, the list, and the picker."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Picture

from seoulsolution.media.models import Image
from seoulsolution.revisions.models import Revision
from tests.factories import make_image, make_partner, make_post, make_user
from tests.forms import data_of, errors_of, submit
from tests.marks import REFUSED_BY_A_FORM

LIST = "/admin/media/image/"
ADD, UPLOAD, PICKER = f"{LIST}add/", f"{LIST}upload/", f"{LIST}picker/"
pytestmark = pytest.mark.django_db


def upload(name="river.png", colour="navy", size=(640, 400)):
    out = io.BytesIO()
    Picture.new("RGB", size, colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def page_of(image):
    return f"{LIST}{image.pk}/change/"


def send(client, *files, **data):
    response = client.post(UPLOAD, {"file": files} | data, headers={"accept": "application/json"})
    return [(answer["name"], answer["status"]) for answer in response.json()["files"]]


def test_a_picture_is_uploaded_with_both_text_alternatives(staff_client):
    response = submit(staff_client, ADD, file=upload(), alt_en="The river", alt_ko="한강")
    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.alt_ko, image.width, image.height) == ("한강", 640, 400)
    assert f'src="{image.url()}"' in staff_client.get(LIST).content.decode()
    response = staff_client.get(image.url())
    response.getvalue()  # to its end, which closes the file
    assert response.status_code == 200


@REFUSED_BY_A_FORM
@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (SimpleUploadedFile("page.png", b"<script>alert(1)</script>"), "is not a readable JPEG, PNG"),
        (SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG drawings can hold"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(staff_client, file, reason):
    [message] = errors_of(submit(staff_client, ADD, file=file, title="Kept"))["file"]
    assert reason in message
    assert not Image.objects.exists()


def test_the_name_of_a_file_may_be_long(staff_client):
    name = f"{'한강에서 본 노을 ' * 12}.png"
    assert submit(staff_client, ADD, file=upload(name)).status_code == 302


def test_the_text_alternative_is_changed_without_a_new_file(staff_client):
    image = make_image()
    assert submit(staff_client, page_of(image), alt_ko="한강").status_code == 302
    image.refresh_from_db()
    assert (image.alt_ko, image.version) == ("한강", 1)


def test_another_file_keeps_the_picture_in_the_texts_that_show_it(staff_client, client):
    image = make_image()
    post = make_post(body_en=f'<site-picture key="{image.key}" alt="A"></site-picture>')
    assert submit(staff_client, page_of(image), file=upload()).status_code == 302
    new = Image.objects.get()
    assert (new.key, new.version, new.width) == (image.key, 2, 640)
    assert new.url() in client.get(post.get_absolute_url("en")).content.decode()


def test_a_form_that_somebody_else_saved_meanwhile_is_refused(staff_client):
    image = make_image()
    stale = data_of(staff_client.get(page_of(image))) | {"credit": "Kim"}
    submit(staff_client, page_of(image), credit="Lee")
    assert "Somebody has saved this" in staff_client.post(page_of(image), stale).content.decode()
    image.refresh_from_db()
    assert image.credit == "Lee"


def test_a_focal_point_outside_of_the_picture_is_refused(staff_client):
    image = make_image()
    assert "focal_x" in errors_of(submit(staff_client, page_of(image), focal_x="101", focal_y="0"))
    assert submit(staff_client, page_of(image), focal_x="80", focal_y="0").status_code == 302
    image.refresh_from_db()
    assert (image.focal, image.is_complete) == ((80, 0), False)


def test_a_file_that_the_library_has_is_saved_only_when_asked_twice(staff_client):
    submit(staff_client, ADD, file=upload(), title="River")
    first = Image.objects.get()
    response = submit(staff_client, ADD, file=upload(), title="Again")
    assert f'<a href="{page_of(first)}">River</a>' in errors_of(response)["file"][0]
    assert 'type="checkbox" name="save_anyway"' in response.content.decode()
    assert submit(staff_client, ADD, file=upload(), save_anyway="on").status_code == 302
    assert Image.objects.count() == 2


# Many at once -------------------------------------------------------------------------------------------


def test_each_of_many_files_is_answered_on_its_own(staff_client):
    make_image()
    bad = SimpleUploadedFile("not.png", b"GIF89a<script>")
    answers = send(staff_client, upload("river_bus.png"), bad, upload("again.png"), upload("b.png", "red"))
    assert answers == [
        ("river bus", "saved"),
        ("not", "refused"),
        ("again", "duplicate"),
        ("b", "saved"),
    ]
    assert set(Image.objects.values_list("title", flat=True)) == {"", "river bus", "b"}
    assert send(staff_client, upload("again.png"), again="1") == [("again", "saved")]
    assert Revision.objects.filter(event="created").count() == 3


def test_without_scripts_the_answers_are_messages(staff_client):
    files = [upload("한강.png"), SimpleUploadedFile("<b>.png", b"no")]
    page = staff_client.post(UPLOAD, {"file": files}, follow=True).content.decode()
    assert "한강: Saved." in page
    assert "&lt;b&gt;: The file is not" in page
    assert "Choose at least one file." in staff_client.post(UPLOAD, follow=True).content.decode()


def test_more_files_than_are_taken_at_once_are_named_and_not_lost_in_silence(staff_client, monkeypatch):
    monkeypatch.setattr("seoulsolution.admin.media.library.MOST_FILES", 1)
    answers = send(staff_client, upload("a.png"), upload("b.png", "red"))
    assert answers == [("a", "saved"), ("b", "refused")]
    assert Image.objects.count() == 1


def test_who_may_add_no_pictures_uploads_none(client):
    client.force_login(make_user("reader"))
    assert client.post(UPLOAD, {"file": upload()}).status_code == 403
    assert client.get(PICKER).status_code == 403
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd.png", "passwd"),
        ("a\u202egnp.\u200bexe.jpg", "agnp.exe"),
        ("서울_야경.jpg", "서울 야경"),
    ],
)
def test_the_name_of_a_file_becomes_a_plain_title(staff_client, name, title):
    assert send(staff_client, upload(name)) == [(title, "saved")]


# The list -----------------------------------------------------------------------------------------------


def test_the_list_finds_what_lacks_an_alternative_and_what_nothing_uses(staff_client):
    used, silent, plain = (
        make_image(alt_en="Used"),
        make_image(alt_en=""),
        make_image(alt_en="", is_decorative=True),
    )
    make_post(cover=used)

    def listed(**query):
        return {image.pk for image in staff_client.get(LIST, query).context["cl"].result_list}

    assert listed(alternative="none") == {silent.pk}
    assert listed(used="no") == {silent.pk, plain.pk}
    assert listed(used="yes") == listed(q="used") == {used.pk}


def test_a_list_of_many_costs_as_much_as_of_one(staff_client):
    counts = []
    for number in (1, 5):
        for _each in range(number):
            make_partner(logo=make_image())
        for path in (LIST, f"{PICKER}?part=1"):
            staff_client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert staff_client.get(path).content
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_the_form_names_the_records_that_show_the_picture(staff_client):
    image = make_image()
    assert "Nowhere." in staff_client.get(page_of(image)).content.decode()
    post = make_post(body_ko=f'<site-picture key="{image.key}"></site-picture>')
    assert f"/admin/news/post/{post.pk}/change/" in staff_client.get(page_of(image)).content.decode()


# The picker ---------------------------------------------------------------------------------------------


def test_the_picker_says_what_each_picture_is_and_where_it_lacks_words(staff_client):
    silent, used = make_image(alt_en="", title="Silent"), make_image(alt_ko="한강")
    make_post(cover=used, body_en=f'<site-picture key="{used.key}"></site-picture>')
    make_partner(logo=used)
    page = staff_client.get(PICKER).content.decode()
    assert page.count("No text alternative") == 1
    assert "used in 2" in page
    found = staff_client.get(PICKER, {"part": "1", "show": "silent"})
    [(image, known)] = found.context["choices"]
    assert (image, json.loads(known)["key"]) == (silent, str(silent.key))


@pytest.mark.parametrize("page", [PICKER, "/admin/news/post/{0}/change/", "/admin/media/image/{1}/change/"])
def test_staff_are_offered_all_widths_of_a_picture(staff_client, page):
    image = make_image()
    Image.objects.update(renditions={"full": {"webp": [480, 960]}})
    image.refresh_from_db()
    post = make_post(cover=image)
    shown = staff_client.get(page.format(post.pk, image.pk)).content.decode()
    assert f'srcset="{image.url(width=480)} 480w, {image.url(width=960)} 960w"' in shown


def test_who_may_only_look_gets_no_link_to_the_master(client):
    image = make_image()
    client.force_login(make_user(Translator=""))
    assert "master" not in client.get(page_of(image)).content.decode()


@pytest.mark.parametrize("query", ["한강", "\x00한강", "KIM"])
def test_the_picker_searches(staff_client, query):
    make_image(alt_ko="한강의 다리", credit="Kim")
    make_image()
    assert len(staff_client.get(PICKER, {"part": "1", "q": query}).context["choices"]) == 1


def test_the_picker_goes_page_by_page(staff_client, monkeypatch):
    monkeypatch.setattr("seoulsolution.admin.media.library.PER_PAGE", 1)
    images = [make_image(), make_image()]
    for number, image in (("2", images[0]), ("x", images[1]), ("99", images[0])):
        [(shown, _known)] = staff_client.get(PICKER, {"part": "1", "page": number}).context["choices"]
        assert shown == image


def test_scripts_ask_what_is_known_of_the_pictures_of_a_text(staff_client):
    image = make_image(alt_ko="들판", credit="Kim")
    known = staff_client.get(f"{PICKER}known/", {"key": [image.key, "nonsense"]}).json()
    assert known[str(image.key)]["alt"] == {"en": "A teal field", "ko": "들판"}
    assert known[str(image.key)]["src"] == image.url()


# Fields that name a picture -----------------------------------------------------------------------------


def test_a_cover_is_chosen_without_scripts(staff_client):
    image, post = make_image(title="River"), make_post()
    page = f"/admin/news/post/{post.pk}/change/"
    assert f'<option value="{image.pk}">River</option>' in staff_client.get(page).content.decode()
    assert submit(staff_client, page, cover=image.pk).status_code == 302
    post.refresh_from_db()
    assert post.cover == image
    page = staff_client.get(page).content.decode()
    assert image.url() in page
    assert f'<option value="{image.pk}" selected>River</option>' in page


@pytest.mark.parametrize("value", ["0", "x", "99999999999999999999"])
def test_what_is_no_picture_is_no_cover(staff_client, value):
    post = make_post()
    assert "cover" in errors_of(submit(staff_client, f"/admin/news/post/{post.pk}/change/", cover=value))
