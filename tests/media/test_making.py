"""Making the renditions that an upload leaves for later."""

import datetime
import io
import threading

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from PIL import Image as Picture

from seoulsolution.media import making, renditions
from seoulsolution.media.models import Image
from seoulsolution.pagecache import version
from tests.factories import make_image
from tests.media.pictures import saved

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime.timedelta(minutes=6)


def wait():
    """Make what waits, and return how many that are."""
    return len(list(making.make_waiting()))


def test_all_renditions_are_made_and_offered_under_new_addresses():
    image = make_image((4000, 3000))
    first = image.url()
    assert wait() == 1
    image.refresh_from_db()
    assert image.renditions == {
        "full": {"avif": [480, 960, 1600], "jpeg": [960], "webp": [480, 960, 1600]},
        "wide": {"avif": [352, 480, 960], "webp": [352, 480, 960]},
        "tall": {"avif": [480], "webp": [480]},
        "share": {"jpeg": [1200]},
    }
    assert image.url() != first
    for shape, size in (("wide", (480, 300)), ("tall", (480, 568)), ("full", (480, 360))):
        with default_storage.open(image.path(shape, 480, "avif")) as file:
            assert Picture.open(file).size == size
    with default_storage.open(image.path("share", 1200, "jpeg")) as file:
        assert Picture.open(file).size == (1200, 630)
    assert not default_storage.exists(f"images/{image.key}/1/full-960.webp")
    assert default_storage.exists(f"images/{image.key}/1/master.webp")
    assert wait() == 0


def test_a_small_picture_has_no_rendition_wider_than_itself():
    image = make_image((300, 100))
    wait()
    image.refresh_from_db()
    assert image.renditions["full"] == {"avif": [300], "jpeg": [300], "webp": [300]}
    assert image.renditions["wide"] == {"avif": [160], "webp": [160]}
    assert image.renditions["share"] == {"jpeg": [190]}


def test_crops_keep_the_focal_point():
    picture = Picture.new("RGB", (1000, 400), "white")
    picture.paste("navy", (900, 0, 1000, 400))
    image = make_image(file=saved(picture), focal_x=100)
    wait()
    image.refresh_from_db()
    with default_storage.open(image.path("tall", 338, "webp")) as file:
        assert Picture.open(file).convert("RGB").getpixel((330, 200))[0] < 60
    image.focal_x = 0
    image.save()
    wait()
    image.refresh_from_db()
    assert image.version == 3
    with default_storage.open(image.path("tall", 338, "webp")) as file:
        assert Picture.open(file).convert("RGB").getpixel((330, 200))[0] > 240


def test_finished_renditions_change_the_content_version():
    make_image()
    before = version.read()
    wait()
    assert version.read() != before


def test_a_claimed_picture_is_left_alone_until_its_claim_is_old():
    image = make_image()
    assert making._claim().pk == image.pk  # by a process that dies
    assert wait() == 0
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + LATER):
        assert wait() == 1


def test_a_picture_that_fails_is_in_nobodys_way_and_is_tried_again(monkeypatch, caplog):
    first, second = make_image(), make_image()
    prepare_all, failing = renditions.prepare_all, [first.pk]

    def fail(master, focal):
        if str(first.key) in master.name and failing:
            raise OSError("The disk is full")
        return prepare_all(master, focal)

    monkeypatch.setattr(renditions, "prepare_all", fail)
    assert [image.pk for image in making.make_waiting()] == [second.pk]
    assert f"The renditions of the picture {first.pk} cannot be made" in caplog.text
    failing.clear()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + LATER):
        assert wait() == 1


@pytest.mark.parametrize(
    "lose", [default_storage.delete, lambda name: default_storage.open(name, "wb").close()]
)
def test_a_picture_whose_master_is_lost_keeps_what_it_has(lose):
    image = make_image()
    lose(image.file.name)
    assert wait() == 0
    image.refresh_from_db()
    assert (image.is_complete, image.version, image.widths()) == (True, 1, [960])


@pytest.mark.parametrize(
    "change", [{"focal_x": 10}, {"file": saved(Picture.new("RGB", (300, 200)), name="other.png")}]
)
def test_what_was_changed_meanwhile_waits_again(monkeypatch, change):
    image, prepare_all = make_image(), renditions.prepare_all

    def meanwhile(master, focal):
        monkeypatch.undo()
        for name, value in change.items():
            setattr(image, name, value)
        image.save()
        return prepare_all(master, focal)

    monkeypatch.setattr(renditions, "prepare_all", meanwhile)
    assert [each.focal_x for each in making.make_waiting()] == [image.focal_x]
    image.refresh_from_db()
    assert image.is_complete
    assert len(default_storage.listdir(f"images/{image.key}/{image.version}")[1]) >= 8


def test_a_failure_while_storing_leaves_the_first_renditions(monkeypatch):
    image, save = make_image(), default_storage.save

    def fail(name, content):
        if "tall" in name:
            raise OSError("The disk is full")
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", fail)
    assert wait() == 0
    image.refresh_from_db()
    assert (image.version, image.is_complete) == (1, False)
    assert default_storage.exists(image.path("full", 960, "webp"))
    assert default_storage.listdir(f"images/{image.key}/2")[1] == []


def test_a_picture_of_an_older_release_gets_its_renditions():
    """It had one file, which was a rendition, and the size of the upload."""
    image = make_image()
    former = default_storage.save(
        f"images/{image.key}/750.webp", saved(Picture.new("RGB", (750, 500)), "WEBP")
    )
    Image.objects.filter(pk=image.pk).update(file=former, version=0, renditions={}, width=1500, height=1000)
    assert wait() == 1
    image.refresh_from_db()
    assert (image.width, image.widths()) == (750, [480, 750])


def test_the_command_says_how_many_it_made():
    make_image(title="River")
    out = io.StringIO()
    call_command("make_renditions", stdout=out, verbosity=2)
    assert out.getvalue() == "River\nMade the renditions of 1 pictures.\n"


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "renditions"]


def test_only_a_server_has_the_thread():
    make_image()
    assert threads() == []


def test_a_server_makes_renditions_of_what_waits_and_of_later_uploads(monkeypatch):
    """The thread is asked when an upload is committed, and not before."""
    asked, seen = threading.Event(), []

    def look():
        seen.append(True)
        asked.set()
        return iter(())

    monkeypatch.setattr(making, "make_waiting", look)
    monkeypatch.setattr(making, "_is_server", False)
    making.start()
    assert asked.wait(10)
    asked.clear()
    with transaction.atomic():
        make_image()
        assert not asked.wait(0.2)
    assert asked.wait(10)
    assert len(threads()) == 1
