"""manage.py unused_media: what nothing uses is listed, and removed only on request."""

import datetime
import io

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction

from seoulsolution.media import making, storing, uses
from seoulsolution.media.models import File, Image
from seoulsolution.revisions import drafts, history, snapshots
from seoulsolution.revisions.models import Revision
from tests.factories import make_image, make_post

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = datetime.timedelta(days=1, minutes=1)


def run(*options, later=TOMORROW):
    out = io.StringIO()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + later):
        call_command("unused_media", *options, stdout=out, stderr=out)
    return out.getvalue().splitlines()


def make_file(name="report.txt"):
    return File.objects.create(file=SimpleUploadedFile(name, b"A report"))


@pytest.fixture(autouse=True)
def _nothing_stored():
    for folder in ("images", "files"):
        storing.delete(storing.walk(folder))


def test_a_file_whose_row_is_rolled_back_is_not_left():
    file = make_file()
    with transaction.atomic():
        make_file("other.txt")
        file.file = SimpleUploadedFile("new.txt", b"A new report")
        file.save()
        transaction.set_rollback(True)
    assert list(storing.walk("files")) == [f"files/{file.key}/1.txt"]


def test_what_is_used_is_not_listed():
    make_post(cover=make_image())
    in_text = make_image()
    make_post(body_en=f'<site-picture key="{in_text.key}"></site-picture>')
    [*_made] = making.make_waiting()
    assert run() == ["Nothing is kept for nothing."]


def test_what_a_draft_uses_is_not_listed(staff):
    post, image = make_post(), make_image()
    data = snapshots.take(post)
    data["fields"]["cover"] = image.pk
    with history.change([post], user=staff) as [locked]:
        drafts.save(locked, data, user=staff)
    assert uses.users_of(image) == [post]
    assert run("--delete") == ["Nothing is kept for nothing."]


def test_what_nothing_uses_is_listed_and_kept():
    image, file = make_image(title="River"), make_file()
    assert run() == [f"image {image.pk}: River", f"file {file.pk}: report", "2 found; --delete removes them."]
    assert Image.objects.get().title == "River"
    assert default_storage.exists(image.file.name)


def test_on_request_it_is_removed_with_its_files_and_the_history_says_so():
    image, file = make_image(title="River"), make_file()
    assert run("--delete")[-1].endswith(" removed.")
    assert not Image.objects.exists()
    assert not File.objects.exists()
    assert [*storing.walk("images"), *storing.walk("files")] == []
    assert Revision.objects.deleted(Image).get().object_id == image.pk
    assert Revision.objects.deleted(File).get().object_id == file.pk


def test_the_accessible_form_of_a_file_is_in_use():
    better = make_file("better.txt")
    file = make_file("scan.txt")
    file.alternative_file = better
    file.save()
    assert run()[:-1] == [f"file {file.pk}: scan"]


def test_stored_files_that_nothing_knows_are_removed_on_request():
    image = make_image()
    make_post(cover=image)
    stray = default_storage.save(f"images/{image.key}/7/full-480.webp", ContentFile(b"left"))
    assert run() == [f"stored file: {stray}", "1 found; --delete removes them."]
    assert default_storage.exists(stray)
    run("--delete")
    assert not default_storage.exists(stray)
    assert default_storage.exists(image.path("full", 960, "webp"))


def test_an_earlier_version_of_a_file_belongs_to_its_history():
    file = make_file()
    make_file_used(file)
    with history.change([file]) as [locked]:
        locked.file = SimpleUploadedFile("report.txt", b"Another report")
        locked.save()
    assert len(list(storing.walk("files"))) == 2
    assert run("--delete") == ["Nothing is kept for nothing."]
    assert len(list(storing.walk("files"))) == 2


def make_file_used(file):
    post = make_post()
    post.attachments.create(file=file, position=1)


def test_what_came_today_is_left_alone():
    make_image()
    default_storage.save("images/stray.webp", ContentFile(b"An upload that is not committed"))
    assert run("--delete", later=datetime.timedelta(hours=1)) == ["Nothing is kept for nothing."]
