"""The rooms of the house: imports run one way only."""

import ast
import shutil
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
#: It knows no other.
LOWEST_ROOMS = ("seoulsolution.monitoring",)
LOW_ROOMS = ("seoulsolution.reviews", "seoulsolution.accounts")
LOWER_ROOMS = (
    "seoulsolution.content",
    "seoulsolution.pagecache",
    "seoulsolution.revisions",
    "seoulsolution.media",
    "seoulsolution.search",
    "seoulsolution.admin",
    "seoulsolution.subscriptions",
)
#: Apps of the project's own at the top level: one per group of kinds of content.
CONTENT_APPS = tuple(app for app in settings.INSTALLED_APPS if (ROOT / app / "apps.py").exists())
#: From the lowest to the highest; a room may import those in the levels below its own.
LEVELS = (
    LOWEST_ROOMS,
    LOW_ROOMS,
    *((room,) for room in LOWER_ROOMS),
    CONTENT_APPS,
    ("seoulsolution.pages", "seoulsolution.importing"),
    ("seoulsolution.operations",),
)
ROOMS = {room: set().union(*LEVELS[:height]) for height, level in enumerate(LEVELS) for room in level}


def room_of(module):
    """Return the room that ``module`` (dotted) belongs to, or None for libraries and settings."""
    return next((room for room in ROOMS if module == room or module.startswith(f"{room}.")), None)


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


#: What takes apart texts and files of others, and the only modules that hand them to it.
READERS_OF_FOREIGN_BYTES = {
    "nh3": {"seoulsolution/content/richtext.py"},
    "PIL": {"seoulsolution/media/decoding.py", "seoulsolution/media/renditions.py"},
    "pypdf": {"seoulsolution/media/documents/extract.py"},
    "zipfile": {"seoulsolution/media/documents/extract.py"},
    "xml": {"seoulsolution/media/documents/extract.py"},
}


def test_what_others_sent_is_taken_apart_in_one_place():
    found = {library: set() for library in READERS_OF_FOREIGN_BYTES}
    for folder in {room.partition(".")[0] for room in ROOMS}:
        for path in (ROOT / folder).rglob("*.py"):
            for library in found.keys() & {name.partition(".")[0] for name in imported_modules(path)}:
                found[library].add(str(path.relative_to(ROOT)))
    assert found == READERS_OF_FOREIGN_BYTES


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_imports_run_one_way(room):
    folder = ROOT / room.replace(".", "/")
    files = [path for path in folder.rglob("*.py") if "migrations" not in path.parts]
    assert files
    strangers = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files
        for module in imported_modules(path)
        if (target := room_of(module)) and target != room and target not in ROOMS[room]
    }
    assert not strangers


def test_relations_between_models_run_one_way():
    """A model that is named by a string is an import as well."""
    upwards = {
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if (room := room_of(model.__module__))
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model and (target := room_of(field.related_model.__module__))
        if target != room and target not in ROOMS[room]
    }
    assert not upwards


def top_level(folder):
    """Return the names in ``folder`` that git tracks, or all that lie in it where git does not know it."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z"], cwd=folder, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        tracked = []
    else:
        tracked = [path for path in done.stdout.split("\0") if path]
    names = {path.partition("/")[0] for path in tracked} or {path.name for path in folder.iterdir()}
    made_by_running = set() if tracked else {"var", "seoulsolution.egg-info", "build", "dist"}
    return {name for name in names if not name.startswith(".")} - made_by_running


def test_the_top_level_is_as_agreed():
    agreed = {"manage.py", "pyproject.toml", "README.md", "LICENSE", "seeds", "seoulsolution", "templates"}
    assert {"news", "partners", "notices"} <= set(CONTENT_APPS)
    assert top_level(ROOT) == {*agreed, "tests", *CONTENT_APPS}


@pytest.fixture
def folder(tmp_path):
    for name in ("news/models.py", "note.txt", ".hidden", "var/site.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_everything_in_a_folder_without_git_counts(folder):
    assert top_level(folder) == {"news", "note.txt"}


@pytest.mark.skipif(not shutil.which("git"), reason="git is missing: install Debian's package git.")
def test_only_what_git_tracks_counts(folder):
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "news"], cwd=folder, check=True)
    assert top_level(folder) == {"news"}


def test_only_one_module_trusts_html():
    trusting = set()
    for room in ROOMS:
        for path in (ROOT / room.replace(".", "/")).rglob("*.py"):
            text = path.read_text("utf-8")
            if "mark_safe" in text or "SafeString(" in text:
                trusting.add(str(path.relative_to(ROOT)))
    templates = [p for p in (ROOT / "templates").rglob("*.html") if "|safe" in p.read_text("utf-8")]
    assert trusting == {"seoulsolution/content/richtext.py"}
    assert not templates
