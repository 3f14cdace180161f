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


def check(folder):
    """Return {file name: [what the checker says]} of the pages in a folder."""
    if not (shutil.which("java") and CHECKER.exists()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL)
    # Of one collector and one compiler of two, the machine of Java is ready sooner than it would be faster.
    quick = ["-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    command = ["java", *quick, "-jar", CHECKER, "--format", "json", "--stdout", "--skip-non-html", folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    said = {}
    for message in json.loads(done.stdout)["messages"]:
        text = f"{message['message']} {message.get('extract', '').strip()}"
        said.setdefault(Path(message.get("url", "?")).name, set()).add(text)
    return said


def test_every_page_is_valid_and_a_wrong_one_is_not(whole_site, tmp_path):
    """All in one run of the checker, which takes longer to begin than to read many a page."""
    pages = {f"{number}.html": page for number, page in enumerate(whole_site.html())}
    for name, page in pages.items():
        (tmp_path / name).write_bytes(page.body)
    for language in ("en", "ko"):
        for name, page in error_pages(language).items():
            (tmp_path / f"error-{name}-{language}.html").write_text(page, "utf-8")
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><html lang=en><title>t</title><p><div></p></div>")
    said = check(tmp_path)
    assert said.pop("wrong.html", None)
    assert not {getattr(pages.get(name), "address", name): texts for name, texts in said.items()}
