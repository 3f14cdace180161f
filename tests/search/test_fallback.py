"""What is shown where no text has all words, and what is said of it."""

import datetime

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from seoulsolution.pages.models import Page
from seoulsolution.search.models import Term
from tests.factories import make_document, make_post, make_topic
from tests.reading import links, texts

pytestmark = pytest.mark.django_db


def search(client, words, language="en", **filters):
    return client.get(f"/{language}/search/", {"q": words, **filters})


def shown(page):
    """Return (how something was found, the words shown, the titles of the results)."""
    listing = page.context["listing"]
    titles = ["".join(part.text for part in one.title) for one in listing.items]
    if not listing.fallback:
        return "", "", titles
    return listing.fallback.how, listing.fallback.way.label, titles


def others(page):
    return [(way.label, way.count) for way in page.context["listing"].fallback.others]


def make_korean(title, body="글"):
    return make_post(title_en="", body_en="", title_ko=title, body_ko=f"<p>{body}</p>")


class TestFewerWords:
    def test_all_that_are_found_together(self, client):
        make_post(title_en="Solar power of the city")
        make_post(title_en="Power plants")
        page = search(client, "solar zeppelin power")
        assert shown(page) == ("fewer", "solar power", ["Solar power of the city"])
        assert others(page) == [("solar", 1), ("power", 2)]
        assertContains(page, "No text has all of these words.")
        assertContains(page, "?q=power")

    def test_all_but_the_commonest(self, client):
        make_post(title_en="Solar power of the city")
        for number in range(3):
            make_post(title_en=f"Ferry {number}")
        assert shown(search(client, "solar ferry power"))[1] == "solar power"

    def test_the_rarest_alone(self, client):
        make_post(title_en="Solar roofs")
        for number in range(2):
            make_post(title_en=f"Ferry {number}")
        assert shown(search(client, "ferry solar"))[1] == "solar"

    def test_most_of_the_question_before_its_rarest_word(self, client):
        for title in ("Diesel ferries", "Old cars in town", "New cars", "Old walls"):
            make_post(title_en=title)
        page = search(client, "ban on old diesel cars")
        assert shown(page) == ("fewer", "old cars", ["Old cars in town"])
        assert ("diesel", 1) in others(page)

    def test_letters_do_not_count_beside_words(self, client):
        make_post(title_en="A map", body_en="<p>Plan Q</p>")
        assert shown(search(client, "q-map zeppelin"))[1] == "map"

    def test_a_name_that_no_text_has_is_its_words(self, client):
        Term.objects.create(korean="물레방아", english="water mill", always=True)
        make_post(title_en="The old mill")
        assert shown(search(client, "the water mill")) == ("fewer", "mill", ["The old mill"])

    def test_words_in_titles_count_more_and_pages_of_the_site_last(self, client):
        make_post(title_en="The stream that came back")
        make_post(title_en="A chapel", body_en="<p>Its restoration</p>")
        Page.objects.create(key="x", title_en="Restoration", body_en="<p>Data</p>", state="published")
        assert shown(search(client, "stream restoration"))[1:] == ("stream", ["The stream that came back"])

    def test_a_page_of_the_site_that_says_most(self, client):
        make_post(title_en="The river", body_en="<p>How we use it.</p>")
        words = {"title_en": "Rights", "body_en": "<p>Photographs for commercial use</p>"}
        Page.objects.create(key="about-x", state="published", **words)
        page = search(client, "use photographs for comercial zeppelins")
        assert shown(page) == ("fewer", "use photographs commercial", ["Rights"])

    def test_particles_are_left_off(self, client):
        make_korean("서울시의 계획", "대중교통과 어린이, 세운상가")
        page = search(client, "서울시는 대중교통을 어린이 세운상가 뷁뷁", "ko")
        assert shown(page)[1] == "서울시 대중교통 어린이 세운상가"

    def test_a_form_is_not_cut_that_no_text_has(self, client):
        make_korean("쓰레기를 줄이는 법")
        expected = ("fewer", "줄이나요", ["쓰레기를 줄이는 법"])
        assert shown(search(client, "어떻게 줄이나요 뷁뷁", "ko")) == expected

    def test_each_way_finds_as_many_as_it_says(self, client):
        make_korean("도시 재생의 길", "도시재생은 서울시의 사업")
        make_korean("서울시 소식")
        make_post(title_en="Honorary guests of 2023")
        for words in ('서울시는 "도시 재생" 뷁뷁', "honorary guests 2023 zeppelin"):
            fallback = search(client, words, "ko").context["listing"].fallback
            for way in (fallback.way, *fallback.others):
                assert search(client, way.label, "ko").context["listing"].total == way.count > 0

    def test_other_ways_keep_the_filters_and_what_is_excluded(self, client):
        make_post(title_en="Trams of the city", title_ko="시내 Trams", body_ko="<p>글</p>")
        for title in ("Trams and buses", "Ferries", "Blimps"):
            make_post(title_en=title)
        make_document(title_en="Trams")
        suggestions = (
            search(client, "trams ferries blimps -buses", kind="news").context["listing"].suggestions
        )
        assert "trams" in [one.label for one in suggestions]
        for one in suggestions:
            assert client.get(f"/en/search/{one.url}").context["listing"].total == one.count == 1

    def test_what_is_excluded_stays_excluded(self, client):
        make_post(title_en="Trams")
        make_post(title_en="Trams and buses")
        assert shown(search(client, "tram zeppelin -bus"))[2] == ["Trams"]


class TestSpelling:
    def test_a_guess_takes_part_with_the_words_that_are_found(self, client):
        make_post(title_en="Transport in the city")
        make_post(title_en="Fire and transport")
        page = search(client, "transport firre")
        assert shown(page) == ("spelling", "transport fire", ["Fire and transport"])
        assert ("transport", 2) in others(page)

    def test_a_guess_alone_does_not_come_before_words_that_are_found(self, client):
        make_korean("명예시민증 추천 공고")
        make_korean("수요 조사")
        assert shown(search(client, "명예시민증 수여 대상자 추천 공고", "ko"))[:2] == (
            "fewer",
            "명예시민증 추천 공고",
        )

    @pytest.mark.parametrize("language", ["en", "ko"])
    def test_it_says_its_language(self, client, language):
        make_korean("서울의 도서관")
        make_post(title_en="Geothermal energy")
        for words, label, lang in (("tjdnf", "서울", "ko"), ("geothremal", "geothermal", "en")):
            assert label in texts(search(client, words, language), "b", lang=lang)

    def test_the_whole_word_is_corrected_before_a_part_is_left_out(self, client):
        make_korean("시민", "문화")
        make_korean("명예시민")
        assert shown(search(client, "명에시민", "ko")) == ("spelling", "명예시민", ["명예시민"])

    def test_the_same_first_letter_comes_before_more_results(self, client):
        for title in ("Air solutions", "A solution for the air", "Air pollution"):
            make_post(title_en=title)
        page = search(client, "air polution")
        assert shown(page) == ("spelling", "air pollution", ["Air pollution"])
        assert "?q=air+solution" in links(page)

    def test_a_name_that_no_text_has_is_not_corrected(self, client):
        make_korean("건물의 활용")
        assert not search(client, "재활용", "ko").context["listing"].total

    def test_the_same_words_are_not_offered_again(self, client):
        make_post(title_en="Geothermal energy")
        page = search(client, "geothermalenergy")
        assert (shown(page)[1], page.context["listing"].fallback.others) == ("geothermal energy", ())


class TestCompounds:
    def test_hangul_is_taken_apart(self, client):
        make_korean("길고양이를 중성화한 뒤 놓아주는 사업")
        page = search(client, "길고양이중성화사업", "ko")
        assert shown(page)[:2] == ("spelling", "길고양이 중성화사업")

    def test_a_part_may_be_misspelt(self, client):
        make_korean("디지털 지도와 트윈으로 본다")
        assert shown(search(client, "디지탈트윈", "ko"))[1] == "디지털 트윈"
        make_korean("청소년 합창단", "청소를 넘어")
        assert shown(search(client, "청소년합창딴", "ko"))[1] == "청소년 합창단"

    @pytest.mark.parametrize(("typed", "meant"), [("장애인콜텍시", "장애인콜택시"), ("명애시민", "명예시민")])
    def test_a_space_is_a_change_too(self, client, typed, meant):
        make_korean("장애인콜택시를 탄 명예시민")
        make_korean("장애인 콜택시", "명이와 시민, 명이나물")
        assert shown(search(client, typed, "ko"))[1] == meant

    def test_the_smaller_change_of_each_of_two_wrong_words(self, client):
        make_korean("명예시민과 서울")
        make_korean("명이와 나물, 시민의 서울")
        assert shown(search(client, "명이시민 써울", "ko"))[1] == "명이 시민 서울"

    def test_a_part_alone_where_they_are_not_together(self, client):
        make_korean("키오스크 앞에서 배우기")
        assert shown(search(client, "키오스크교육", "ko"))[:2] == ("spelling", "키오스크")

    def test_a_word_that_some_text_has_where_only_a_beginning_is_found(self, client):
        make_korean("어린이 통학버스")
        assert shown(search(client, "통학길", "ko"))[:2] == ("spelling", "통학버스")

    @pytest.mark.parametrize(
        ("query", "title"),
        [
            ("heatwave", "A heat wave in summer"),
            ("tapwater", "Tap water is clean"),
            ("owlbus", "Owl buses"),
            ("ㅗ무ㅐㅏ", "Hanok"),
        ],
    )
    def test_latin_words_too(self, client, query, title):
        make_post(title_en=title)
        assert shown(search(client, query))[2] == [title]

    def test_words_of_hidden_texts_make_no_difference(self, client):
        make_korean("국제금융 포럼")
        make_korean("공원과 통학로")
        queries = ("국제금융오피스", "통학길안내")
        before = [shown(search(client, query, "ko")) for query in queries]
        later = timezone.now() + datetime.timedelta(days=9)
        words = {"title_ko": "국제금융오 통학길안", "body_ko": "<p>글</p>"}
        hidden = make_post(title_en="", body_en="", go_live_at=later, **words)
        assert [shown(search(client, query, "ko")) for query in queries] == before
        hidden.delete()
        assert [shown(search(client, query, "ko")) for query in queries] == before


class TestNames:
    def test_texts_in_the_other_language_are_shown_at_once(self, client):
        make_post(title_en="Up to 1 GW of geothermal energy", title_ko="")
        for language in ("en", "ko"):
            page = search(client, "지열을", language)
            assert shown(page) == ("names", "geothermal", ["Up to 1 GW of geothermal energy"])
        assert page.context["listing"].counts.languages == {"en": 1}

    @pytest.mark.parametrize("typed", ["대중교퉁", "대중교총", "pubilctransport"])
    def test_a_misspelt_name_that_only_the_terms_have(self, client, typed):
        make_post(title_en="Buses of the night", body_en="<p>Public transport</p>", title_ko="")
        assert shown(search(client, typed, "ko"))[0] == "spelling"

    def test_a_part_of_a_compound_that_only_the_terms_have(self, client):
        make_post(title_en="Buses of the night", body_en="<p>Public transport</p>", title_ko="")
        assert shown(search(client, "대중교통수단", "ko"))[1] == "대중교통"

    def test_not_where_the_word_is_found(self, client):
        make_korean("지열 발전")
        make_post(title_en="Geothermal energy", title_ko="")
        assert shown(search(client, "지열", "ko")) == ("", "", ["지열 발전"])

    def test_only_what_is_visible(self, client):
        make_post(title_en="Geothermal energy", title_ko="", state="draft")
        page = search(client, "지열", "ko")
        assert not page.context["listing"].total
        assertNotContains(page, "?q=geothermal")

    def test_a_term_that_staff_adds_works_at_once(self, client):
        make_korean("물레방아 놀이터")
        assert not search(client, "mill wheel").context["listing"].total
        term = Term.objects.create(korean="물레방아", english="mill wheel, mill gear", always=True)
        for words in ("mill wheel", "mill gears"):
            assert shown(search(client, words)) == ("", "", ["물레방아 놀이터"])
        term.delete()
        assert not search(client, "mill gear").context["listing"].total

    def test_a_name_of_two_words_may_be_one_in_a_text(self, client):
        make_post(title_en="GALAXYBANK")
        Term.objects.create(korean="은하은행", english="galaxy bank", always=True)
        for words in ("은하은행", "galaxy bank"):
            assert shown(search(client, words)) == ("", "", ["GALAXYBANK"])

    def test_the_name_that_is_shown_is_the_one_that_was_found(self, client):
        Term.objects.create(korean="물레방아, 물방아", english="mill wheel, water wheel")
        make_post(title_en="The old water wheel")
        make_korean("오래된 물방아")
        assert shown(search(client, "mill wheel"))[:2] == ("names", "water wheel")
        assert shown(search(client, "물레방아", "ko"))[:2] == ("names", "물방아")
        assert shown(search(client, "mill wheel old"))[:2] == ("names", "water wheel old")

    def test_a_long_name_does_not_hide_shorter_ones(self, client):
        Term.objects.create(korean="물레방아 축제", english="mill wheel festival")
        Term.objects.create(korean="물레방아", english="water wheel")
        Term.objects.create(korean="축제 사진", english="party picture")
        make_post(title_en="A party picture with a water wheel")
        assert shown(search(client, "물레방아 축제 사진"))[:2] == ("names", "water wheel party picture")

    @pytest.mark.parametrize("name", ["my seoul you", "b the b", "plan b", "route 7", "a-mill"])
    def test_a_name_that_says_little_word_by_word_is_not_taken_apart(self, client, name):
        Term.objects.create(korean="물레방아", english=name)
        make_post(title_en="Seoul plans my mill, your route with vitamin B 7")
        assert not search(client, "물레방아").context["listing"].total

    def test_only_words_of_the_name_that_is_shown_are_looked_for(self, client):
        Term.objects.create(korean="물레방아", english="turning wheel, mill stone")
        make_post(title_en="The mill and its white stone")
        make_post(title_en="A wheel that is turning by a mill and a stone")
        page = search(client, "물레방아")
        assert shown(page)[:2] == ("names", "turning wheel")
        assert shown(page)[2] == ["A wheel that is turning by a mill and a stone"]
        [result] = page.context["listing"].items
        assert [part.text for part in result.title if part.marked] == ["wheel", "turning"]

    def test_names_of_one_thing_are_shown_once(self, client):
        Term.objects.create(korean="물레방아, 물방아", english="water wheel, -zeppelinmill")
        make_post(title_en="The old water wheel")
        assert shown(search(client, "물레방아 물방아"))[:2] == ("names", "water wheel")

    def test_an_everyday_name_before_the_words_of_a_name_anywhere(self, client):
        Term.objects.create(korean="물레방아", english="mill wheel, water wheel")
        make_post(title_en="A mill for every wheel")
        assert shown(search(client, "물레방아"))[::2] == ("names", ["A mill for every wheel"])
        make_post(title_en="The old water wheel")
        assert shown(search(client, "물레방아"))[::2] == ("names", ["The old water wheel"])

    def test_the_words_of_a_name_anywhere_if_they_are_nowhere_together(self, client):
        make_post(title_en="Women whose careers were interrupted", title_ko="서울의 여성")
        page = search(client, "경력단절여성")
        assert shown(page)[::2] == ("names", ["Women whose careers were interrupted"])
        make_post(title_en="Career-interrupted women return to work")
        assert shown(search(client, "경력단절여성")) == ("", "", ["Career-interrupted women return to work"])


class TestOthers:
    def test_quotation_marks_may_be_what_is_too_much(self, client):
        make_post(title_en="A smart and safe city")
        for words in ('"Smart Cities"', "“Smart Cities”"):
            page = search(client, words)
            assert shown(page) == ("unquoted", "Smart Cities", ["A smart and safe city"])
        assertContains(page, "No text has these words next to each other.")

    def test_a_syllable_is_found_inside_words_if_nowhere_else(self, client):
        make_korean("접근성 개선")
        page = search(client, "성", "ko")
        assert shown(page)[0] == "inside"
        assertContains(page, "<mark>성</mark>")
        assertContains(search(client, "성 개선", "ko"), "“성 개선” 그대로 쓰인 글은 없습니다.")
        make_korean("성 안의 마을")
        assert shown(search(client, "성", "ko")) == ("", "", ["성 안의 마을"])

    def test_a_page_that_shows_something_else_offers_no_feed(self, client):
        make_post(title_en="Trams")
        assertContains(search(client, "tram"), "atom+xml")
        for words in ("tram zeppelin", "zeppelin"):
            assertNotContains(search(client, words), "atom+xml")
        assertNotContains(client.get("/en/search/feed.atom", {"q": "tram zeppelin"}), "Trams")

    def test_a_topic_of_the_name_comes_first(self, client):
        make_document([make_topic(slug="air", name_en="Air", name_ko="대기")], title_en="Fine dust")
        for words in ("air", "대기"):
            page = search(client, words)
            assert page.context["topic"].count == 1
            assert page.context["topic"].url in links(page)
        assert search(client, "air quality").context["topic"] is None


class TestFilters:
    def test_what_there_is_without_them_is_said_with_its_number(self, client):
        make_document(title_en="Tram")
        make_document(title_en="Trams")
        page = search(client, "tram", kind="news", year="1999")
        assert texts(page, "a", class_="button quiet") == ["2 results without the filters"]
        assert "?q=tram" in links(page)
        assertContains(page, "Nothing was found for “tram” with these filters")

    def test_what_would_be_shown_instead_without_them(self, client):
        make_post(title_en="Trams of Busan")
        page = search(client, "tram zeppelin", kind="archive")
        assert texts(page, "a", class_="button quiet") == ["1 result without the filters"]
        assert shown(search(client, "tram zeppelin"))[1] == "tram"

    def test_what_is_shown_instead_obeys_them(self, client):
        make_document(title_en="Geothermal energy")
        assert not search(client, "geothremal", kind="news").context["listing"].total
        assert shown(search(client, "geothremal", kind="archive"))[1] == "geothermal"


class TestOrder:
    def test_as_typed_before_other_forms(self, client):
        make_post(title_en="Parks and lanes")
        make_post(title_en="Where the parked cars go", body_en="<p>Parking</p>")
        make_post(title_en="Renewing streets")
        make_post(title_en="A street renewed")
        assert shown(search(client, "parking"))[2] == ["Where the parked cars go"]
        assert shown(search(client, "renewed"))[2][0] == "A street renewed"

    def test_content_before_pages_of_the_site_unless_one_is_named(self, client):
        about = Page.objects.create(
            key="about-x", title_en="Trams", body_en="<p>Trams and ferries</p>", state="published"
        )
        make_post(title_en="A post", body_en="<p>Ferries</p>")
        assert shown(search(client, "ferries"))[2] == ["A post", "Trams"]
        make_post(title_ko="", title_en="A ferry from afar")
        about.title_ko, about.body_ko = "이 누리집", "<p>배 Ferries</p>"
        about.save()
        assert shown(search(client, "ferries", "ko"))[2][-1] == "이 누리집"
        make_post(title_en="Trams of the city, and trams again")
        assert shown(search(client, "trams"))[2][0] == "Trams"
