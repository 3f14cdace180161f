"""Analysing many texts gives the same as analysing each, in whichever process."""

import threading

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from seoulsolution.search.index import analyst, entries
from seoulsolution.search.index.analyst import Analyst, analysing
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.language.spelling import words_of
from seoulsolution.search.language.tokens import joined_tokens
from tests.factories import make_post

TEXTS = st.text(st.sampled_from("서울은ᄒ가ﾊ bcdéＡ́1 \n\t\x1c\u2028\u3000\u200b-.'’")) | st.text()
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=4)


@given(st.lists(PAIRS, max_size=3))
def test_all_words_are_given(batches):
    analyse, given_words = Analyst(), []
    for pairs in batches:
        tokens, words = analyse(pairs)
        assert tokens == joined_tokens(pairs)
        given_words.extend(words)
    expected = [words_of(part) for pairs in batches for pair in pairs for part in pair]
    assert set(given_words) == set().union(*expected)


def test_a_form_is_looked_at_once(monkeypatch):
    looked_at = []
    monkeypatch.setattr(analyst, "words_of", lambda form: looked_at.append(form) or {form})
    analyse = Analyst()
    assert analyse([("서울 도서관", "서울\n서울")])[1] == {"서울", "도서관"}
    assert analyse([("서울", "library")])[1] == {"library"}
    assert sorted(looked_at) == ["library", "도서관", "서울"]


def test_what_is_remembered_has_an_end(monkeypatch):
    monkeypatch.setattr(analyst, "_REMEMBERED", 1)
    analyse = Analyst()
    assert analyse([("bus tram", "")])[1] == {"tram"}
    assert analyse([("ferry", "")])[1] == {"ferry"}
    assert analyse([("tram", "")])[1] == {"tram"}


@pytest.fixture
def second_process(monkeypatch):
    monkeypatch.setattr(analyst, "PROCESS_FROM", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def test_what_the_second_process_has_no_time_for_is_done_here(second_process, monkeypatch):
    here = threading.Event()
    monkeypatch.setattr(Analyst, "__call__", lambda self, pairs: here.set() or (pairs, {"here"}))
    with analysing(1) as analyse:
        futures = [analyse([("tram", "")]) for _ in range(analyst.GIVEN + 1)]
        assert here.is_set()
        found = [future.result()[1] for future in futures]
    assert found == [{"tram"}, *[set()] * (analyst.GIVEN - 1), {"here"}]


@pytest.mark.django_db
def test_building_with_a_second_process_gives_the_same(second_process, monkeypatch):
    monkeypatch.setattr(entries, "CHUNK", 1)
    titles = [f"Tram{'abcdefghijklmnop'[number]}" for number in range(16)]
    for title in titles:
        make_post(title_en=title, title_ko="전차", body_ko="<p>글</p>")
    call_command("rebuild_search", verbosity=0)
    call_command("check_search")
    assert all(Query(make_plan(title), "en").counts().total == 1 for title in titles)
    assert Query(make_plan("전차"), "ko").counts().total == len(titles)
