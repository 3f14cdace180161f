"""What a reader is offered if nothing was found."""

import datetime

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from seoulsolution.search.page import views
from seoulsolution.search.page.suggestions import in_other_words
from tests.factories import make_document, make_post
from tests.reading import links, texts

pytestmark = pytest.mark.django_db


def search(client, words, language="en", **filters):
    return client.get(f"/{language}/search/", {"q": words, **filters})


def offered(page, name):
    return [(one.label, one.count) for one in page.context.get(name) or ()]


def make_korean(title, body="글"):
    return make_post(title_en="", body_en="", title_ko=title, body_ko=f"<p>{body}</p>")


class TestSpellings:
    def test_a_guess_hides_no_words_that_are_found(self, client):
        make_post(title_en="Transport in the city")
        make_post(title_en="Fire and transport")
        page = search(client, "transport fare")
        assert offered(page, "spellings") == [("transport fire", 1)]
        assert offered(page, "fewer_words") == [("transport", 2)]
        assert {"?q=transport+fire", "?q=transport"} <= set(links(page))

    def test_of_equally_near_ones_that_with_most_results_comes_first(self, client):
        make_post(title_en="What to sell")
        for number in range(2):
            make_post(title_en=f"Seoul {number}")
        assert offered(search(client, "seul"), "spellings") == [("seoul", 2), ("sell", 1)]

    def test_the_nearer_one_comes_first_however_few_results_it_has(self, client):
        make_post(title_en="Government")
        for number in range(3):
            make_post(title_en=f"Movement {number}")
        assert offered(search(client, "goverment"), "spellings") == [("government", 1), ("movement", 3)]

    def test_two_forms_that_find_the_same_are_offered_once(self, client):
        make_post(title_en="Government", body_en="<p>Governments of cities</p>")
        assert offered(search(client, "goverment"), "spellings") == [("government", 1)]

    def test_a_form_that_no_visible_text_has_is_not_offered(self, client):
        """Its stem finds a visible text, which would reveal that a hidden text has the form."""
        make_post(title_en="Government")
        make_post(title_en="Governments", go_live_at=timezone.now() + datetime.timedelta(days=1))
        assert offered(search(client, "governmentz"), "spellings") == [("government", 1)]
        make_post(title_en="Library").delete()
        make_post(title_en="Libraries")
        assert offered(search(client, "librarry"), "spellings") == []

    def test_a_lone_guess_is_not_offered_beside_words_that_are_found(self, client):
        make_korean("명예시민증 추천 공고")
        make_korean("수요 조사")
        page = search(client, "명예시민증 수여 대상자 추천 공고", "ko")
        assert offered(page, "spellings") == []
        assert offered(page, "fewer_words")[0] == ("명예시민증 추천 공고", 1)
        assert ("추천", 1) in offered(page, "fewer_words")

    def test_a_word_near_to_nothing_is_left_out(self, client):
        make_post(title_en="Geothermal energy")
        assert offered(search(client, "geothremal qqqq energy"), "spellings") == [("geothermal energy", 1)]

    def test_a_word_is_put_right_and_no_part_of_another(self, client):
        make_post(title_en="Carbon of cars")
        assert offered(search(client, "carbon carz"), "spellings") == [("carbon cars", 1)]
        assert offered(search(client, "carbon carb"), "spellings") == [("carbon cars", 1)]


class TestFewerWords:
    def test_words_are_offered_together_where_only_one_is_missing(self, client):
        make_post(title_en="Solar power of the city")
        make_post(title_en="Power plants")
        page = search(client, "solar zeppelin power")
        assert offered(page, "fewer_words") == [("solar power", 1), ("solar", 1), ("power", 2)]

    def test_all_but_one_where_all_are_found_apart(self, client):
        make_post(title_en="Solar power of the city")
        make_post(title_en="Ferries")
        assert offered(search(client, "solar ferry power"), "fewer_words")[0] == ("solar power", 1)

    def test_particles_are_left_off(self, client):
        make_korean("서울시의 계획", "대중교통과 어린이")
        page = search(client, "서울시는 대중교통을 어린이 뷁뷁", "ko")
        assert offered(page, "fewer_words")[0] == ("서울시 대중교통 어린이", 1)
        assert {"서울시", "대중교통", "어린이"} <= {label for label, _count in offered(page, "fewer_words")}
        assert "?q=%EC%84%9C%EC%9A%B8%EC%8B%9C" in links(page)

    def test_each_offer_finds_as_many_as_it_says(self, client):
        make_korean("도시 재생의 길", "도시재생은 서울시의 사업")
        make_korean("서울시 소식")
        make_post(title_en="Honorary citizens of 2023")
        for words in ('서울시는 "도시 재생" 뷁뷁', "honorary citizens 2023 zeppelin", "서울시 -소식 뷁뷁"):
            for name in ("spellings", "fewer_words"):
                for one in search(client, words, "ko").context.get(name) or ():
                    assert search(client, one.label, "ko").context["listing"].total == one.count > 0


class TestOtherNames:
    def test_results_in_the_same_language_are_not_called_those_of_the_other(self, client, monkeypatch):
        make_post(title_en="Hangang at night")
        offers = in_other_words("Han river", "en")
        assert [(one.label, one.count) for one in offers["other_names"]] == [("한강", 1)]
        monkeypatch.setattr(views, "instead", lambda *_query: offers)
        page = search(client, "zeppelin")
        assertContains(page, "Found under another name:")
        assertNotContains(page, "in the other language")

    def test_results_in_the_other_language_are(self, client):
        make_korean("지하철")
        page = search(client, "subways")
        assertContains(page, "Found in the other language:")
        assert offered(page, "translations") == [("지하철", 1)]

    def test_quotation_marks_may_be_what_is_too_much(self, client):
        make_post(title_en="A smart city")
        for words in ('"Smart Cities"', "“Smart Cities”"):
            page = search(client, words)
            assert offered(page, "spellings") == [("Smart Cities", 1)]
            assert "other_names" not in page.context


class TestFilters:
    def test_what_there_is_without_them_is_said_with_its_number(self, client):
        make_document(title_en="Tram")
        make_document(title_en="Trams")
        page = search(client, "tram", kind="news", year="1999")
        assert texts(page, "a", class_="button quiet") == ["2 results without the filters"]
        assert "?q=tram" in links(page)
        assertContains(page, "Nothing was found for “tram” with these filters")

    def test_nothing_is_said_of_it_and_help_is_given_where_there_is_nothing(self, client):
        make_document(title_en="Geothermal energy")
        page = search(client, "geothremal", kind="news")
        assertNotContains(page, "without the filters")
        assertNotContains(page, "with these filters")
        assert offered(page, "spellings") == [("geothermal", 1)]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_is_offered_says_its_language(client, language):
    make_korean("서울의 도서관")
    make_post(title_en="Geothermal energy")
    for words, label, lang in (("tjdnf", "서울", "ko"), ("geothremal", "geothermal", "en")):
        page = search(client, words, language)
        assert label in texts(page, "span", lang=lang)
