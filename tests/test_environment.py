"""What the environment is read into, where a check in a process of its own would cost more."""

import os
import re
from types import SimpleNamespace

import pytest
from django.conf import settings

from seoulsolution import environment


def test_the_readme_says_what_each_variable_does():
    table = (settings.BASE_DIR / "README.md").read_text("utf-8").partition("| variable |")[2]
    first_cells = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    documented = {name for cell in first_cells for name in re.findall("`([A-Z_]+)`", cell)}
    assert documented == settings.ENVIRONMENT.known


@pytest.mark.parametrize(
    ("flags", "log", "expected"),
    [(os.ST_RDONLY, None, True), (0, None, False), (os.ST_RDONLY, b"", True), (os.ST_RDONLY, b"rows", False)],
)
def test_a_read_only_disk_is_read_all_the_same(tmp_path, monkeypatch, flags, log, expected):
    """Not while SQLite's log holds what the file lacks."""
    database = tmp_path / "db.sqlite3"
    database.touch()
    if log is not None:
        (tmp_path / "db.sqlite3-wal").write_bytes(log)
    monkeypatch.setattr(os, "statvfs", lambda path: SimpleNamespace(f_flag=flags))
    assert environment.on_read_only_disk(database) is expected
    assert not environment.on_read_only_disk(tmp_path / "missing.sqlite3")


@pytest.mark.parametrize(
    "value",
    [
        "https://archive.example.org/seoul",
        "https://archive.example.org?x",
        "https://user:password@archive.example.org",
        "https://archive.example.org:99999",
        "archive.example.org",
    ],
)
def test_a_site_is_at_the_root_of_a_host(value):
    with pytest.raises(ValueError, match=r"such as https://archive\.example\.org|Port out of range"):
        environment.site_address(value)


def test_the_address_of_a_site_is_in_one_form():
    assert environment.site_address("https://Archive.example.org:8443/") == "https://archive.example.org:8443"
