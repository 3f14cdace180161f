"""A progress bar on a terminal, plain lines in a pipe, only problems if quiet."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from seoulsolution.importing.models import UnplacedLine
from tests.importing import pages
from tests.importing.helpers import run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
ESCAPE = "\x1b["
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    folder = tmp_path / "pages"
    folder.mkdir()
    write(folder, "a.txt", pages.home((TITLE,)))
    write(folder, "b.txt", pages.home((f"{TITLE} Again",)))
    return folder


def shown(folder, stream, *arguments):
    call_command("import_seeds", str(folder), *arguments, stdout=stream)
    return stream.getvalue()


def test_a_terminal_has_a_bar_with_files_records_and_time_left(folder):
    text = COLOUR.sub("", shown(folder, Terminal()))
    assert re.search(r"Importing .* 2/2 +files, 6 records, time left +\S", text)
    assert "━" in text
    assert "imported" in text


def test_a_pipe_has_plain_lines(folder):
    text = shown(folder, io.StringIO())
    assert ESCAPE not in text
    assert "time left" not in text
    assert len([line for line in text.splitlines() if line.startswith("imported ")]) == 2


def test_no_color_leaves_the_bar_without_colours(folder):
    assert re.search(r"\x1b\[(?:3|9)\d", shown(folder, Terminal()))
    text = shown(folder, Terminal(), "--no-color")
    assert "2/2" in text
    assert not re.search(r"\x1b\[(?:3|9)\d", text)


@pytest.mark.parametrize("arguments", [("-q",), ("--quiet",), ("--verbosity", "0")])
def test_quiet_says_nothing_but_what_went_wrong(folder, arguments):
    assert shown(folder, Terminal(), *arguments) == ""
    write(folder, "c.txt", "")
    stream = Terminal()
    with pytest.raises(CommandError):
        shown(folder, stream, *arguments)
    (line,) = stream.getvalue().splitlines()
    assert "c.txt: empty" in line


def test_verbosity_two_names_each_record(folder):
    text = shown(folder, io.StringIO(), "--verbosity", "2")
    assert f"created   news post “{TITLE}”" in text
    assert f"news post “{TITLE}”" not in shown(folder, io.StringIO())


def test_quiet_says_nothing_when_all_is_well(tmp_path):
    page = write(tmp_path, "a.txt", pages.home((TITLE,)))
    assert run_import(tmp_path, page, verbosity=0)[2] == ""


def test_unplaced_lines_are_shown_and_kept(tmp_path):
    page = write(tmp_path, "a.txt", "What is this?\n" + pages.home((TITLE,)))
    succeeded, _report, printed = run_import(tmp_path, page)
    assert succeeded
    assert re.search(r"unplaced .*a\.txt:1: What is this\?", printed)
    assert UnplacedLine.objects.get().text == "What is this?"
