"""Odd and hostile files through the command, as a user would meet them."""

import codecs
import json
import os
import subprocess
import sys
import unicodedata
from unittest import mock

import pytest
from django.db import DatabaseError

from news.models import Post
from seoulsolution.importing.loading.writers.news import PostWriter
from seoulsolution.importing.models import FileOutcome, LedgerEntry, Proposal, Run, SourceFile
from seoulsolution.reviews.models import Provenance
from tests.importing import pages, seeds
from tests.importing.helpers import only_file, outcomes, run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
PAGE = pages.home((TITLE,))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"News\0", "binary: a NUL byte at byte 4"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary: a NUL byte at byte 8"),
        (PAGE.encode("utf-16-le"), "byte-order mark"),
        (b"\xff\xff", "unknown encoding"),
        (b'{"a": 1}', "unknown kind of page"),
        (f"{PAGE}\n\n{pages.LIST}".encode(), "two kinds of page"),
    ],
)
def test_refused_files_write_nothing_and_the_others_go_on(data, reason, tmp_path):
    bad, good = write(tmp_path, "a.txt", data), write(tmp_path, "b.txt", PAGE)
    succeeded, report, printed = run_import(tmp_path, bad, good)
    refused, imported = report["files"]
    assert not succeeded
    assert (refused["status"], imported["status"]) == ("refused", "imported")
    assert reason in refused["reason"]
    assert reason in printed
    assert FileOutcome.objects.get(status="refused").reason == refused["reason"]
    assert SourceFile.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (codecs.BOM_UTF8 + PAGE.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), "utf-16-be"),
        (PAGE.encode("cp949", "replace"), "cp949"),
        (PAGE.replace("\n", "\r\n").encode(), "utf-8"),
        (PAGE.replace("\n", "\r").encode(), "utf-8"),
        (unicodedata.normalize("NFD", PAGE).encode(), "utf-8"),
    ],
)
def test_other_encodings_and_line_ends_are_the_same_records(data, encoding, tmp_path):
    run_import(tmp_path, write(tmp_path, "a.txt", PAGE))
    succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "b.txt", data))
    assert succeeded
    assert only_file(report)["encoding"] == encoding
    assert set(outcomes(report)) == {"unchanged"}
    assert Provenance.objects.filter(encoding=encoding).exists()


def test_the_same_file_under_two_names(tmp_path):
    first, second = write(tmp_path, "a.txt", PAGE), write(tmp_path, "b.txt", PAGE)
    _succeeded, report, _printed = run_import(tmp_path, first, second, first)
    assert [file["status"] for file in report["files"]] == ["imported", "unchanged", "unchanged"]
    assert Post.objects.get().provenances.count() == 2
    assert not Proposal.objects.exists()


def test_a_database_error_rolls_the_whole_file_back(tmp_path):
    titles = [f"Seoul Opens Line Number {number}" for number in range(40)]
    page = write(tmp_path, "a.txt", pages.home(*[(title, "2020-06-11") for title in titles]))
    good = write(tmp_path, "b.txt", PAGE)
    with mock.patch.object(PostWriter, "build", _failing_at("Seoul Opens Line Number 37")):
        succeeded, report, _printed = run_import(tmp_path, page, good)
    failed, imported = report["files"]
    assert not succeeded
    assert (failed["status"], failed["records"], imported["status"]) == ("failed", [], "imported")
    assert failed["reason"] == "database error, nothing of the file was written: disk full"
    assert Post.objects.get().title_en == TITLE
    assert LedgerEntry.objects.filter(kind="news_post").count() == 1


def _failing_at(title):
    build = PostWriter.build

    def fail(self, values, key):
        if values["title_en"] == title:
            raise DatabaseError("disk full")
        return build(self, values, key)

    return fail


def test_a_run_is_written_down(tmp_path):
    _succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", PAGE), tmp_path / "missing")
    run = Run.objects.get()
    assert (str(run.id), run.status) == (report["run"], "incomplete")
    assert run.totals == report["totals"]
    assert run.finished_at >= run.started_at
    assert run.outcomes.count() == 2


def test_a_database_without_tables_is_a_sentence(tmp_path):
    environment = os.environ | {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
    }
    command = [sys.executable, str(seeds.SEEDS.parent / "manage.py"), "import_seeds"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "The database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_listing_survives_json(tmp_path):
    run_import(tmp_path, write(tmp_path, "a.txt", PAGE))
    assert json.loads(json.dumps(SourceFile.objects.get().listing)) == SourceFile.objects.get().listing
