"""Pictures as rows and files: neither without the other, whatever fails."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image as Picture

from seoulsolution.media import making, storing
from seoulsolution.media.models import Image
from seoulsolution.revisions import history, restoring
from seoulsolution.revisions.models import Revision
from tests.factories import make_image, make_post
from tests.media.pictures import picture_file, saved

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = {"master.webp", "full-960.jpeg", "full-960.webp"}


def files_of(image):
    """Return {version: names of the files}."""
    found = {}
    for name in storing.walk(f"images/{image.key}"):
        *_folders, version, file = name.split("/")
        found.setdefault(int(version), set()).add(file)
    return found


class DiskFullError(OSError):
    pass


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that takes two files."""
    save, taken = default_storage.save, []

    def fail(name, content):
        taken.append(name)
        if len(taken) > 2:
            raise DiskFullError
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", fail)


def test_an_upload_becomes_a_master_and_a_rendition_for_every_reader():
    image = make_image()
    assert image.renditions == {"full": {"jpeg": [960], "webp": [960]}}
    assert (image.width, image.height, image.is_complete) == (1500, 1000, False)
    assert files_of(image) == {1: FIRST}
    with default_storage.open(image.path("full", 960, "webp")) as file:
        assert Picture.open(file).size == (960, 640)


def test_a_small_picture_is_never_enlarged():
    image = make_image((20, 10))
    assert image.renditions == {"full": {"jpeg": [20], "webp": [20]}}


def test_what_cannot_be_a_picture_is_an_error_of_the_form():
    with pytest.raises(ValidationError) as error:
        Image(file=SimpleUploadedFile("x.png", b"<svg/>")).full_clean()
    assert error.value.messages == [
        "SVG drawings can hold programs and are not accepted. Save it as a PNG picture."
    ]
    assert not Image.objects.exists()


def test_another_file_raises_the_version_and_the_old_files_go_when_it_is_committed():
    image = make_image()
    with transaction.atomic():
        image.file = picture_file((300, 200))
        image.save(update_fields=["file"])
        assert files_of(image) == {1: FIRST, 2: {"master.webp", "full-300.jpeg", "full-300.webp"}}
    saved = Image.objects.get(pk=image.pk)
    assert (saved.version, saved.width, saved.height, saved.widths()) == (2, 300, 200, [300])
    assert set(files_of(image)) == {2}


def test_a_rolled_back_change_leaves_the_old_picture_and_nothing_of_the_new():
    image = make_image()
    with transaction.atomic():
        image.file = picture_file((300, 200))
        image.save()
        transaction.set_rollback(True)
    assert files_of(image) == {1: FIRST}
    assert Image.objects.get(pk=image.pk).version == 1


def test_a_full_disk_leaves_neither_row_nor_file(full_disk):
    image = Image(file=picture_file(), alt_en="A bridge")
    with pytest.raises(DiskFullError):
        image.save()
    assert files_of(image) == {}
    assert not Image.objects.exists()


def test_a_full_disk_leaves_the_former_file(monkeypatch):
    image = make_image()
    monkeypatch.setattr(default_storage, "save", lambda *args: (_ for _ in ()).throw(DiskFullError))
    image.file = picture_file((300, 200))
    with pytest.raises(DiskFullError):
        image.save()
    assert files_of(image) == {1: FIRST}


def test_a_save_the_database_refuses_leaves_no_file():
    image = Image(file=picture_file(), focal_x=-1)
    with pytest.raises(DatabaseError):
        image.save()
    assert files_of(image) == {}


def test_what_was_made_since_it_was_read_is_not_overwritten():
    image = make_image()
    assert [each.pk for each in making.make_waiting()] == [image.pk]
    image.alt_en = "Read before, saved after"
    image.save()
    saved = Image.objects.get(pk=image.pk)
    assert (saved.alt_en, saved.version, saved.is_complete) == ("Read before, saved after", 2, True)
    assert len(saved.renditions["full"]["avif"]) == 3


@pytest.mark.parametrize("delete", [lambda image: image.delete(), lambda image: Image.objects.all().delete()])
def test_a_deleted_picture_takes_its_files_along_when_that_is_committed(delete):
    image = make_image()
    [*_made] = making.make_waiting()
    with transaction.atomic():
        delete(Image.objects.get(pk=image.pk))
        transaction.set_rollback(True)
    assert files_of(image)
    with transaction.atomic():
        delete(image)  # as it was before its renditions were made
        assert files_of(Image(key=image.key))
    assert files_of(image) == {}


def test_a_restore_keeps_the_present_file_and_says_so():
    image = make_image(alt_en="The old words")
    with history.change([image]) as [locked]:
        locked.file = picture_file((300, 200))
        locked.alt_en = "New words"
        locked.save()
    first = Revision.objects.of(image).get(number=1)
    applied = restoring.restore(first, image)
    assert applied.left_out == ["file"]
    saved = Image.objects.get(pk=image.pk)
    assert (saved.alt_en, saved.version, saved.width) == ("The old words", 2, 300)
    assert default_storage.exists(saved.file.name)


def test_a_restored_focal_point_asks_for_crops():
    image = make_image()
    [*_made] = making.make_waiting()
    with history.change([image]) as [locked]:
        locked.focal_x = 10
        locked.save()
    [*_made] = making.make_waiting()
    assert Image.objects.get(pk=image.pk).version == 3
    restoring.restore(Revision.objects.of(image).get(number=1), image)
    assert not Image.objects.get(pk=image.pk).is_complete


def test_the_history_tells_another_file_but_not_that_renditions_were_made():
    image = make_image()
    with history.change([image]):
        [*_made] = making.make_waiting()
    assert history.latest_number(image) == 1
    with history.change([image]) as [locked]:
        locked.file = picture_file((300, 200))
        locked.save()
    assert history.latest_number(image) == 2


def test_a_deleted_picture_cannot_be_recovered(staff_client):
    image = make_image(alt_en="The old words")
    history.delete([image])
    page = staff_client.get("/admin/media/image/deleted/").content.decode()
    assert "The old words" in page
    assert "/recover/" not in page
    assert "the files are gone" in page
    assert staff_client.post(f"/admin/media/image/deleted/{image.pk}/recover/").status_code == 404
    assert not Image.objects.exists()


def test_recovering_a_text_leaves_out_the_picture_that_is_gone():
    image = make_image()
    post = make_post(cover=image)
    history.delete([post])
    history.delete([image])
    applied = restoring.recover(Revision.objects.deleted(type(post)).get())
    assert applied.left_out == ["cover"]
    assert applied.record.cover is None


def test_ink_is_what_is_not_white():
    assert make_image().ink > 60
    out = io.BytesIO()
    picture = Picture.new("RGBA", (100, 100))
    picture.paste("black", (0, 0, 20, 50))
    picture.save(out, "PNG")
    assert make_image(file=SimpleUploadedFile("logo.png", out.getvalue())).ink == 10


@pytest.mark.parametrize(
    ("size", "ink", "drawn"),
    [((100, 100), 25, 6), ((400, 100), 25, 2), ((400, 100), 100, 1), ((100, 100), 4, 7), ((100, 100), 0, 0)],
)
def test_wide_and_heavy_logos_are_drawn_lower(size, ink, drawn):
    image = Image(width=size[0], height=size[1], ink=ink, renditions={"full": {"webp": [100]}})
    assert image.optical_size == drawn


@pytest.mark.parametrize(("color", "is_seen"), [("white", False), ("#f4f4f4", False), ("navy", True)])
def test_a_white_drawing_cannot_be_seen_on_a_white_plate(color, is_seen):
    picture = Picture.new("RGBA", (1000, 1000))
    picture.paste(color, (0, 0, 60, 60))
    image = make_image(file=saved(picture))
    assert bool(image.optical_size) == is_seen
