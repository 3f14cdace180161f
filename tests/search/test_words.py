"""The alternatives of a word: other forms, other spellings, other names."""

import pytest

from seoulsolution.search.language.korean import noun_of, short_noun_of, verb_stems
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.language.synonyms import Row, Synonyms
from seoulsolution.search.language.tokens import index_tokens
from seoulsolution.search.language.words import Closeness

SYNONYMS = Synonyms(
    [
        Row(("한옥마을",), ("hanok village",), True),
        Row(("1인가구",), ("single person household",), True),
        Row(("창신동",), ("changsin dong",), True),
        Row(("다문화가족",), ("multicultural family",), True),
        Row(("한강",), ("hangang", "han river"), True),
        Row(("서울시",), ("city of seoul",), True),
        Row(("기획재정부", "기재부"), (), True),
        Row(("수돗물",), ("tap water",), False),
    ]
)


def tokens(query):
    """Return the tokens of each word of a query."""
    return [
        {frozenset(term.token for term in one.terms) for one in word.alternatives}
        for word in make_plan(query, SYNONYMS).words
    ]


def is_found(query, text):
    found = set(index_tokens(text))
    return all(any(answer <= found for answer in answers) for answers in tokens(query))


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
            "쓰다 쓰고 써서 썼다",
            "살다 사는 살면",
        ],
    )
    def test_forms_have_one_stem(self, forms):
        assert set.intersection(*(set(verb_stems(form)) for form in forms.split()))

    @pytest.mark.parametrize(("query", "text"), [("줄이려면", "30% 줄였다"), ("고친", "고쳐 쓰는")])
    def test_a_form_finds_the_others(self, query, text):
        assert is_found(query, text)

    @pytest.mark.parametrize(
        ("word", "noun"),
        [
            ("편리한", "편리"),
            ("개선합니다", "개선"),
            ("도입되었던", "도입"),
            ("무료인가요", "무료"),
            ("발전시킨", "발전"),
        ],
    )
    def test_verbs_of_nouns(self, word, noun):
        assert noun_of(word) == noun

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
        assert not verb_stems(noun)


class TestNames:
    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("한옥마을에서", "hanok villages"),
            ("한옥 마을", "hanok villages"),
            ("1인가구", "a single-person household"),
            ("multi-cultural family", "multicultural families"),
            ("Changsindong", "Changsin-dong"),
            ("changsin-dong", "창신동"),
            ("city of seoul", "서울시"),
            ("Han river", "Hangang"),
            ("기재부", "기획재정부는"),
        ],
    )
    def test_one_name_finds_the_others(self, query, text):
        assert is_found(query, text)

    def test_another_name_counts_less(self):
        [word] = make_plan("한옥마을", SYNONYMS).words
        closenesses = [one.closeness for one in word.alternatives]
        assert closenesses == sorted(closenesses)
        assert set(closenesses) == {Closeness.AS_TYPED, Closeness.OTHER_LANGUAGE, Closeness.SCATTERED}

    def test_words_of_a_name_apart_are_for_where_nothing_else_is_found(self):
        [word] = make_plan("한옥마을", SYNONYMS).words
        apart = word.alternatives[-1]
        assert apart.closeness == Closeness.SCATTERED
        assert {term.token for term in apart.terms} == {"hanok", "villag"}

    def test_what_has_more_meanings_is_for_where_nothing_else_is_found(self):
        [word] = make_plan("tap water", SYNONYMS).words
        assert word.names == ("수돗물",)
        assert word.alternatives[-1].closeness == Closeness.EVERYDAY
        assert len(word.narrowed(Closeness.OTHER_LANGUAGE).alternatives) < len(word.alternatives)


class TestShortNouns:
    @pytest.mark.parametrize(("word", "noun"), [("물이", "물"), ("집에서", "집"), ("길을", "길")])
    def test_a_noun_of_one_syllable_with_its_particle(self, word, noun):
        assert short_noun_of(word) == noun
        assert {"1" + noun} in tokens(word)[0]

    @pytest.mark.parametrize("word", ["차이", "강의", "회의", "제도", "도로", "물"])
    def test_other_words_are_left_alone(self, word):
        assert not short_noun_of(word)

    def test_a_syllable_inside_a_word_is_for_where_nothing_else_is_found(self):
        plan = make_plan("성")
        assert plan.closenesses == [Closeness.AS_TYPED, Closeness.INSIDE]
        assert plan.narrowed(Closeness.EVERYDAY).closenesses == [Closeness.AS_TYPED]


class TestNumbers:
    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("10만 명", "10만명"),
            ("20,000개", "2만 개"),
            ("62000원", "6만 2천 원"),
            ("6만 2천 원", "62,000원을"),
            ("20000", "2만"),
            ("3억 원", "300,000,000원"),
            ("3.5", "3.5 km"),
            ("2012년에", "2012년"),
            ("코로나19의", "코로나19"),
        ],
    )
    def test_one_value_is_one_thing(self, query, text):
        assert is_found(query, text)

    @pytest.mark.parametrize(("query", "text"), [("2만", "6만 2천 원"), ("20000", "2만 5천")])
    def test_another_value_is_not(self, query, text):
        assert not is_found(query, text)


class TestQuestions:
    @pytest.mark.parametrize(
        ("question", "asked"),
        [
            ("how does Seoul recycle food", ["seoul", "recycle", "food"]),
            ("미세먼지를 어떻게 줄이나요", ["미세먼지를", "줄이나요"]),
            ("지하철 와이파이 무료인가요", ["지하철", "와이파이", "무료인가요"]),
            ("청년수당을 받을 수 있나요", ["청년수당을", "받을"]),
            ("청년수당을 받을 수는 있나요", ["청년수당을", "받을"]),
            ("신청하려면 어떻게 해야 하나요", ["신청하려면"]),
            ("수", ["수"]),
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
        ],
    )
    def test_written_in_one_or_in_two(self, query, text):
        assert is_found(query, text)


class TestExcludedTerms:
    def test_a_phrase_is_excluded_as_a_whole(self):
        plan = make_plan('city -"smart meter" -e-government -bus')
        assert [word.typed for word in plan.excluded] == ["smart meter", "e government", "bus"]


@pytest.mark.parametrize(
    "query",
    [
        "차 없 는 거 리",
        "전 기 자 동 차",
        "수 소 차",
        "물 길 집 강 산 차 책 문 천 손 발 눈",
        '"' + " ".join(f"{chr(0xAC00 + 7 * place)}통안전" for place in range(36)) + '"',
        " ".join(f'"{chr(0xAC00 + 7 * place)}통안전교통안 가통안전교통안"' for place in range(11)),
    ],
)
def test_no_query_asks_for_too_much(query):
    assert sum(len(word.alternatives) for word in make_plan(query).words) < 400
    terms = [one.terms for word in make_plan(query).words for one in word.alternatives]
    assert sum(map(len, terms)) < 4000
    assert all(len(word.alternatives) < 60 for word in make_plan(query).words)
