import unicodedata

import pytest

from seoulsolution.importing.parsing import text

NBSP = "\u00a0"


def test_invisible_characters_are_removed_and_counted():
    assert text.without_invisible("a\u200bb\u202ec\x07d\ufeff\tf") == ("abcd\tf", 4)


def test_decomposed_hangul_is_composed():
    assert text.without_invisible(unicodedata.normalize("NFD", "서울")) == ("서울", 0)


@pytest.mark.parametrize(
    "other",
    [
        'Seoul\'s "Smart City" know-how',
        "Seoul’s “Smart City” Know–How",
        "SEOUL’S  «Smart City»  know‑how",
        f"Seoul`s{NBSP}„Smart{NBSP}City‟ know—how ",
        'Ｓeoul\'s "Smart City" know-how..',
    ],
)
def test_title_key_folds(other):
    assert text.title_key(other) == 'seoul\'s "smart city" know-how'


def test_title_key_of_decomposed_hangul():
    assert text.title_key(unicodedata.normalize("NFD", "공유도시")) == text.title_key("공유도시")


def test_numbers_keep_titles_apart():
    assert text.title_key("10 Million Views") != text.title_key("25 Million Views")


@pytest.mark.parametrize(
    ("title", "stem"),
    [("x" * 80 + "..", "x" * 80), ("x" * 79 + "..", None), ("x" * 79 + "...", None), ("x" * 82, None)],
)
def test_only_80_characters_and_two_stops_are_a_cut(title, stem):
    assert text.cut_stem(title) == stem


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"One. {NBSP} Two.", ["One.", "Two."]),
        (f"One.{NBSP}{NBSP} Two. {NBSP} {NBSP}", ["One.", "Two."]),
        (f"Now{NBSP}open at{NBSP} 12:00", ["Now open at 12:00"]),
        (f" {NBSP} ", []),
    ],
)
def test_paragraphs(line, expected):
    assert text.paragraphs(line) == expected


@pytest.mark.parametrize(
    ("sample", "ends"),
    [("It ends.", True), ("“It ends.”", True), ("합니다.", True), ("It does not", False), ("", False)],
)
def test_ends_sentence(sample, ends):
    assert text.ends_sentence(sample) is ends


def test_printable_shows_what_cannot_be_stored():
    assert text.printable("a\ud800\0") == "a\ufffd\ufffd"
