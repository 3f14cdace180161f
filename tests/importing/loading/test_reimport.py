"""Importing the same files again, in other orders, and as a dry run."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from news.models import Issue, Post
from seoulsolution.content.models import State
from seoulsolution.importing.loading import reimport
from seoulsolution.importing.models import FileOutcome, LedgerEntry, Run, SourceFile
from tests.importing import generated, pages, seeds
from tests.importing.helpers import counts, outcomes, picture, run_import, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    succeeded, report, _printed = run_import(tmp_path)
    assert succeeded
    return report


def test_second_run_changes_nothing(imported, tmp_path):
    before = picture()
    succeeded, report, _printed = run_import(tmp_path)
    assert succeeded
    assert set(outcomes(report)) == {"unchanged"}
    assert {file["status"] for file in report["files"]} == {"unchanged"}
    assert [len(file["records"]) for file in report["files"]] == [5, 37, 13, 33, 37]
    assert picture() == before


def test_second_run_lists_what_the_first_did(imported, tmp_path):
    _succeeded, report, _printed = run_import(tmp_path)
    for first, second in zip(imported["files"], report["files"], strict=True):
        for row in (*first["records"], *second["records"]):
            del row["outcome"]
        assert first["records"] == second["records"]
        assert first["lines"] == second["lines"]


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_any_order_gives_the_same_database(order, tmp_path, imported_picture):
    for position in order:
        assert run_import(tmp_path, seeds.SEEDS / f"{seeds.NAMES[position]}.txt")[0]
    assert picture() == imported_picture


def test_dry_run_writes_nothing(tmp_path):
    before = counts()
    succeeded, report, printed = run_import(tmp_path, dry_run=True)
    assert succeeded
    assert report["dry_run"] is True
    assert set(outcomes(report)) == {"created", "unchanged"}
    assert counts() == before
    assert [model for model in (Run, SourceFile, LedgerEntry) if model.objects.exists()] == []
    assert "Dry run: nothing was written." in printed


def queries_of_a_second_run(tmp_path, number):
    folder = generated.write_files(tmp_path / str(number), number)
    run_import(tmp_path, folder)
    with CaptureQueriesContext(connection) as queries:
        _succeeded, report, _printed = run_import(tmp_path, folder)
    assert [file["status"] for file in report["files"]] == ["unchanged"] * number
    return len(queries)


def test_a_second_run_asks_the_database_as_often_for_many_files_as_for_few(tmp_path):
    assert queries_of_a_second_run(tmp_path, 40) == queries_of_a_second_run(tmp_path, 8)


@pytest.mark.parametrize(("files_at_once", "lines_at_once"), [(200, 10_000), (3, 10_000), (200, 5)])
def test_known_new_and_bad_files_are_reported_in_their_order(
    tmp_path, monkeypatch, files_at_once, lines_at_once
):
    monkeypatch.setattr(reimport, "FILES_AT_ONCE", files_at_once)
    monkeypatch.setattr(reimport, "LINES_AT_ONCE", lines_at_once)
    folder = generated.write_files(tmp_path / "pages", 10) / "000"
    (folder / "000004.txt").rename(tmp_path / "later.txt")
    _succeeded, first, _printed = run_import(tmp_path, folder)
    (tmp_path / "later.txt").rename(folder / "000004.txt")
    write(folder, "000002.txt", "")
    write(folder, "000007.txt", pages.home(("Another Text Altogether",)))
    succeeded, report, _printed = run_import(tmp_path, folder)
    assert not succeeded
    names = [file["path"].rsplit("/")[-1] for file in report["files"]]
    assert names == [f"{number:06}.txt" for number in range(10)]
    bad = {2: "refused", 4: "imported", 7: "imported"}
    assert [file["status"] for file in report["files"]] == [bad.get(n, "unchanged") for n in range(10)]
    rows = {file["path"]: [dict(row, outcome="") for row in file["records"]] for file in first["files"]}
    for file in report["files"]:
        if file["status"] == "unchanged":
            assert [dict(row, outcome="") for row in file["records"]] == rows[file["path"]]
    run = Run.objects.order_by("started_at").last()
    assert FileOutcome.objects.filter(run=run).count() == 10


def test_the_same_path_twice_is_imported_once(tmp_path):
    path = write(tmp_path, "a.txt", pages.home(("Seoul Opens a New Line",)))
    _succeeded, report, _printed = run_import(tmp_path, path, path)
    assert [file["status"] for file in report["files"]] == ["imported", "unchanged"]
    assert Post.objects.count() == 1


@pytest.mark.parametrize("broken", ["known_sources", "known_results"])
def test_files_that_cannot_be_looked_up_together_go_in_one_by_one(tmp_path, monkeypatch, broken):
    folder = generated.write_files(tmp_path / "pages", 6)
    run_import(tmp_path, folder)
    before = picture()

    def fail(*arguments):
        raise OperationalError

    monkeypatch.setattr(reimport, broken, fail)
    succeeded, report, _printed = run_import(tmp_path, folder)
    assert succeeded
    assert [file["status"] for file in report["files"]] == ["unchanged"] * 6
    assert picture() == before


def test_a_second_run_says_what_is_unplaced_and_warned_of(tmp_path):
    text = "What is this?\n" + pages.home(("Seoul Opens a New Line", "2020-02-31"))
    path = write(tmp_path, "a.txt", text)
    first = run_import(tmp_path, path)[2]
    second = run_import(tmp_path, path)[2]
    for said in ("a.txt:1: What is this?", "a.txt:5: impossible date '2020-02-31'", "1 unplaced"):
        assert said in first
        assert said in second


def test_a_second_run_says_what_is_published_today(imported, tmp_path):
    Issue.objects.get().delete()
    Post.objects.update(state=State.WITHDRAWN)
    _succeeded, report, _printed = run_import(tmp_path)
    rows = [row for file in report["files"] for row in file["records"]]
    of_issue = [row for row in rows if row["kind"] in ("newsletter_issue", "newsletter_story")]
    assert {(row["outcome"], row["published"]) for row in of_issue} == {("skipped", False)}
    assert not [row for row in rows if row["kind"] == "news_post" and row["published"]]
    assert [row for row in rows if row["kind"] == "partner" and row["published"]]


def test_stories_are_published_with_their_issue(imported, tmp_path):
    Issue.objects.update(state=State.DRAFT)
    _succeeded, report, _printed = run_import(tmp_path)
    stories = [row for row in report["files"][0]["records"] if row["kind"] == "newsletter_story"]
    assert {(row["outcome"], row["published"]) for row in stories} == {("unchanged", False)}


def test_a_known_file_that_vanished_fails_alone(tmp_path):
    paths = [write(tmp_path, name, pages.home((f"Seoul Opens {name}",))) for name in ("a.txt", "b.txt")]
    run_import(tmp_path, *paths)
    paths[0].unlink()
    succeeded, report, _printed = run_import(tmp_path, *paths)
    assert not succeeded
    assert [file["status"] for file in report["files"]] == ["failed", "unchanged"]
