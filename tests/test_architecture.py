"""The rooms of the house: imports run one way only."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOWER_ROOMS = (
    "seoulsolution.reviews",
    "seoulsolution.content",
    "seoulsolution.revisions",
    "seoulsolution.media",
    "seoulsolution.search",
    "seoulsolution.admin",
)
CONTENT_APPS = ("news", "partners", "notices")
#: From the lowest to the highest; a room may import those in the levels below its own.
LEVELS = (
    *((room,) for room in LOWER_ROOMS),
    CONTENT_APPS,
    ("seoulsolution.pages", "seoulsolution.importing"),
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


def test_the_top_level_is_as_agreed():
    agreed = {"manage.py", "pyproject.toml", "README.md", "LICENSE", "seeds", "seoulsolution", "news"}
    agreed |= {"partners", "notices", "templates", "tests"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - {"var", "seoulsolution.egg-info", "build", "dist"} == agreed


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
