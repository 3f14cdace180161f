"""The alternatives of a word: other forms, other spellings, other names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulsolution.search.language import synonyms
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.language.quantities import unit_of
from seoulsolution.search.language.romanisation import hangul_of, korean_names, latin_names, romanise
from seoulsolution.search.language.shortnouns import short_noun_of
from seoulsolution.search.language.tokens import index_tokens
from seoulsolution.search.language.verblist import STEMS
from seoulsolution.search.language.verbs import forms_of, listed_stems, noun_of, other_forms
from seoulsolution.search.language.words import Closeness

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)


class TestRomanisation:
    #: The spellings that the city uses.
    OFFICIAL = {
        "종로": "jongno",
        "청계천": "cheonggyecheon",
        "경복궁": "gyeongbokgung",
        "왕십리": "wangsimni",
        "신림": "sillim",
        "독립문": "dongnimmun",
        "압구정": "apgujeong",
        "을지로": "euljiro",
        "여의도": "yeouido",
        "선릉": "seolleung",
        "관악": "gwanak",
        "뚝섬": "ttukseom",
        "숭례문": "sungnyemun",
        "월드컵": "woldeukeop",
    }

    @pytest.mark.parametrize(("korean", "latin"), OFFICIAL.items())
    def test_there_and_back(self, korean, latin):
        assert romanise(korean) == latin
        assert korean in hangul_of(latin)

    def test_the_plainest_reading_comes_first(self):
        assert hangul_of("cheonggyecheon")[0] == "청계천"
        assert hangul_of("guro")[0] == "구로"

    @given(HANGUL)
    def test_any_hangul_has_latin_letters(self, word):
        assert romanise(word).isascii()

    @given(st.text("abcdeghijklmnoprstuwyz", max_size=40))
    def test_whatever_is_read_is_written_so(self, name):
        assert all(romanise(word) == name for word in hangul_of(name))

    def test_names_of_places(self):
        assert latin_names("종로구") == [("jongno", "gu")]
        assert latin_names("세종대로") == [("sejong", "daero")]
        assert latin_names("북한산") == [("bukhansan",), ("bukhan", "san")]
        assert korean_names(("changsin", "dong"))[0] == "창신동"
        assert "북한산" in korean_names(("bukhansan",))

    @pytest.mark.parametrize(
        "words", [("euro",), ("metro",), ("artisan",), ("seoul",), ("new", "gu"), ("san",)]
    )
    def test_other_words_are_no_names(self, words):
        assert not korean_names(words)

    @pytest.mark.parametrize("word", ["시민", "도시", "정책", "구", "중구", "산"])
    def test_words_without_the_ending_of_a_place_are_not_written_in_latin(self, word):
        assert not latin_names(word)

    def test_another_name_counts_less(self):
        [word] = make_plan("종로구에서").words
        assert [one.closeness for one in word.alternatives][-1] == Closeness.OTHER_LANGUAGE
        assert {term.token for term in word.alternatives[-1].terms} == {"jongno", "gu"}


class TestQuantities:
    @pytest.mark.parametrize(
        ("words", "unit", "others"),
        [
            (["만", "명", "참여"], "만명", ["참여"]),
            (["만명을"], "만명", []),
            (["년"], "년", []),
            (["개", "자치구"], "개", ["자치구"]),
            (["인가구에서"], "인가구", []),
            (["도시재생"], "", ["도시재생"]),
            (["년에", "참여"], "년", ["참여"]),
            (["명에게"], "명", []),
            (["만"], "만", []),
            (["의", "영향"], "", ["영향"]),
            (["에서는"], "", []),
        ],
    )
    def test_units(self, words, unit, others):
        assert unit_of(words) == (unit, others)

    @pytest.mark.parametrize(
        ("written", "same"),
        [
            ("10만 명", "10만명"),
            ("2만 개", "20,000개"),
            ("20000", "2만"),
            ("3억 원", "300,000,000원"),
            ("1,000", "1000"),
        ],
    )
    def test_one_value_is_one_thing(self, written, same):
        def forms(query):
            [word] = make_plan(query).words
            return {frozenset(term.token for term in one.terms) for one in word.alternatives}

        assert forms(written) & forms(same)

    def test_a_number_without_unit_is_left_alone(self):
        [word] = make_plan("3.5").words
        assert [term.token for one in word.alternatives for term in one.terms] == ["3·5"]


class TestVerbs:
    @pytest.mark.parametrize(
        "forms",
        [
            "고치다 고친 고쳐 고쳤다 고칩니다 고치기",
            "줄이기 줄인 줄였다 줄이려고 줄였습니다 줄이나",
            "만들다 만드는 만든 만들어 만듦",
            "걷다 걷는 걷기 걸어서 걸었다",
            "짓다 짓는 지은 지었다",
            "돕다 돕는다 도와 도운",
            "춥다 추운 추워서",
            "흐르는 흘러 흘렀다",
            "따르면 따라 따랐다",
            "모으는 모아 모은",
            "서두르다 서둘러",
            "편한 편하게 편해졌다",
            "가까운 가까워",
        ],
    )
    def test_forms_lead_to_one_another(self, forms):
        forms = forms.split()
        for form in forms:
            begins = tuple(other_forms(form))
            assert all(other.startswith(begins) for other in forms), form

    @pytest.mark.parametrize(("word", "text"), [("쓰다", "쓸 수"), ("쓰다", "쓴"), ("살다", "사는")])
    def test_forms_of_one_syllable(self, word, text):
        [answers] = tokens(word)
        assert any(answer <= set(index_tokens(text)) for answer in answers)

    @pytest.mark.parametrize(
        ("word", "form"), [("휘날리고", "휘날려"), ("꺾였습니다", "꺾인"), ("정겨운", "정겨워")]
    )
    def test_verbs_that_are_not_listed(self, word, form):
        assert not listed_stems(word)
        assert form in other_forms(word)

    @pytest.mark.parametrize("stem", sorted(STEMS))
    def test_forms_of_listed_verbs_are_known_again(self, stem):
        assert stem in listed_stems(stem + "다")
        assert stem in listed_stems(stem + "고")
        assert all(len(form) > 1 for form in forms_of(stem))

    @pytest.mark.parametrize(
        ("word", "noun"),
        [
            ("편리한", "편리"),
            ("개선합니다", "개선"),
            ("도입되었던", "도입"),
            ("안전하지", "안전"),
            ("무료인가요", "무료"),
            ("발전시킨", "발전"),
        ],
    )
    def test_verbs_of_nouns(self, word, noun):
        assert noun_of(word) == noun
        assert other_forms(word) == [noun]

    @pytest.mark.parametrize(
        "noun",
        [
            "광고",
            "보고",
            "시민",
            "공원",
            "최고",
            "중앙광고",
            "전기",
            "참고",
            "시작은",
            "부담을",
            "차이",
            "높이를",
            "도시는",
        ],
    )
    def test_nouns_are_no_verbs(self, noun):
        assert not other_forms(noun)


def tokens(query):
    """Return the tokens of each word of a query."""
    return [
        {frozenset(term.token for term in one.terms) for one in word.alternatives}
        for word in make_plan(query).words
    ]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("한옥마을에서", "hanok villages"),
        ("1인가구", "a single-person household"),
        ("Myeong-dong", "명동"),
        ("Ulaanbaatar", "울란바토르"),
        ("chat bot", "챗봇"),
        ("3.5킬로미터", "3.5 km"),
    ],
)
def test_names_in_the_other_language(query, name):
    found = set(index_tokens(name))
    assert all(any(answer <= found for answer in answers) for answers in tokens(query))


class TestShortNouns:
    @pytest.mark.parametrize(("word", "noun"), [("물이", "물"), ("집에서", "집"), ("길을", "길")])
    def test_a_noun_of_one_syllable_with_its_particle(self, word, noun):
        assert short_noun_of(word) == noun
        assert {"1" + noun} in tokens(word)[0]

    @pytest.mark.parametrize("word", ["차이", "강의", "회의", "제도", "도로", "물"])
    def test_other_words_are_left_alone(self, word):
        assert not short_noun_of(word)

    def test_words_that_have_the_syllable_by_chance_do_not_answer(self):
        [answers] = tokens("물")
        for text in ("건물 관리", "물가 안정", "특산물을 판다"):
            assert not any(answer <= set(index_tokens(text)) for answer in answers)
        for text in ("물 관리", "빗물을 모은다", "물은 생명이다"):
            assert any(answer <= set(index_tokens(text)) for answer in answers)


class TestQuestions:
    @pytest.mark.parametrize(
        ("question", "asked"),
        [
            ("how does Seoul recycle food", ["seoul", "recycle", "food"]),
            ("What is WHO?", ["who"]),
            ("미세먼지를 어떻게 줄이나요", ["미세먼지를"]),
            ("지하철 와이파이 무료인가요", ["지하철", "와이파이", "무료인가요"]),
            ("사람이 하나 둘 보이나", ["사람이", "하나", "둘", "보이나"]),
            ("청년수당을 받을 수 있나요", ["청년수당을", "받을"]),
            ("청년수당을 받을 수는 있나요", ["청년수당을", "받을"]),
            ("청년 문화 대중가요", ["청년", "문화", "대중가요"]),
            ("신청하려면 어떻게 해야 하나요", ["신청하려면"]),
            ("수 읽기", ["수", "읽기"]),
            ("how", ["how"]),
            ("THE CITY", ["city"]),
        ],
    )
    def test_what_is_by_the_way_is_not_looked_for(self, question, asked):
        assert [word.typed for word in make_plan(question).words] == asked


class TestJoinedWords:
    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("child care", "Childcare centres"),
            ("news-letter", "Our newsletter"),
            ("cooperation", "Co-operation of cities"),
            ("UN-HABITAT", "UNHABITAT"),
            ("Changsindong", "Changsin-dong"),
            ("water", "Rainwater is stored."),
        ],
    )
    def test_written_in_one_or_in_two(self, query, text):
        found = set(index_tokens(text))
        assert all(any(answer <= found for answer in answers) for answers in tokens(query))


class TestExcludedTerms:
    def test_a_phrase_is_excluded_as_a_whole(self):
        plan = make_plan('city -"smart meter" -e-government -bus')
        assert [word.typed for word in plan.excluded] == ["bus"]
        assert [one.phrases for one in plan.excluded_phrases] == [("smart meter",), ("e-government",)]


def test_the_english_name_of_a_set_term_stands_together():
    [answers] = tokens("공유도시")
    apart = set(index_tokens("They share what the city has."))
    together = set(index_tokens("Seoul is a sharing city."))
    assert not any(answer <= apart for answer in answers)
    assert any(answer <= together for answer in answers)


@pytest.mark.parametrize(("name", "said"), [("서울시립대학교에서", "서울시립대"), ("한국대학교", "한국대")])
def test_universities_are_found_by_their_short_names(name, said):
    [answers] = tokens(name)
    assert any(answer <= set(index_tokens(said)) for answer in answers)


@pytest.mark.parametrize(
    "query", ["차 없 는 거 리", "전 기 자 동 차", "수 소 차", "물 길 집 강 산 차 책 문 천 손 발 눈"]
)
def test_no_query_asks_for_too_much(query):
    assert sum(len(word.alternatives) for word in make_plan(query).words) < 400
    assert all(len(word.alternatives) < 60 for word in make_plan(query).words)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("internet of things", "사물인터넷"),
        ("city of seoul", "서울시"),
        ("차 없는 거리", "차없는거리"),
        ("childcare", "Child care"),
    ],
)
def test_set_terms_in_the_other_spelling(query, text):
    found = set(index_tokens(text))
    assert all(any(answer <= found for answer in answers) for answers in tokens(query))


def test_another_name_in_the_same_language():
    assert {"hangang"} in tokens("Han river")[0]


def test_each_set_term_is_found_both_ways():
    for korean, keys in synonyms.TO_ENGLISH.items():
        assert all(keys), korean
    assert synonyms.TO_ENGLISH["명예시민"][0] == ("honorari", "citizen")
    assert synonyms.TO_KOREAN[("jongno",)] == ["종로"]
