"""Importing the seeds again, in other orders, and as a rehearsal."""

import pytest

from seoulsolution.importing.models import LedgerEntry, Run, SourceFile
from tests.importing import seeds
from tests.importing.helpers import counts, outcomes, picture, run_import

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
