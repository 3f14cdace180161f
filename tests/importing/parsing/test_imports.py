"""The parsers know no ORM and no database."""

import ast

import pytest

from tests.importing import seeds

PARSING = seeds.CODE / "parsing"
OWN = "seoulsolution.importing.parsing"
OURS = ("django", "news", "notices", "partners", "seoulsolution")
ALLOWED = {
    "seoulsolution.content.characters.INVISIBLE",
    "seoulsolution.reviews.reasons.ReviewReason",
    "django.db.models.TextChoices",
    "django.utils.translation.gettext_lazy",
}
MODULES = sorted(str(path.relative_to(PARSING)) for path in PARSING.rglob("*.py"))


def imported_names(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", MODULES)
def test_a_parser_imports_nothing_that_knows_the_database(module):
    names = {name for name in imported_names(PARSING / module) if name.startswith(OURS)}
    assert {name for name in names if not name.startswith(OWN)} <= ALLOWED


def test_choices_are_all_that_the_parsers_take_from_the_orm():
    users = [name for name in MODULES if "django" in (PARSING / name).read_text("utf-8")]
    assert users == ["records.py"]
