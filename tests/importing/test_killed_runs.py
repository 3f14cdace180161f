"""Runs that are killed, overlap, or lose their database leave whole files only; the next run finishes."""

import random
import signal
import time
from functools import partial

import pytest
from django.db import connection

from seoulsolution.importing.models import SourceFile
from seoulsolution.reviews.models import Provenance
from tests.importing import generated
from tests.importing.databases import empty_database
from tests.importing.helpers import picture

FILES = 200
INTERRUPTED = 130
KILLS = 3
FEW = 16
# manage.py import_seeds on a disk that is full when three files are in.
FULL_DISK = """
import sys
from django.core.management import execute_from_command_line
from django.db import connection
from django.db.backends.signals import connection_created

loaded = []

def tidy(connection, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # or what tests before this one left free would be room enough

def fill(execute, sql, *arguments):
    done = execute(sql, *arguments)
    loaded.extend(["one"] if sql.startswith('INSERT INTO "importing_fileoutcome"') else [])
    if len(loaded) == 3:
        with connection.cursor() as cursor:
            loaded.append("limit")
            cursor.execute("PRAGMA page_count")
            # Enough for the rest of this file, not for all the others.
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 8}")
    return done

def watch(connection, **kwargs):
    from seoulsolution.importing import chunks

    chunks.MOST_FILES = 1
    tidy(connection)
    connection.execute_wrappers.append(fill)

connection_created.connect(watch)
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return generated.write_files(tmp_path_factory.mktemp("files"), FILES)


@pytest.fixture(scope="module")
def undisturbed(files, django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the database after an undisturbed run, and the seconds that took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with django_db_blocker.unblock(), empty_database(folder) as database:
        begin = time.monotonic()
        code, out, error = database.run("import_seeds", files)
        seconds = time.monotonic() - begin
        assert code == 0, out + error
        yield picture_of(database), seconds


def picture_of(database):
    with database.in_this_process():
        return picture()


def assert_whole_files_only(database):
    with database.in_this_process():
        assert not SourceFile.objects.filter(outcomes=None).exists()
        assert not SourceFile.objects.filter(listing={}).exists()
        for file in SourceFile.objects.all():
            assert len(file.listing["records"]) == Provenance.objects.filter(sha256=file.sha256).count()


def test_killed_at_random_points_the_next_run_ends_it(files, undisturbed, own_database):
    whole, seconds = undisturbed
    dice = random.Random(201)  # noqa: S311 - the same points each time
    for _ in range(KILLS):
        process = own_database.start("import_seeds", files)
        process.stdout.readline()
        time.sleep(dice.uniform(0, seconds / KILLS))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    assert_whole_files_only(own_database)
    code, out, error = own_database.run("import_seeds", files)
    assert code == 0, out + error
    assert picture_of(own_database) == whole


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    return generated.write_files(tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def picture_of_few(few, django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), empty_database(tmp_path_factory.mktemp("sound")) as database:
        code, out, error = database.run("import_seeds", few)
        assert code == 0, out + error
        yield picture_of(database)


def test_two_imports_at_once_give_the_same(few, picture_of_few, own_database):
    runs = [own_database.start("import_seeds", few) for _ in range(2)]
    ends = [(run.communicate(timeout=120), run.returncode) for run in runs]
    assert [code for _said, code in ends] == [0, 0], ends
    assert picture_of(own_database) == picture_of_few
    assert_whole_files_only(own_database)


def test_a_full_disk_is_a_clear_error_and_nothing_is_half_written(few, picture_of_few, own_database):
    if connection.vendor != "sqlite":
        pytest.skip("the limit of pages is SQLite's")
    # The index may hold words of tests before this one, which are thrown out to make room.
    assert own_database.run("rebuild_search")[0] == 0
    code, out, error = own_database.run("import_seeds", few, program=("-c", FULL_DISK))
    assert code == 1
    assert "database or disk is full" in out + error
    assert out.count("imported  ") >= 3
    assert "Traceback" not in error
    assert_whole_files_only(own_database)
    assert own_database.run("import_seeds", few)[0] == 0
    assert picture_of(own_database) == picture_of_few


def test_a_database_that_restarts_stops_no_file(few, picture_of_few, own_database):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    process = own_database.start("import_seeds", few)
    process.stdout.readline()
    with connection._nodb_cursor() as cursor:
        name = own_database.url.rsplit("/", 1)[1]
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    out, error = process.communicate(timeout=120)
    # The chunk under way is taken up again, file by file.
    assert (process.returncode, "Traceback" in out + error) == (0, False)
    assert_whole_files_only(own_database)
    assert own_database.run("import_seeds", few)[0] == 0
    assert picture_of(own_database) == picture_of_few


def test_ctrl_c_ends_with_a_sentence_and_leaves_no_half_report(files, own_database, tmp_path):
    report = tmp_path / "report.json"
    # When the tests run in the background, their child processes ignore Ctrl+C.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = own_database.start("import_seeds", files, "--report", report, preexec_fn=heard)
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=120)
    assert process.returncode == INTERRUPTED
    assert error.strip() == (
        "CommandError: Stopped. The files listed are in as a whole; the same command goes on."
    )
    assert len(out.splitlines()) < FILES
    assert [path.name for path in tmp_path.glob("report*")] == []
    assert_whole_files_only(own_database)


def test_an_output_that_nobody_reads_any_more_stops_the_run_quietly(files, own_database, tmp_path):
    with own_database.start("import_seeds", files, "--report", tmp_path / "report.json") as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 1
    assert [path.name for path in tmp_path.glob("report*")] == []
    assert_whole_files_only(own_database)
