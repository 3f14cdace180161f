"""Properties of any page, tried on generated ones."""

import random
import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seoulsolution.content.models import Content
from seoulsolution.importing.parsing import formats
from seoulsolution.importing.parsing.decoding import decode
from seoulsolution.importing.parsing.errors import Refused
from tests.importing import pages, seeds
from tests.importing.helpers import MODELS, outcomes, picture, run_import, write

QUICK = settings(max_examples=150, deadline=None, derandomize=True)
SLOW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

VOCABULARY = """Seoul opens the City of 서울 시청 등록일 글쓴이 2020-06-11 2020-02-31 Date Writer SMG 4,672
로고이미지 News Archives No.201 2021 November Vol.48 honorary citizenship recommend Period: 1. 2) ○ •
ソウル市 首尔 Séoul est سيول <script> &amp; “quote” .. … ? ! . [US_CNN} (Brochure, 2019)"""
WORDS = st.sampled_from([*VOCABULARY.split(), "x\u00a0\u00a0\u00a0y", "\u200b", "\ud800"])
LINE = st.builds(
    lambda indent, words: indent + " ".join(words),
    st.sampled_from(["", "", "  • ", "    ", "      • ", "\t"]),
    st.lists(WORDS, max_size=12),
)
LAYOUT_LINES = st.sampled_from(
    [
        "Go to Main Content",
        "News",
        "Regular Issues",
        "  • Seoul Opens a Line",
        "    등록일 2020-06-11 글쓴이 seoulsolution",
        "Date 2020-06-11 Writer seoulsolution",
        "  • News SMG 4,672",
        "  • 2021 November (No.201)",
        "    Popular top news 2",
        "homepage facebook twitter",
        "",
        "",
    ]
)
ANY_PAGE = st.lists(st.one_of(LAYOUT_LINES, LINE), max_size=40).map("\n".join)

TITLE = st.builds(
    "Seoul {} {} Number {}".format,
    st.sampled_from(["Opens", "Closes", "Plants <b>and</b>", "여는 서울의"]),
    st.sampled_from(["a Line Around the City", "a Forest of Trees", "a Library for All"]),
    st.integers(1, 3),
)
BODY = st.sampled_from(
    [
        "The city of Seoul opens it. All are glad.",
        "서울시가 문을 열었다. 시민이 기뻐한다.",
        "A <script>alert(1)</script> & more. It is text.",
        "The city of Seoul opens it. All are glad, and more is to come.",
    ]
)
DATE = st.sampled_from(["2020-06-11", "2019-01-02", "2999-01-01"])
HOME = st.lists(st.tuples(TITLE, DATE, BODY), min_size=1, max_size=4).map(lambda items: pages.home(*items))
PRINT = st.lists(st.tuples(TITLE, BODY), min_size=2, max_size=3, unique_by=lambda one: one[0]).map(
    lambda articles: pages.print_list(*articles)
)
SINGLE = st.builds(
    lambda title, body: pages.PAGE.replace("Seoul Opens a New Line Around the City", title).replace(
        "It goes around the whole city.", body
    ),
    TITLE,
    BODY,
)
SOUND_PAGES = st.lists(st.one_of(HOME, PRINT, SINGLE), min_size=1, max_size=4)


def parsed(text):
    """Return the parsed page, or None for a refused one: nothing else may happen."""
    try:
        return formats.parse(text, seeds.TODAY)
    except Refused:
        return None


def assert_every_line_once(found, text):
    """Assert that each line with text belongs to a record, is boilerplate, or is unplaced: exactly one."""
    nonblank = {n for n, line in enumerate(text.split("\n"), start=1) if line.replace("\u200b", "").strip()}
    owned = {
        number
        for record in found.all_records()
        if not record.refusal
        for number in (*record.lines, *record.reference_lines)
    }
    boilerplate = {note.line for note in found.boilerplate}
    unplaced = {note.line for note in found.unplaced}
    assert owned | boilerplate | unplaced == nonblank
    assert not (owned | boilerplate) & unplaced
    assert not owned & boilerplate
    counts = found.lines
    assert (counts.nonblank, counts.boilerplate, counts.unplaced) == (
        len(nonblank),
        len(boilerplate),
        len(unplaced),
    )
    assert counts.record + counts.boilerplate + counts.unplaced == counts.nonblank


@QUICK
@given(ANY_PAGE)
def test_parsing_never_raises_and_accounts_for_every_line(text):
    found = parsed(text)
    if found:
        assert_every_line_once(found, text)


@QUICK
@given(st.sampled_from(seeds.NAMES), st.randoms(use_true_random=False), st.integers(1, 6))
def test_seeds_with_lines_lost_doubled_and_moved_keep_the_account(name, dice, changes):
    lines = (seeds.SEEDS / f"{name}.txt").read_text("utf-8").split("\n")
    for _ in range(changes):
        position = dice.randrange(len(lines))
        line = lines.pop(position)
        if dice.random() < 0.6:
            for _copy in range(dice.randint(1, 2)):
                lines.insert(dice.randrange(len(lines)), line)
    text = "\n".join(lines)
    found = parsed(text)
    if found:
        assert_every_line_once(found, text)


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data):
    try:
        text = decode(data).text
    except Refused:
        return
    parsed(text)


@pytest.mark.django_db
@SLOW
@given(SOUND_PAGES, st.randoms(use_true_random=False))
def test_twice_is_once_and_the_records_do_not_depend_on_the_order(texts, dice):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [write(folder, f"{n}.txt", text) for n, text in enumerate(texts)]
        first = rehearsed(folder, paths, twice=True)
        random.Random(dice.random()).shuffle(paths)  # noqa: S311
        assert identities(rehearsed(folder, paths)) == identities(first)


def rehearsed(folder, paths, twice=False):
    """Return the database after an import, which is rolled back; a second one must change nothing."""
    with transaction.atomic():
        run_import(folder, *paths)
        found = picture()
        if twice:
            _succeeded, report, _printed = run_import(folder, *paths)
            assert set(outcomes(report)) <= {"unchanged"}
            assert picture() == found
        transaction.set_rollback(True)
    return found


def identities(found):
    """Return what must not depend on the order: the records' keys, titles and dates."""
    return {key: (fields.get("title_en"), fields.get("date")) for key, fields in found.items()}


@pytest.mark.django_db
@SLOW
@given(SOUND_PAGES)
def test_what_is_published_is_shown_in_both_languages(client, texts):
    with tempfile.TemporaryDirectory() as name, transaction.atomic():
        folder = Path(name)
        run_import(folder, *[write(folder, f"{n}.txt", text) for n, text in enumerate(texts)])
        records = [
            record for model in MODELS if issubclass(model, Content) for record in model.objects.visible()[:3]
        ]
        for record in records:
            for language in ("en", "ko"):
                response = client.get(record.get_absolute_url(language))
                assert response.status_code == 200
                assert b"<script>alert" not in response.content
        transaction.set_rollback(True)
