"""Folders, links, missing and special files, and odd names."""

import os
import unicodedata
from unittest import mock

import pytest

from seoulsolution.importing import sources
from tests.importing import pages
from tests.importing.helpers import only_file, run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
PAGE = pages.home((TITLE,))


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
