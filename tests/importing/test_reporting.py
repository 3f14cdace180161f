"""The JSON report and its keys, which operators' scripts rely on."""

import pytest
from django.core.management import CommandError, call_command

from seoulsolution.importing.models import Run
from tests.importing import pages
from tests.importing.helpers import only_file, run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
PAGE = pages.home((TITLE,))


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
