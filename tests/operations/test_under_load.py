"""A backup that is taken while people write, upload and delete is one moment of the site, whole."""

import threading
import time

import pytest
from django.core.files.base import ContentFile

from seoulsolution.media.models import File
from seoulsolution.operations.backups.archive import backups_in
from seoulsolution.operations.backups.making import make
from seoulsolution.revisions import history
from tests.factories import make_post
from tests.importing.databases import empty_database
from tests.operations.contents import contents
from tests.revisions.writers import Worker

#: Prints how many posts differ from their latest revision, of how many.
TORN = """
from seoulsolution.revisions.models import Revision
titles = {post: Revision.objects.of(post).first().data["fields"]["title_en"] for post in Post.objects.all()}
print(sum(post.title_en != title for post, title in titles.items()), len(titles))
"""


def edit(post):
    with history.change([post]) as (locked,):
        locked.title_en = f"Edit {int(locked.title_en.rpartition(' ')[2]) + 1}"
        locked.save()


def upload(post):
    """Add a file, and delete the one before last."""
    File.objects.create(file=ContentFile(post.title_en.encode(), "report.txt"), title=post.title_en)
    for old in File.objects.order_by("-pk")[2:]:
        old.delete()


def let_them_act(writers, times=3):
    """Wait until each has acted so often."""
    goals = {writer: writer.times + times for writer in writers}
    while any(writer.is_alive() and writer.times < goal for writer, goal in goals.items()):
        time.sleep(0.02)


@pytest.fixture
def elsewhere(database_on_disk, tmp_path):
    """A migrated site without records, made before anybody writes."""
    with empty_database(tmp_path) as database:
        yield database


def test_it_is_put_back_elsewhere_as_it_was(elsewhere, tmp_path):
    posts = [make_post(title_en="Edit 0") for _one in range(3)]
    stop = threading.Event()
    actions = [lambda post=post: edit(post) for post in posts] + [lambda: upload(posts[0])]
    writers = [Worker(action, stop) for action in actions]
    for writer in writers:
        writer.start()
    try:
        let_them_act(writers)
        made = make(tmp_path / "backups")
        let_them_act(writers)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert [writer.error for writer in writers] == [None] * 4
    assert not made.manifest.missing
    assert made.manifest.rows["revisions_revision"] < sum(writer.times for writer in writers[:3]) + 3

    code, _out, error = elsewhere.run("restore", tmp_path / "backups")
    assert (code, error) == (0, ""), error
    assert elsewhere.run("shell", "-v0", "-c", TORN)[1].split() == ["0", "3"]
    assert elsewhere.run("backup", tmp_path / "again")[0] == 0
    (again,) = backups_in(tmp_path / "again")
    assert contents(again) == contents(made.backup)
    assert again.read().media == made.manifest.media
