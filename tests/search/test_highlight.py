"""Highlighting and excerpts."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulsolution.search.language.normalisation import TEXT_LIMIT
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.language.synonyms import Row, Synonyms
from seoulsolution.search.language.words import Closeness
from seoulsolution.search.page.highlight import LEAD_LENGTH, SNIPPET_LENGTH, Finder


def bracketed(parts):
    return "".join(f"[{part.text}]" if part.marked else part.text for part in parts)


def marked(query, text):
    synonyms = Synonyms([Row(("공유도시",), ("sharing city",), True)])
    return bracketed(Finder(make_plan(query, synonyms).narrowed(Closeness.OTHER_LANGUAGE)).mark(text))


def excerpt(query, text):
    return bracketed(Finder(make_plan(query)).snippet(text))


def test_any_blanks_may_break_what_is_found_over_them():
    assert marked("도시재생 tram", "도시\u00a0재생, 도시  재생") == "[도시\u00a0재생], [도시  재생]"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("물", "건물의 [물]은 빗물이고, 특산물"),
        ("공유도시", "A [sharing city] shares; every [Sharing  City]. The city."),
        ("sharing city", "They [share] a [city]: [공유도시]"),
        ("책이", "[책]과 정책, 그림책"),
        ("public", "The [public] and its publicity"),
        ("고치다", "집을 [고쳐] 쓰고 [고친다]"),
    ],
)
def test_what_only_looks_alike_is_not_marked(query, text):
    assert marked(query, text.replace("[", "").replace("]", "")) == text


@given(st.text("가나 1,2ab\u00a0"), st.text("가나 1,2ab"))
def test_no_hit_overlaps_another(text, query):
    spans = list(Finder(make_plan(query)).spans(text))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(0 <= one.start < one.end <= len(text) for one in spans)


class TestMarkedNumbers:
    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("2만", "In 2 개 [20,000]개, [2만] 명, 12만"),
            ("62000", "[6만 2천] 원, [62,000]원"),
            ("20000", "[2만] 명, [20000], 2, 만"),
            ("3.5%", "[3.5]% 35%"),
            ("2023 도시재생", "[2023]년 [도시 재생] 재생"),
            ("3년", "청년은 매년, [3][년]에"),
        ],
    )
    def test_one_value_is_marked_however_it_is_written(self, query, text):
        assert marked(query, text.replace("[", "").replace("]", "")) == text

    def test_the_excerpt_has_the_other_form(self):
        shown = excerpt("2만", f"In 2 개 {'filler ' * 100} 20,000 trees")
        assert "[20,000] trees" in shown
        assert "In 2" not in shown


class TestExcerpt:
    def test_it_is_where_the_rare_word_is(self):
        text = "common filler. " * 400 + "A rareterm here. " + "common filler. " * 400
        shown = excerpt("common rareterm", text)
        assert "[rareterm]" in shown
        assert "[common]" in shown

    def test_a_match_far_behind_is_shown(self):
        shown = excerpt("rareterm", "filler " * 20_000 + "a rareterm stands here")
        assert shown.startswith("… ")
        assert "[rareterm] stands here" in shown

    def test_a_text_without_a_hit_is_shown_from_its_beginning(self):
        assert excerpt("rareterm", "One.\nTwo.") == "One. Two."

    @pytest.mark.parametrize("word", ["seven77", "eleven11111", "한글낱말"])
    def test_it_begins_and_ends_with_a_whole_word(self, word):
        shown = excerpt("tram", f"{word} " * 100 + "tram " + f"{word} " * 100)
        assert shown.startswith(f"… {word} ")
        assert shown.endswith(f" {word} …")

    @given(st.text(" x가", max_size=100), st.text(" x가", max_size=80))
    def test_words_that_fit_are_both_marked(self, between, before):
        shown = excerpt("first second", f"{'y ' * 200}{before} first {between} second {'first ' * 200}")
        assert "[first]" in shown
        assert "[second]" in shown

    def test_the_first_of_equals_is_shown(self):
        text = f"one tram {'x ' * 300} two tram {'x ' * 300}"
        assert excerpt("tram", text).startswith("one [tram]")

    def test_longest_texts_take_no_longer_than_a_page_may(self):
        text = ("tram " * TEXT_LIMIT)[:TEXT_LIMIT]
        finder = Finder(make_plan("tram zeppelin"))
        began = time.process_time()
        finder.snippet(text)
        # A tenth of that is usual; quadratic time would be minutes.
        assert time.process_time() - began < 3

    @pytest.mark.parametrize("text", ["", "tram", "tram " * 100, "가" * 5000 + " tram " + "가" * 5000])
    def test_it_is_never_longer_than_it_may(self, text):
        parts = Finder(make_plan("tram")).snippet(text)
        assert len("".join(part.text for part in parts)) <= SNIPPET_LENGTH + LEAD_LENGTH + len("… " + " …")
