"""Odd and hostile input through the command, as a user would meet it."""

import codecs
import json
import os
import re
import subprocess
import sys
import unicodedata
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from news.models import Post
from partners.models import Partner
from seoulsolution.content.models import State
from seoulsolution.importing import sources
from seoulsolution.importing.loading.writers.news import PostWriter
from seoulsolution.importing.models import FileOutcome, LedgerEntry, Proposal, Run, SourceFile, UnplacedLine
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


def test_a_bad_date_is_a_draft_with_a_warning(tmp_path):
    page = write(tmp_path, "a.txt", pages.home((TITLE, "2020-02-31")))
    succeeded, report, printed = run_import(tmp_path, page)
    assert succeeded
    assert only_file(report)["warnings"] == [{"line": 4, "message": "impossible date '2020-02-31'"}]
    assert "a.txt:4: impossible date" in printed
    assert (Post.objects.get().state, Post.objects.get().date) == (State.DRAFT, None)


def test_an_item_that_cannot_be_stored_is_refused_alone(tmp_path):
    page = write(tmp_path, "a.txt", pages.home(("x" * 10_000, "2020-06-11"), (TITLE, "2020-06-11")))
    succeeded, report, printed = run_import(tmp_path, page)
    assert not succeeded
    assert outcomes(report) == ["refused", "created", "created", "created"]
    assert "title of 10,000 characters" in printed
    assert list(UnplacedLine.objects.values_list("number", flat=True)) == [3, 4, 5]


def test_lone_surrogates_are_no_database_error(tmp_path):
    data = pages.home(("A broken\ud800 title", "2020-06-11"), (TITLE, "2020-06-11")).encode(
        "utf-8", "surrogatepass"
    )
    _succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", data))
    assert outcomes(report)[:2] == ["refused", "created"]
    assert SourceFile.objects.get().text.count("\ufffd") == 1


def test_the_same_file_under_two_names(tmp_path):
    first, second = write(tmp_path, "a.txt", PAGE), write(tmp_path, "b.txt", PAGE)
    _succeeded, report, _printed = run_import(tmp_path, first, second, first)
    assert [file["status"] for file in report["files"]] == ["imported", "unchanged", "unchanged"]
    assert Post.objects.get().provenances.count() == 2
    assert not Proposal.objects.exists()


def test_a_folder_is_read_in_order_with_what_is_below(tmp_path):
    folder = tmp_path / "pages"
    (folder / "b").mkdir(parents=True)
    for name in ("c.txt", "b/d.txt", "a.txt", ".hidden"):
        write(folder, name, PAGE)
    _succeeded, report, _printed = run_import(tmp_path, folder)
    assert [file["path"].split("pages/")[1] for file in report["files"]] == ["a.txt", "b/d.txt", "c.txt"]


def test_links_end_and_do_not_lead_outside(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    outside = write(tmp_path, "outside.txt", PAGE)
    page = write(folder, "page.txt", PAGE)
    (folder / "again").symlink_to(folder)
    (folder / "link").symlink_to(page)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "out").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    succeeded, report, _printed = run_import(tmp_path, folder)
    found = {file["path"].split("pages/")[1]: (file["status"], file["reason"]) for file in report["files"]}
    assert not succeeded
    assert found == {
        "link": ("imported", None),
        "loop": ("refused", "a link that leads nowhere or to itself"),
        "out": ("refused", "a link to outside the folder, not followed"),
        "page.txt": ("unchanged", None),
        "up": ("refused", "a link to outside the folder, not followed"),
    }


def test_missing_and_special_files_fail_alone(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    succeeded, report, printed = run_import(
        tmp_path, tmp_path / "missing", pipe, write(tmp_path, "a.txt", PAGE)
    )
    assert not succeeded
    assert [file["status"] for file in report["files"]] == ["failed", "refused", "imported"]
    assert "no such file or folder" in printed


def test_an_unreadable_file_fails_alone(tmp_path):
    page = write(tmp_path, "a.txt", PAGE)
    with mock.patch.object(
        sources, "open", create=True, side_effect=PermissionError(13, "Permission denied")
    ):
        _succeeded, report, _printed = run_import(tmp_path, page)
    assert only_file(report)["reason"] == "cannot be read: permission denied"


def test_a_huge_file_is_refused_unread(tmp_path):
    huge = tmp_path / "huge.txt"
    with open(huge, "wb") as file:
        file.truncate(100 * 1024 * 1024)
    _succeeded, report, _printed = run_import(tmp_path, huge)
    assert only_file(report)["reason"].startswith("too large: 104,857,600 bytes")


@pytest.mark.parametrize(
    "name", [unicodedata.normalize("NFD", "서울 소식.txt"), "two\nlines.txt", "-x.txt", "b\udcff.txt"]
)
def test_odd_file_names_work_and_are_escaped(name, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    write(folder, name, PAGE)
    succeeded, report, printed = run_import(tmp_path, folder)
    assert succeeded
    assert only_file(report)["path"].isprintable()
    assert "\nlines" not in printed


def test_a_database_error_rolls_the_whole_file_back(tmp_path):
    titles = [f"Seoul Opens Line Number {number}" for number in range(40)]
    page = write(tmp_path, "a.txt", pages.home(*[(title, "2020-06-11") for title in titles]))
    good = write(tmp_path, "b.txt", PAGE)
    with mock.patch.object(PostWriter, "create", _failing_at("Seoul Opens Line Number 37")):
        succeeded, report, _printed = run_import(tmp_path, page, good)
    failed, imported = report["files"]
    assert not succeeded
    assert (failed["status"], failed["records"], imported["status"]) == ("failed", [], "imported")
    assert failed["reason"] == "database error, nothing of the file was written: disk full"
    assert Post.objects.get().title_en == TITLE
    assert LedgerEntry.objects.filter(kind="news_post").count() == 1


def _failing_at(title):
    create = PostWriter.create

    def fail(self, values, key, context):
        if values["title_en"] == title:
            raise DatabaseError("disk full")
        return create(self, values, key, context)

    return fail


def test_a_run_is_written_down(tmp_path):
    _succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", PAGE), tmp_path / "missing")
    run = Run.objects.get()
    assert (str(run.id), run.status) == (report["run"], "incomplete")
    assert run.totals == report["totals"]
    assert run.finished_at >= run.started_at
    assert run.outcomes.count() == 2


def test_markup_stays_text(tmp_path):
    body = "Text <script>alert(1)</script> and < 6 areas … > & more."
    run_import(tmp_path, write(tmp_path, "a.txt", pages.home((TITLE, "2020-06-11", body))))
    post = Post.objects.get()
    assert (
        post.body_en
        == "<p>Text &lt;script&gt;alert(1)&lt;/script&gt; and &lt; 6 areas … &gt; &amp; more.</p>"
    )


def test_a_refused_report_stops_before_anything_is_written(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("import_seeds", report=tmp_path / "missing" / "report.json")
    assert not Run.objects.exists()


def test_report_has_the_agreed_shape(tmp_path):
    _succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", PAGE))
    assert list(report) == ["run", "dry_run", "files", "totals"]
    file = only_file(report)
    assert list(file) == [
        "path",
        "sha256",
        "encoding",
        "frame",
        "status",
        "reason",
        "lines",
        "records",
        "warnings",
    ]
    assert list(file["lines"]) == ["total", "nonblank", "record", "furniture", "unplaced"]
    assert list(file["records"][0]) == [
        "kind",
        "title",
        "date",
        "language",
        "lines",
        "outcome",
        "published",
        "review",
    ]
    assert not (tmp_path / "report.json.part").exists()


def test_quiet_says_nothing_when_all_is_well(tmp_path):
    page = write(tmp_path, "a.txt", PAGE)
    assert run_import(tmp_path, page, verbosity=0)[2] == ""


def test_unplaced_lines_are_shown_and_kept(tmp_path):
    page = write(tmp_path, "a.txt", "What is this?\n" + PAGE)
    succeeded, _report, printed = run_import(tmp_path, page)
    assert succeeded
    assert re.search(r"unplaced .*a\.txt:1: What is this\?", printed)
    assert UnplacedLine.objects.get().text == "What is this?"


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


def test_partners_are_never_made_of_undated_items(tmp_path):
    page = pages.home((TITLE, "2020-06-11"), ("Undated", None), logos=("KOTRA 로고이미지",))
    run_import(tmp_path, write(tmp_path, "a.txt", page))
    assert list(Partner.objects.values_list("name_en", flat=True)) == ["KOTRA"]
    assert Post.objects.get(title_en="Undated").state == State.DRAFT


def test_the_listing_survives_json(tmp_path):
    run_import(tmp_path, write(tmp_path, "a.txt", PAGE))
    assert json.loads(json.dumps(SourceFile.objects.get().listing)) == SourceFile.objects.get().listing
