"""What the project is made of: declared, locked, and run from its checkout."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = settings.BASE_DIR
PACKAGES = ["seoulsolution", *(app for app in settings.INSTALLED_APPS if (ROOT / app / "apps.py").exists())]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DEPENDENCIES = PYPROJECT["project"]["dependencies"]
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
RUNTIME_EXTRAS = [text for name in ("metrics", "redis", "s3", "sentry") for text in EXTRAS[name]]
BUILD = PYPROJECT["build-system"]["requires"]
LOCK = (ROOT / ".ci" / "requirements.lock").read_text("utf-8")


def names(requirements):
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def imported_packages(folder):
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("folders", "declared"),
    [
        (PACKAGES, [*DEPENDENCIES, *EXTRAS["fonts"], *RUNTIME_EXTRAS]),
        (["tests"], [*DEPENDENCIES, *EXTRAS["fonts"], *EXTRAS["test"]]),
    ],
    ids=["project", "tests"],
)
def test_a_library_that_is_imported_is_declared(folders, declared):
    distributions = packages_distributions()
    ours = {*PACKAGES, "manage", "tests", "serving", "bench_pages", "photographs"}
    imported = {name for folder in folders for name in imported_packages(folder)}
    strangers = {
        name
        for name in imported - ours - sys.stdlib_module_names
        if not names(distributions.get(name, [name])) & names(declared)
    }
    assert not strangers


class TestLock:
    def test_it_holds_what_is_declared_in_a_version_that_is_allowed(self):
        locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", LOCK, re.MULTILINE))
        for text in [*BUILD, *DEPENDENCIES, *EXTRAS["test"], *EXTRAS["fonts"]]:
            requirement = Requirement(text)
            version = locked.get(canonicalize_name(requirement.name))
            assert version, f"{text}: run the command in the head of .ci/requirements.lock"
            assert requirement.specifier.contains(version), f"{text}: the lock has {version}"

    def test_it_names_no_address_and_no_index(self):
        assert "://" not in LOCK
        assert not [line for line in LOCK.splitlines() if line.startswith("-")]


class TestOutsideTheCheckout:
    """A copy of the packages alone, as a wheel holds them."""

    @pytest.fixture
    def run(self, tmp_path):
        for package in PACKAGES:
            shutil.copytree(ROOT / package, tmp_path / package)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "seoulsolution.settings",
        }

        def run(*arguments):
            return subprocess.run(
                [sys.executable, "-m", *arguments],
                env=environment,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )

        return run

    def test_a_command_ends_with_a_sentence(self, run):
        done = run("django", "check")
        assert done.returncode == 1
        assert "runs from its checkout" in done.stderr
        assert "pip install -e ." in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_server_stops_and_says_why(self, run):
        done = run("gunicorn", "seoulsolution.wsgi", "--bind", "127.0.0.1:0")
        assert done.returncode == 3
        assert "runs from its checkout" in done.stderr
