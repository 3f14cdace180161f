"""What is offered while a reader types."""

import datetime
import json
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from seoulsolution.search.language.keyboard import half_typed, keystrokes
from seoulsolution.search.language.tokens import index_tokens
from seoulsolution.search.page.autocomplete import MOST, TITLES_READ, complete
from tests.factories import make_document, make_post, make_topic
from tests.search.test_robustness import HARD
from tests.syndication import KINDS, make_secrets

ANY_KOREAN = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=6)


def texts(query, language="ko"):
    return [one.title for one in complete(query, language)]


def fits(plan, title):
    tokens = set(index_tokens(title))
    return all(
        any(
            all(
                any(token.startswith(term.token) for token in tokens) if term.prefix else term.token in tokens
                for term in alternative.terms
            )
            for alternative in word.alternatives
        )
        for word in plan.words
    )


@given(ANY_KOREAN, st.integers(1, 18))
def test_every_stage_of_typing_hangul_fits_the_word(word, keys):
    stage = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word)[:keys])
    plan, last = half_typed(stage)
    if len(stage) > 1:  # of one syllable only itself is looked for
        assert fits(plan, word)
    assert keystrokes(word).startswith(last)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("서우", "서울"),
        ("서울", "서우리"),
        ("지하ㅊ", "지하철"),
        ("닭", "달걀"),
        ("고", "과"),
        ("가구", "가궈"),
    ],
)
def test_a_syllable_may_still_become_another(typed, word):
    plan, last = half_typed(typed)
    assert keystrokes(word).startswith(last)
    assert fits(plan, word) or len(typed) == 1


@pytest.mark.django_db
class TestTitles:
    @pytest.mark.parametrize(
        "typed", ["지", "지하", "지하ㅊ", "지하처", "지하철", "지하철 노", "노서", "노선 지하"]
    )
    def test_korean_is_completed_at_each_key(self, typed):
        make_post(title_ko="지하철 노선", body_ko="<p>글</p>")
        make_post(title_ko="다른 글", body_ko="<p>지하철 노선</p>")
        assert texts(typed) == ["지하철 노선"]

    @pytest.mark.parametrize(
        "typed", ["po", "policies", "polic", "Policy fo", "for pol", "buses, an", "policies b"]
    )
    def test_english_is_completed_whatever_its_stem(self, typed):
        make_post(title_en="Policies for buses, and more in 2030")
        make_post(title_en="Other", body_en="<p>Policies for buses, and more in 2030</p>")
        assert texts(typed, "en") == ["Policies for buses, and more in 2030"]

    def test_the_beginning_of_a_title_comes_first_then_that_of_a_word_then_the_newest(self):
        make_post(title_ko="옛 서울", body_ko="<p>글</p>")
        make_post(title_ko="새 서울", body_ko="<p>글</p>")
        make_post(title_ko="북서울", body_ko="<p>글</p>")
        make_post(title_ko="서울의 길", body_ko="<p>글</p>")
        assert texts("서우") == ["서울의 길", "새 서울", "옛 서울", "북서울"]

    def test_the_readers_language_comes_first_and_each_title_says_its_own(self):
        both = make_post(title_en="MICE in English", title_ko="마이스 MICE", body_ko="<p>글</p>")
        korean = make_post(title_en="", body_en="", title_ko="MICE 산업", body_ko="<p>글</p>")
        assert [(one.title, one.lang) for one in complete("mic", "en")] == [
            ("MICE in English", "en"),
            ("MICE 산업", "ko"),
        ]
        assert [one.url for one in complete("mice", "en")] == [
            both.get_absolute_url("en"),
            korean.get_absolute_url("en"),
        ]

    def test_a_title_that_comes_every_year_is_offered_once(self):
        for year in (2020, 2021):
            make_post(title_en="Annual report", date=datetime.date(year, 1, 1))
        assert texts("ann", "en") == ["Annual report"]

    def test_there_are_never_too_many(self):
        for number in range(MOST + 3):
            make_document(title_en=f"Tram {number}")
        assert len(texts("tr", "en")) == MOST

    def test_what_waits_takes_no_place_of_what_is_live(self):
        make_post(title_en="Plaza visible opening")
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        for number in range(TITLES_READ + 1):
            make_post(title_en=f"Plaza embargoed {number}", go_live_at=tomorrow)
        assert texts("plaza v", "en") == ["Plaza visible opening"]

    @pytest.mark.parametrize("words", ["", " ", "ㅅ", "ㅏ", "t", '"', "-", "뷁뷁", "zz"])
    def test_nothing_may_fit(self, words):
        make_post(title_en="Tram", title_ko="서울", body_ko="<p>글</p>")
        assert texts(words) == []

    def test_quotes_and_what_is_left_out_do_not_disturb(self):
        make_post(title_en="Night bus of Seoul")
        assert texts('"night bus', "en") == ["Night bus of Seoul"]


@pytest.mark.django_db
class TestTopics:
    def test_a_topic_is_offered_before_titles(self):
        make_post([make_topic(slug="rivers", name_en="Rivers", name_ko="하천")], title_en="Rivers of Seoul")
        first, second = complete("riv", "en")
        assert (first.title, first.kind, first.url) == ("Rivers", "Topic", "/en/topics/rivers/")
        assert second.kind == "News"
        assert [(one.title, one.lang) for one in complete("하처", "en")] == [("하천", "ko")]

    def test_it_leads_to_what_there_is_of_whatever_kind(self, client):
        make_document([make_topic(slug="docsonly", name_en="Glasshouses")], title_en="Palm house")
        [topic] = complete("glasshou", "en")
        assert client.get(topic.url).status_code == 200
        assert "Palm house" in client.get(topic.url).content.decode()

    def test_not_when_nothing_of_it_can_be_seen(self):
        topic = make_topic(slug="rivers", name_en="Rivers")
        make_post([topic], title_en="Secret", state="draft")
        make_post([topic], title_en="Later", go_live_at=timezone.now() + datetime.timedelta(hours=1))
        assert texts("riv", "en") == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_visible_is_offered(kind):
    make_secrets(kind)
    for language in ("en", "ko"):
        for words in ("secret", "sec", "비", "비밀", "비미"):
            assert texts(words, language) == []


@pytest.mark.django_db
class TestAnswer:
    def test_it_is_what_browsers_ask_for(self, client):
        post = make_post(title_en='Trams "and" <b>buses</b>')
        response = client.get("/en/search/suggestions", {"q": "  tra "})
        assert response["Content-Type"] == "application/x-suggestions+json"
        address = "http://127.0.0.1:8000" + post.get_absolute_url("en")
        assert json.loads(response.content) == [
            "tra",
            ['Trams "and" <b>buses</b>'],
            ["News"],
            [address],
            {"languages": ["en"]},
        ]
        assert json.loads(client.get("/ko/search/suggestions", {"q": "tra"}).content)[2] == ["소식"]

    @pytest.mark.parametrize("words", HARD, ids=range(len(HARD)))
    def test_hard_words_get_an_answer(self, client, words):
        make_post(title_en='The tram\'s "way"', title_ko="전차", body_ko="<p>전차를 탄다</p>")
        answer = client.get("/ko/search/suggestions", {"q": words.encode("utf-8", "surrogatepass")})
        assert answer.status_code == 200
        assert len(json.loads(answer.content)) == 5

    def test_its_cost_does_not_grow(self):
        # With fewer than eight titles in one language, those in the other are read too.
        for number in range(8):
            make_post(title_en=f"Tram {number}", title_ko=f"Tram {number}", body_ko="<p>글</p>")
        with CaptureQueriesContext(connection) as few:
            complete("tram", "en")
        for number in range(20):
            make_post(title_en=f"Tram {number}", title_ko=f"Tram {number}", body_ko="<p>글</p>")
        with CaptureQueriesContext(connection) as many:
            complete("tram", "en")
        assert len(many) == len(few)
