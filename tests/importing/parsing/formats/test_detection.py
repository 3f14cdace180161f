"""A page's format is detected by its evidence; a page of none or of two is refused with the evidence."""

import pytest

from seoulsolution.importing.parsing import formats, page
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.formats import parse
from tests.importing import pages, seeds

RECIPE = """Kimchi Fried Rice for Two

Kimchi Fried Rice for Two

Fry the kimchi in a pan. Add the rice and stir.

How to Serve It With an Egg

Put an egg on top. Serve it hot.
"""
UNKNOWN = {
    "recipe": RECIPE,
    "json": '{"title": "Seoul", "body": ["text"]}\n',
    "html": "<!doctype html>\n<title>Seoul</title>\n<p>The city of Seoul.</p>\n",
    "travellers": "Skip to content\n\nTravel\n\n  • Five Days in Seoul\n\n  • Travel ANNA 312\n\n"
    "    We landed at night. Seoul is cheap.\n",
    "boilerplate": "Go to Main Content\n\nhomepage facebook twitter\n",
    "one sentence": "The city of Seoul opens a new line.\n",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_pages_are_refused_with_what_was_found(text):
    with pytest.raises(Refused, match=r"unknown kind of page \(archive home page: .*; print list"):
        parse(text, seeds.TODAY)


@pytest.mark.parametrize(
    ("one", "other"), [(pages.home(("A title", "2020-06-11")), pages.LIST), (pages.PAGE, pages.LIST)]
)
def test_two_formats_in_one_file_are_refused(one, other):
    with pytest.raises(Refused, match="two kinds of page in one file"):
        parse(f"{one}\n\n{other}", seeds.TODAY)


def test_two_pages_in_one_file_are_refused():
    with pytest.raises(Refused, match="2 links to the main content"):
        parse(pages.PAGE * 2, seeds.TODAY)


def test_formats_are_found_by_being_in_the_folder():
    assert {module.__name__.rsplit(".", 1)[-1] for module in formats.all_formats()} == {
        "archive_home",
        "archive_page",
        "english_page",
        "print_list",
    }


def test_formats_know_no_seed():
    names = [part for name in seeds.NAMES for part in name.split("_")]
    titles = [true["title_as_appears"] for name in seeds.NAMES for true in seeds.true_records(name)]
    code = "\n".join(path.read_text("utf-8") for path in seeds.CODE.rglob("*.py"))
    assert [word for word in (*names[1::2], *titles) if len(word) > 9 and word in code] == []


def test_limits_are_refused(monkeypatch):
    monkeypatch.setattr(page, "MAX_LINES", 3)
    monkeypatch.setattr(page, "MAX_LINE_CHARACTERS", 10)
    with pytest.raises(Refused, match="too many lines: 4"):
        parse("a\nb\nc\nd", seeds.TODAY)
    with pytest.raises(Refused, match="line 2 is too long: 11 characters"):
        parse("a\n" + "b" * 11, seeds.TODAY)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("name", seeds.NAMES)
def test_line_ends_do_not_matter(name, end):
    text = (seeds.SEEDS / f"{name}.txt").read_text("utf-8")
    assert parse(text.replace("\n", end), seeds.TODAY) == seeds.parsed(name)


def test_invisible_characters_are_warned_of_and_removed():
    text = pages.home(("Seoul\u200b Opens\u202e a Line", "2020-06-11"))
    found = parse(text, seeds.TODAY)
    assert found.records[0].title == "Seoul Opens a Line"
    assert [(note.line, note.message) for note in found.warnings] == [(3, "2 invisible characters removed")]


@pytest.mark.parametrize("title", ["x" * 301, "A broken\ud800 title"])
def test_an_unfit_item_is_refused_alone(title):
    found = parse(pages.home((title, "2020-06-11"), ("A good title", "2020-06-12")), seeds.TODAY)
    bad, good = found.records[:2]
    assert bad.refusal
    assert not good.refusal
    assert [note.line for note in found.unplaced] == [3, 4, 5]
    assert found.warnings[0].line == 3


def test_other_languages_become_drafts():
    body = "서울" * 3 + "ソウル市は新しい路線を開きます。とても長い路線です。"
    text = pages.home(("ソウル市が新しい路線を開く", "2020-06-11", body), logos=())
    (record,) = parse(text, seeds.TODAY).records
    assert (record.language, record.draft) == ("ja", True)
    assert "other_language" in record.reasons
