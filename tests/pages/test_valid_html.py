"""Every page is valid HTML, as the Nu checker (validator.w3.org/nu) reads it, warnings included.

Without Java or the checker these tests are skipped and say what to install; where ``CI`` is set they fail.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.reading import error_pages

pytestmark = [pytest.mark.django_db, pytest.mark.nu]

CHECKER = Path(settings.BASE_DIR) / ".nu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
INSTALL = (
    "The Nu checker is missing: install Debian's default-jre-headless, then run "
    "npm install --prefix .nu --no-save --ignore-scripts vnu-jar@26.9.27"
)
SECONDS = 180


@pytest.fixture(scope="module")
def checker():
    """Return a function that gives {file name: [what the checker says]} of the pages in a folder."""
    if not (shutil.which("java") and CHECKER.exists()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL)

    def check(folder):
        command = [
            "java",
            "-Xss4m",
            "-jar",
            CHECKER,
            "--format",
            "json",
            "--stdout",
            "--skip-non-html",
            folder,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        said = {}
        for message in json.loads(done.stdout)["messages"]:
            text = f"{message['message']} {message.get('extract', '').strip()}"
            said.setdefault(Path(message.get("url", "?")).name, set()).add(text)
        return said

    return check


def test_every_page_is_valid(checker, whole_site, tmp_path):
    pages = dict(enumerate(whole_site.html()))
    for number, page in pages.items():
        (tmp_path / f"{number}.html").write_bytes(page.body)
    said = checker(tmp_path)
    assert not {pages[int(Path(name).stem)].address: texts for name, texts in said.items()}


def test_error_pages_are_valid(checker, tmp_path):
    for language in ("en", "ko"):
        for name, page in error_pages(language).items():
            (tmp_path / f"{name}-{language}.html").write_text(page, "utf-8")
    assert not checker(tmp_path)


def test_the_checker_finds_faults(checker, tmp_path):
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><html lang=en><title>t</title><p><div></p></div>")
    assert checker(tmp_path)
