"""Odd and huge files through the command in a separate process: exit code, memory, no traceback."""

import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile

from tests.importing import pages
from tests.importing.databases import ROOT
from tests.importing.helpers import write
from tests.importing.memory import MEASURED

TITLE = "Seoul Opens a New Line Around the City"
PAGE = pages.home((TITLE,))
MEGABYTE = 1024 * 1024


def measured(database, *arguments, cwd=ROOT):
    """Run the import; return (exit code, all output, peak resident memory in bytes)."""
    own = {"DATABASE_URL": database.url, "VAR_DIR": str(database.folder)}
    command = [sys.executable, "-c", MEASURED, ROOT / "manage.py", "import_seeds", *arguments]
    done = subprocess.run(
        [os.fspath(part) for part in command],
        env=os.environ | own | {"PYTHONPATH": os.fspath(ROOT)},
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    *said, peak = done.stderr.strip().splitlines()
    return done.returncode, done.stdout + "\n".join(said), int(peak) * 1024


def test_huge_files_are_refused_in_little_memory_and_the_others_go_on(own_database, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    with open(folder / "a-line.txt", "wb") as file:
        file.writelines(b"Seoul opens a new line. " * 43_691 for _ in range(100))
    item = "\n".join(pages.item(TITLE)).encode() + b"\n"
    with open(folder / "b-items.txt", "wb") as file:
        file.write(b"News\n")
        file.writelines(item * 1_000 for _ in range(1_000))
    # Just small enough to be read; refused for its number of items.
    write(folder, "c-limit.txt", b"News\n" + item * (7 * MEGABYTE // len(item)))
    write(folder, "d-long-line.txt", pages.home((TITLE, "2020-06-11", "x" * 7 * MEGABYTE)))
    write(folder, "e-good.txt", PAGE)
    code, said, peak = measured(own_database, folder)
    assert code == 1
    assert said.count("too large: 1") == 2
    assert "c-limit.txt: too many " in said
    assert "d-long-line.txt: line 5 is too long" in said
    assert "imported" in said
    assert "Traceback" not in said
    assert peak < 300 * MEGABYTE


def test_a_run_of_refusals_tells_by_its_exit_code_and_without_a_traceback(own_database, tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.txt", PAGE)
    bad = {
        "zip.txt": archive.getvalue(),
        "png.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "utf16.txt": PAGE.encode("utf-16-le"),
        "json.txt": b'{"a": 1}',
        "empty.txt": b"",
        "surrogate.txt": pages.home((f"{TITLE}\ud800",)).encode("utf-8", "surrogatepass"),
        "long.txt": pages.home(("x" * 10_000,)).encode(),
    }
    paths = [write(tmp_path, name, data) for name, data in bad.items()]
    vanished = write(tmp_path, "vanished.txt", PAGE)
    vanished.unlink()
    report = tmp_path / "report.json"
    good = write(tmp_path, "good.txt", PAGE)
    code, said, _peak = measured(own_database, *paths, vanished, good, "--report", report)
    assert code == 1
    assert "Traceback" not in said
    statuses = [file["status"] for file in json.loads(report.read_text("utf-8"))["files"]]
    assert statuses == ["refused"] * 5 + ["imported"] * 2 + ["failed", "imported"]


def test_file_names_on_the_command_line(own_database, tmp_path):
    names = [unicodedata.normalize("NFD", "서울 소식.txt"), "two\nlines.txt", "-x.txt", "b\udcff.txt"]
    for name in names:
        write(tmp_path, name, PAGE)
    report = tmp_path / "report.json"
    code, said, _peak = measured(own_database, "--report", report, "--", *names, cwd=tmp_path)
    paths = [file["path"] for file in json.loads(report.read_text("utf-8"))["files"]]
    assert code == 0, said
    assert [path.rsplit("/", 1)[1] for path in paths] == [
        names[0],
        "two\\nlines.txt",
        "-x.txt",
        "b\\xff.txt",
    ]
