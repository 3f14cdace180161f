"""Backups: what lies in the folder, what is refused with a sentence, and what a restore leaves."""

import datetime
import errno
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from news.models import Post
from seoulsolution.media import storing
from seoulsolution.operations.backups import BackupError, archive, databases, making
from seoulsolution.operations.backups.archive import Backup, backups_in, locked
from seoulsolution.operations.backups.making import make
from seoulsolution.operations.backups.restoring import restore
from seoulsolution.pagecache import version
from tests.factories import make_file, make_post
from tests.importing.databases import Database, empty_database
from tests.operations.contents import contents

NAMES = ("2026-01-01T000000Z", "2026-01-02T000000Z", "2026-01-03T000000Z")


def _deleted(name):
    """Open a file of the storage that somebody has just deleted."""
    default_storage.delete(name)
    return default_storage._open(name)


def _full(*arguments):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker, tmp_path_factory):
    """A backup of a site without records, with one upload."""
    with django_db_blocker.unblock():
        default_storage.save("files/kept/1.txt", ContentFile(b"A report"))
        yield make(tmp_path_factory.mktemp("backups")).backup
        default_storage.delete("files/kept/1.txt")
        connection.close()


@pytest.fixture
def backup(whole, tmp_path):
    """A copy of it, to be damaged."""
    return Backup(shutil.copytree(whole.folder, tmp_path / "backups" / whole.folder.name))


@pytest.mark.django_db
class TestRestoreRefuses:
    def test_a_folder_without_a_backup(self, tmp_path):
        (tmp_path / "holiday.jpg").touch()
        with pytest.raises(BackupError, match="There is no backup in"):
            restore(tmp_path)

    @pytest.mark.parametrize("name", ["database", "media/files/kept/1.txt"])
    def test_a_file_that_was_changed(self, backup, name):
        path = backup.folder / name
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(BackupError, match=f"{name} is not what was written"):
            restore(backup.folder)

    def test_a_file_that_is_missing(self, backup):
        backup.media("files/kept/1.txt").unlink()
        with pytest.raises(BackupError, match=r"1\.txt cannot be read: No such file"):
            restore(backup.folder)

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"format": 99}, "in a format not known here"),
            ({"vendor": "oracle"}, "This is a backup of oracle, and the site is on"),
            (
                {"migrations": [["news", "0999_of_tomorrow"]]},
                r"newer release, which has news\.0999_of_tomorrow",
            ),
            ({"media": {"../../etc/cron.d/job": {"size": 0, "sha256": ""}}}, "is no name of an upload"),
            ({"media": {"files/a\0b": {"size": 0, "sha256": ""}}}, "is no name of an upload"),
            ({"rows": None}, "cannot be read"),
        ],
        ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
    )
    def test_a_manifest_that_does_not_fit(self, backup, values, sentence):
        path = backup.folder / archive.MANIFEST
        manifest = json.loads(path.read_text()) | values
        path.write_text(json.dumps(manifest))
        with pytest.raises(BackupError, match=sentence):
            restore(backup.folder)

    def test_a_database_that_has_records(self, backup, django_user_model):
        django_user_model.objects.create_user("staff")
        with pytest.raises(BackupError, match="The present database has records: --replace"):
            restore(backup.folder)

    def test_a_folder_in_which_somebody_works(self, backup):
        with (
            locked(backup.folder.parent),
            pytest.raises(BackupError, match="Another backup or restore works"),
        ):
            restore(backup.folder)


@pytest.mark.django_db(transaction=True)
def test_a_restored_site_is_as_it_was(tmp_path):
    post, file = make_post(), make_file()
    made = make(tmp_path)
    before = version.read()
    post.delete()
    storing.delete([file.file.name])
    make_post(title_en="Since then")

    restore(tmp_path, replace=True)
    assert type(post).objects.get().title_en == "Up to 1 GW of geothermal energy"
    with default_storage.open(file.file.name) as stored:
        assert stored.read().startswith(b"%PDF")
    assert version.read().epoch not in (before.epoch, made.manifest.begun_at)
    again = make(tmp_path / "again")
    assert contents(again.backup) == contents(made.backup)


@pytest.mark.django_db(transaction=True)
class TestRestore:
    def test_a_copy_that_lacks_rows_changes_nothing(self, tmp_path):
        make_post()
        backup = make(tmp_path).backup
        manifest = json.loads((backup.folder / archive.MANIFEST).read_text())
        manifest["rows"]["news_post"] += 1
        (backup.folder / archive.MANIFEST).write_text(json.dumps(manifest))
        make_post(title_en="Since then")
        with pytest.raises(BackupError, match="has 1 rows in news_post, and should have 2"):
            restore(tmp_path, replace=True)

    @pytest.mark.parametrize("lacks", ["rows", "its end"])
    def test_a_dump_that_fails_halfway_changes_nothing(self, tmp_path, lacks):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite takes all pages in one step.")
        make_post()
        made = make(tmp_path)
        path, rows = made.backup.database, dict(made.manifest.rows)
        if lacks == "rows":
            rows["news_post"] += 1
        else:
            os.truncate(path, made.manifest.database.size // 2)
        make_post(title_en="Since then")
        with pytest.raises(BackupError, match=r"^(psql|pg_restore) failed: "):
            databases.of_site().load(path, rows, "another")
        assert Post.objects.count() == 2

    def test_a_file_that_is_deleted_while_it_is_copied_is_left_out(self, tmp_path, monkeypatch):
        default_storage.save("files/short/1.txt", ContentFile(b"short"))
        monkeypatch.setattr(default_storage, "open", _deleted)
        made = make(tmp_path)
        assert "files/short/1.txt" not in made.manifest.media
        assert not made.backup.media("files/short/1.txt").exists()


class TestFolder:
    """What lies in a folder of backups; nothing here asks a database."""

    @pytest.fixture
    def folder(self, tmp_path):
        for name in (*NAMES, "2025-holiday"):
            (tmp_path / name).mkdir()
            (tmp_path / name / archive.MANIFEST).touch()
        (tmp_path / "2026-01-09T000000Z").mkdir()  # without a manifest
        return tmp_path

    def test_backups_are_found_by_name_and_manifest_the_latest_first(self, folder):
        assert [backup.folder.name for backup in backups_in(folder)] == [*reversed(NAMES)]
        assert archive.find(folder).folder.name == NAMES[-1]
        assert archive.find(folder / NAMES[0]).folder.name == NAMES[0]

    def test_the_latest_are_kept_and_what_is_no_backup_stays(self, folder):
        assert archive.keep_latest(folder, 2) == [NAMES[0]]
        assert {path.name for path in folder.iterdir()} == {*NAMES[1:], "2025-holiday", "2026-01-09T000000Z"}

    def test_the_last_one_stays(self, folder):
        archive.keep_latest(folder, 0)
        assert [backup.folder.name for backup in backups_in(folder)] == [NAMES[-1]]

    def test_what_killed_runs_left_is_removed(self, folder):
        (folder / ".unfinished-2026").mkdir()
        (folder / ".removed-2025").mkdir()
        with archive.new_backup(folder, datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)) as backup:
            assert [path.name for path in folder.glob(".*")] == [backup.folder.name]
        assert (folder / "2026-05-01T000000Z").is_dir()

    def test_one_that_fails_leaves_nothing(self, folder):
        before = sorted(folder.iterdir())
        with (
            pytest.raises(OSError, match="No space"),
            archive.new_backup(folder, datetime.datetime.now(datetime.UTC)),
        ):
            _full()
        assert sorted(folder.iterdir()) == before


@pytest.mark.django_db(transaction=True)
class TestMake:
    @pytest.fixture(autouse=True)
    def _own_uploads(self, tmp_path_factory, settings):
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("uploads")

    def test_the_disk_is_full(self, tmp_path, monkeypatch):
        monkeypatch.setattr("os.fsync", _full)
        with pytest.raises(CommandError, match="cannot take the backup: No space left on device"):
            call_command("backup", tmp_path)
        assert not [*tmp_path.iterdir()]

    def test_a_copy_that_is_not_what_was_written_is_no_backup(self, tmp_path, monkeypatch):
        monkeypatch.setattr(making, "digest_of", lambda path: archive.Stored(1, "0" * 64))
        with pytest.raises(BackupError, match="is not what was written"):
            make(tmp_path, keep=1)
        assert not [*tmp_path.iterdir()]

    def test_a_database_that_cannot_be_copied_is_a_sentence(self, tmp_path, monkeypatch):
        monkeypatch.setattr(Backup, "database", Path("/dev/full"))
        with pytest.raises(BackupError, match=r"cannot be copied|cannot take the backup|pg_dump failed"):
            make(tmp_path)
        assert not [*tmp_path.iterdir()]

    def test_old_uploads_are_linked_and_damaged_ones_copied_again(self, tmp_path):
        for number in (1, 2):
            name = default_storage.save(f"files/old/{number}.txt", ContentFile(b"old"))
            os.utime(default_storage.path(name), (0, 0))
        first = make(tmp_path).backup
        first.media("files/old/2.txt").write_bytes(b"rot")
        with time_machine.travel(datetime.timedelta(minutes=1)):
            second = make(tmp_path).backup
        links = [second.media(f"files/old/{number}.txt").stat().st_nlink for number in (1, 2)]
        assert links == [2, 1]
        assert second.media("files/old/2.txt").read_bytes() == b"old"

    def test_the_command_says_what_was_copied_and_what_is_missing(self, tmp_path):
        file = make_file()
        storing.delete([file.file.name])
        out, error = io.StringIO(), io.StringIO()
        call_command("backup", tmp_path, keep=3, stdout=out, stderr=error)
        assert re.search(r"Z: \d+ rows, 0 uploads, \d+\.\d MB; all read again\.", out.getvalue())
        assert f"the storage lacks: {file.file.name} (1)." in error.getvalue()

    def test_a_client_of_postgresql_that_is_missing_is_named(self, tmp_path, monkeypatch):
        if connection.vendor == "sqlite":
            pytest.skip("SQLite needs no client.")
        monkeypatch.setenv("PATH", "")
        with pytest.raises(BackupError, match="pg_dump is missing: install the client programs"):
            make(tmp_path)


def test_zero_backups_cannot_be_kept(tmp_path):
    with pytest.raises(CommandError, match="takes 1 or more"):
        call_command("backup", tmp_path, keep=0)


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_leaves_the_old_backups_and_no_other(tmp_path):
    folder, pipe = tmp_path / "backups", tmp_path / "media/files/pipe.txt"
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)  # whoever reads it waits
    shutil.copytree(make(tmp_path / "first").backup.folder, folder / NAMES[0])
    with empty_database(tmp_path) as site:
        process = site.start("backup", folder)
        while not [*folder.glob(".unfinished-*/media/files")]:
            assert process.poll() is None
            time.sleep(0.02)
        with pytest.raises(BackupError, match="Another backup or restore works"):
            make(folder)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert [backup.folder.name for backup in backups_in(folder)] == [NAMES[0]]
    assert make(folder, keep=1).removed == [NAMES[0]]


MARK = "UPDATE pagecache_contentversion SET number = 4711"
NUMBER = "SELECT number FROM pagecache_contentversion"
WAITING = """
SELECT 1 FROM pg_locks WHERE NOT granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def _open(url):
    """Return a connection of our own to a database."""
    return sqlite3.connect(url.removeprefix("sqlite:///")) if "sqlite" in url else psycopg.connect(url)


def _waits(site):
    """Return whether a restore has come to the point where it wants the database for itself."""
    if connection.vendor == "sqlite":
        return any(site.folder.glob(".restoring-*/database"))
    with closing(psycopg.connect(site.url)) as own:
        return own.execute(WAITING).fetchone()


@pytest.mark.django_db(transaction=True)
def test_a_restore_that_is_killed_leaves_what_was_there(whole, tmp_path):
    with empty_database(tmp_path) as site, closing(_open(site.url)) as holder:
        if connection.vendor == "sqlite":
            holder.execute("PRAGMA journal_mode=WAL")  # as the site's own
        holder.execute(MARK)
        holder.commit()
        holder.execute(MARK)  # and holds its row, until the rollback
        process = site.start("restore", whole.folder, "--replace")
        while not _waits(site):
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        holder.rollback()
        with closing(_open(site.url)) as other:
            assert other.execute(NUMBER).fetchone() == (4711,)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_is_not_taken_for_a_damaged_one(whole, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are not ours.")
    with empty_database(tmp_path) as site, closing(_open(site.url)) as holder:
        holder.execute(MARK)  # without a write-ahead log, nobody else may even begin
        code, _out, error = site.run("restore", whole.folder, "--replace")
        assert code == 1
        assert "cannot be written: database is locked" in error
        holder.commit()
        assert holder.execute(NUMBER).fetchone() == (4711,)
    assert [*tmp_path.glob("*.damaged")] == []


@pytest.mark.django_db(transaction=True)
def test_a_damaged_database_is_moved_away(whole, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are not ours.")
    (tmp_path / "db.sqlite3").write_bytes(b"no database" * 1000)
    site = Database(f"sqlite:///{tmp_path / 'db.sqlite3'}", tmp_path)
    assert "cannot be read (file is not a database): --replace" in site.run("restore", whole.folder)[2]
    code, _out, error = site.run("restore", whole.folder, "--replace")
    assert (code, error) == (0, "")
    assert (tmp_path / "db.sqlite3.damaged").exists()
