"""Corrections of a word that no text has."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from seoulsolution.search.index.vocabulary import near
from seoulsolution.search.language.keyboard import on_korean_keyboard
from seoulsolution.search.language.spelling import ends, nearest, new_words, words_of
from tests.factories import make_post
from tests.reading import query_count
from tests.syndication import KINDS, make_secrets

WORDS = {"서울", "서초", "도서관", "도시", "도시관리", "geothermal", "thermal", "energy", "library", "policy"}


def spellings(client, words, language="en"):
    """Return the corrected spellings that are shown or offered instead of ``words``."""
    fallback = client.get(f"/{language}/search/", {"q": words}).context["listing"].fallback
    if not fallback or fallback.how != "spelling":
        return []
    return [fallback.way.label, *(way.label for way in fallback.others if way.steps)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("써울", "서울"),
        ("서을", "서울"),
        ("도서괸", "도서관"),
        ("돗서관", "도서관"),
        ("geothremal", "geothermal"),
        ("geotermal", "geothermal"),
        ("geothermall", "geothermal"),
        ("libary", "library"),
        ("enregy", "energy"),
    ],
)
def test_the_nearest_word_comes_first(typed, meant):
    assert nearest(typed, WORDS, 3)[0] == meant


@pytest.mark.parametrize("typed", ["뷁뷁", "zzzz", "서울", "부산", "polite"])
def test_words_that_are_far_are_not_near(typed):
    assert typed not in nearest(typed, WORDS, 3)
    assert not set(nearest(typed, WORDS, 3)) & (WORDS - {"서초"})


def test_words_of_a_text():
    text = "서울시는 도서관에서 참여하는 시민과 café's Policies(2030년), COVID-19 bus."
    assert words_of(text) == {"서울시", "도서관", "참여", "시민", "cafe", "policies", "covid"}


def test_words_that_an_edit_brings():
    before = [("서울 도서관", "Many libraries.\nA quiet street.")]
    assert new_words([("서울 도서관", "Many libraries.\nA busy street.")], before) == {"busy"}
    assert new_words([("서울의 도서관", "A quiet street.\nMany libraries.")], before) == set()
    assert new_words(before, []) == {"서울", "도서관", "many", "libraries", "quiet", "street"}


@given(st.text("abcdefgh", min_size=4, max_size=12), st.data())
def test_one_step_leaves_a_beginning_or_an_end(word, data):
    place = data.draw(st.integers(0, len(word) - 2))
    change = data.draw(st.sampled_from(["drop", "add", "change", "swap"]))
    head, one, two, tail = word[:place], word[place], word[place + 1], word[place + 2 :]
    typed = {
        "drop": head + two + tail,
        "add": head + "x" + one + two + tail,
        "change": head + "x" + two + tail,
        "swap": head + two + one + tail,
    }[change]
    begin, end = ends(typed)
    assert word.startswith(begin) or word.endswith(end)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("tjdnf", "서울"),
        ("ehtjrhks", "도서관"),
        ("ekfrrhrl", "닭고기"),
        ("rkqtdl", "값이"),
        ("dnjfdml", "월의"),
        ("tram", ""),
        ("seoul", ""),
        ("", ""),
        ("서울", ""),
    ],
)
def test_the_keys_of_the_korean_keyboard(keys, word):
    assert on_korean_keyboard(keys) == ([word] if word else [])


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("rPghlr", "계획 께횎 게획"),
        ("Tmfprl", "쓰레기 스레기 스례끼"),
        ("Qkffo", "빨래 발래 발럐"),
        ("Tjdnf", "써울 서울"),
        ("TJDNF", "써울 서울"),
        ("RPghlr", "꼐획 계획 게횎 게획"),
        ("RpGHLR", "께횎 게횎 계획 게획"),
    ],
)
def test_shift_is_meant_or_is_the_capital_of_a_phone_or_caps_lock(keys, words):
    assert on_korean_keyboard(keys) == words.split()


@pytest.mark.django_db
class TestEmptyPage:
    def test_another_spelling_is_shown_and_said(self, client):
        make_post(title_en="Geothermal energy", body_en="<p>Libraries are heated.</p>")
        content = client.get("/en/search/", {"q": "Geothremal"}).content.decode()
        assert "No text has “Geothremal”." in content
        assert '<b lang="en">geothermal</b>' in content
        assert "<mark>Geothermal</mark> energy" in content

    def test_words_of_the_text_and_of_both_languages(self, client):
        make_post(
            title_en="Other", body_en="<p>Libraries.</p>", title_ko="글", body_ko="<p>도서관에서 만나다</p>"
        )
        assert spellings(client, "libaries") == ["libraries"]
        assert spellings(client, "도서괸에서", "ko") == ["도서관"]

    def test_words_of_an_edit(self, client):
        post = make_post(title_en="Geothermal energy", body_en="<p>One street.</p><p>Many gardens.</p>")
        post.body_en = "<p>One street.</p><p>Many libraries.</p>"
        post.save()
        assert spellings(client, "libaries") == ["libraries"]

    def test_hangul_typed_on_a_latin_keyboard(self, client):
        make_post(title_en="", body_en="", title_ko="서울의 도서관", body_ko="<p>글</p>")
        assert spellings(client, "tjdnf", "ko") == ["서울"]
        assert spellings(client, "tjdnf ehtjrhks", "ko") == ["서울 도서관"]
        assert spellings(client, "qntks", "ko") == []  # 부산: no text has it

    def test_letters_that_a_korean_keyboard_has_with_shift(self, client):
        make_post(title_en="", body_en="", title_ko="서울의 쓰레기 처리 계획", body_ko="<p>글</p>")
        assert spellings(client, "Tmfprl rPghlr", "ko") == ["쓰레기 계획"]
        assert spellings(client, "Tjdnf", "ko") == ["서울"]  # the capital of a phone
        assert spellings(client, "TJDNF RpGHLR", "ko") == ["서울 계획"]  # Caps Lock

    def test_latin_letters_typed_with_shift_on_a_korean_keyboard(self, client):
        make_post(title_en="Parks of the city")
        assert spellings(client, "ㅖㅁ가") == ["park"]

    def test_one_wrong_word_among_several(self, client):
        make_post(title_en="Geothermal energy of the city")
        assert spellings(client, "geothremal energy") == ["geothermal energy"]
        assert spellings(client, "geothremal enrgy") == ["geothermal energy"]
        assert spellings(client, "geothremal zzzz") == ["geothermal"]
        assert spellings(client, "zzzz qqqq") == []

    def test_not_where_it_would_find_nothing_either(self, client):
        make_post(title_en="Geothermal")
        make_post(title_en="Energy")
        assert spellings(client, "geothremal energy") == []

    def test_a_query_that_finds_something_is_left_alone(self, client):
        make_post(title_en="Geothermal energy")
        make_post(title_en="Geothremal")
        assert spellings(client, "geothremal") == []

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_is_hidden_is_not_offered(self, client, kind):
        make_secrets(kind)
        for words, language in (("secrte", "en"), ("scret", "en"), ("비믈", "ko"), ("tomorow", "en")):
            assert spellings(client, words, language) == []

    def test_a_word_that_waits_or_went_is_not_offered(self, client):
        hour = datetime.timedelta(hours=1)
        make_post(title_en="Geothermal", go_live_at=timezone.now() + hour)
        gone = make_post(title_en="Libraries")
        gone.delete()
        assert spellings(client, "geothremal") == spellings(client, "libaries") == []

    @pytest.mark.parametrize("times", [{"go_live_at": 3}, {"expires_at": -3}])
    def test_a_word_that_only_a_hidden_text_has_is_not_offered(self, client, times):
        day = datetime.timedelta(days=1)
        hidden = {name: timezone.now() + number * day for name, number in times.items()}
        make_post(title_en="Geothermics, manilas, inaugurals", **hidden)
        make_post(title_ko="도서관에서", body_ko="<p>도서관이</p>", **hidden)
        make_post(title_en="A geothermic plant", body_en="<p>Manila has an inaugural</p>")
        for words in ("geothermicz", "manilaz", "inauguralz", "geothermicss"):
            assert not {"geothermics", "manilas", "inaugurals"} & set(spellings(client, words)), words
        assert spellings(client, "geothermicz") == ["geothermic"]
        assert spellings(client, "도서괸", "ko") == []

    def test_forms_that_find_the_same_are_offered_once(self, client):
        make_post(title_en="Governments", body_en="<p>A government of the city governs</p>")
        assert spellings(client, "goverments") == ["governments"]
        assert spellings(client, "goverment") == ["government"]

    def test_of_equally_near_words_that_with_more_results_comes_first(self, client):
        make_post(title_en="They sell and seal")
        for number in range(3):
            make_post(title_en=f"Seoul {number}")
        assert spellings(client, "seul") == ["seoul", "seal"]

    def test_many_words_cost_no_more_than_some(self, client):
        for number in range(5):
            make_post(title_en=f"Trams {'abcde'[number]}xyzw")
        few = query_count(client, "/en/search/?q=tramz+bxyzz+cxyzz+dxyzz+exyzz")
        assert query_count(client, "/en/search/?q=tramz+bxyzz+cxyzz+dxyzz+exyzz" + "+zzzz" * 20) <= few + 10


@pytest.mark.django_db
class TestList:
    def words(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT word FROM search_vocabulary WHERE word NOT LIKE %s ORDER BY word", ["<%"])
            return [word for (word,) in cursor.fetchall()]

    def test_it_follows_each_change_and_is_made_anew(self):
        call_command("rebuild_search", verbosity=0)
        post = make_post(title_en="Trams", body_en="<p>Rails</p>")
        assert self.words() == ["rails", "trams"]
        post.title_en = "Ferries"
        post.save()
        assert self.words() == ["ferries", "rails", "trams"]
        call_command("rebuild_search", verbosity=0)
        assert self.words() == ["ferries", "rails"]

    def test_words_are_listed_once(self):
        call_command("rebuild_search", verbosity=0)
        make_post(title_en="Trams", body_en="<p>Trams</p>")
        make_post(title_en="Trams", body_en="<p>Trams</p>")
        assert self.words() == ["trams"]
        assert near("trmas", (), 5) == ["trams"]
