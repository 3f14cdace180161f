"""Expand, deploy, contract: while servers are replaced, two releases work on one database."""

import os
import subprocess
import sys

import pytest

from tests.upgrade import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def use(tmp_path):
    """Return a function that reads and saves on the database of the release, with the code in a folder."""
    with kept.database(tmp_path) as url:

        def use(folder, *arguments):
            environment = os.environ | {
                "DATABASE_URL": url,
                "VAR_DIR": str(tmp_path),
                "DEBUG": "true",
                "PYTHONPATH": os.pathsep.join([str(folder), str(kept.ROOT)]),
                "DJANGO_SETTINGS_MODULE": "seoulsolution.settings",
            }
            command = [sys.executable, str(kept.HERE / "use_site.py"), *arguments]
            done = subprocess.run(
                command, env=environment, cwd=folder, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            assert done.stdout.strip() == str(folder / "news")  # it was this code

        yield use


def test_both_releases_work_on_the_database_of_the_new_one(use, tmp_path):
    """The new one migrates, and searches in the index as it is; then servers of the old one go on."""
    before = tmp_path / "before"
    kept.unpack(before)
    use(kept.ROOT, "Saved by the new release", "001_b269c0c2ba5c47d4.txt", "--migrate")
    use(before, "Saved by the release before", "003_42d5dba7e4a853a6.txt")


def test_what_is_kept_stays_small():
    assert sum(path.stat().st_size for path in kept.HERE.glob("*.[wx]*")) < 1_500_000
