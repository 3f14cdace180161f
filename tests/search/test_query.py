"""What a plan finds, its counts and its order."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from seoulsolution.search.index.counts import count_results, topic_counts
from seoulsolution.search.index.query import Query, SearchFilters
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.language.tokens import index_tokens, phrase_tokens
from seoulsolution.search.language.words import Closeness
from seoulsolution.search.models import Facets, IndexedRecord, IndexedText
from seoulsolution.search.page.fallback import fall_back
from seoulsolution.search.terms import plan_of
from tests.factories import make_document, make_post, make_topic

pytestmark = pytest.mark.django_db


def ask(words, reader="en", **filters):
    plan = plan_of(words).narrowed(Closeness.OTHER_LANGUAGE)
    return Query(plan, reader, SearchFilters(**filters))


def found(query, start=0, size=10, **how):
    """Return (id of the record, language) of each result."""
    page = query.page(start, size, **how)
    ids = dict(IndexedRecord.objects.values_list("pk", "object_id"))
    return [(ids[one.record_id], one.language) for one in page]


def both(**fields):
    return make_post(title_ko="MICE 도시", body_ko="<p>글</p>", title_en="MICE", **fields)


class TestCounts:
    def test_a_record_found_in_both_languages_is_one(self):
        topic = make_topic()
        record = both(topics=[topic])
        make_document(title_en="MICE", date=datetime.date(2020, 5, 21))
        counts = count_results(ask("mice"))
        assert (counts.total, counts.kinds) == (2, {"news": 1, "archive": 1})
        assert (counts.years, counts.topics) == ({2023: 1, 2020: 1}, {topic.pk: 1})
        assert counts.languages == {"en": 2, "ko": 1}
        assert (record.pk, "en") in found(ask("mice"))
        assert (record.pk, "ko") in found(ask("mice", "ko"))
        assert len(found(ask("mice", "ko"))) == 2

    def test_two_equal_combinations_do_no_harm(self):
        """Two writers may each add the same one."""
        topic = make_topic()
        both(topics=[topic])
        text = IndexedText.objects.select_related("facets").latest("pk")
        kind, year, topics = text.facets.key
        text.facets = Facets.objects.create(kind=kind, year=year, topic_ids=topics)
        text.save()
        counts = count_results(ask("mice"))
        assert (counts.total, counts.kinds, counts.topics) == (1, {"news": 1}, {topic.pk: 1})
        assert counts.languages == {"en": 1, "ko": 1}

    def test_a_filter_narrows_all_counts_but_its_own(self):
        first, second = make_topic(), make_topic(slug="air", name_en="Air")
        both(topics=[first, second])
        make_document([second], title_en="MICE", date=datetime.date(2020, 5, 21))
        counts = count_results(ask("mice", topic=first.pk))
        assert (counts.total, counts.kinds, counts.years) == (1, {"news": 1}, {2023: 1})
        assert counts.topics == {first.pk: 1, second.pk: 2}
        counts = count_results(ask("mice", language="ko", kind="news"))
        assert (counts.total, counts.languages) == (1, {"ko": 1, "en": 1})
        assert (counts.kinds, counts.topics) == ({"news": 1}, {first.pk: 1, second.pk: 1})
        assert count_results(ask("mice", language="ko", year=2020)).total == 0

    def test_the_language_of_a_filter_is_the_one_that_is_shown(self):
        record = both()
        assert found(ask("mice", language="ko")) == [(record.pk, "ko")]

    def test_only_what_can_be_seen_now_is_counted(self):
        later = timezone.now() + datetime.timedelta(hours=1)
        topic = make_topic()
        both(topics=[topic], go_live_at=later)
        both(topics=[topic], expires_at=later)
        assert count_results(ask("mice")).languages == {"en": 1, "ko": 1}
        assert topic_counts() == {topic.pk: 2}
        plan = make_plan("mice")
        assert count_results(Query(plan, "en", at=later)).total == 1
        assert topic_counts(among=[topic.pk + 1]) == {}


class TestOrder:
    def test_language_then_title_then_date_and_pages_fit_together(self):
        day, text = datetime.date(2020, 1, 1), "<p>MICE</p>"
        korean = {"title_en": "", "body_en": "", "body_ko": text}
        order = [
            make_post(title_en="MICE", date=day).pk,
            make_post(title_en="Other", body_en=text, date=day + datetime.timedelta(days=2)).pk,
            make_post(title_en="Other", body_en=text, date=day).pk,
            make_post(title_ko="MICE", date=day, **korean).pk,
            make_post(title_ko="글", date=day + datetime.timedelta(days=3), **korean).pk,
        ]
        assert [pk for pk, _language in found(ask("mice"))] == order
        pages = [found(ask("mice"), start, 2) for start in (0, 2, 4, 6)]
        assert [pk for page in pages for pk, _language in page] == order
        newest = [pk for pk, _language in found(ask("mice"), by_date=True)]
        assert newest == [order[4], order[1], order[3], order[2], order[0]]
        assert [pk for pk, _language in found(ask("mice"), 1, 2, by_date=True)] == newest[1:3]

    @pytest.mark.parametrize("reader", ["ko", "en"])
    def test_by_date_a_record_is_one_result_in_the_language_of_the_reader(self, reader):
        """Four of these have the same day, and one of them is found in one language only."""
        day = datetime.date(2020, 1, 1)
        pairs = [both(date=day) for _ in range(3)]
        older = both(date=day - datetime.timedelta(days=1))
        single = make_post(title_ko="MICE 글", body_ko="<p>글</p>", title_en="Other", date=day)
        expected = [(one.pk, reader) for one in (*reversed(pairs), older)]
        expected.insert(0, (single.pk, "ko"))
        query = ask("mice", reader)
        assert found(query, by_date=True) == expected
        assert [found(query, start, 1, by_date=True)[0] for start in range(5)] == expected

    @pytest.mark.parametrize(
        ("words", "filters", "asked"),
        [
            ("mice", {}, 2),
            ("도시", {}, 1),
            ("글", {"language": "ko"}, 2),
            ("mice", {"kind": "archive"}, 2),
            ("mice -도시", {}, 2),
            ("nothing", {}, 0),
        ],
    )
    def test_what_was_counted_spares_looking_elsewhere(self, words, filters, asked):
        both()
        make_document(title_en="Other", body_en="<p>MICE</p>")
        query = ask(words, **filters)
        expected, counts = query.page(0, 10), count_results(query)
        with CaptureQueriesContext(connection) as queries:
            assert query.page(0, 10, counts=counts) == expected
        assert len([one for one in queries if "ORDER BY" in one["sql"]]) == asked

    def test_as_typed_comes_before_other_names_of_it(self):
        english = make_post(title_en="Honorary citizens").pk
        korean = make_post(title_en="", body_en="", title_ko="명예시민", body_ko="<p>글</p>").pk
        assert [pk for pk, _language in found(ask("명예시민"))] == [korean, english]

    def test_what_is_left_out_may_stand_in_the_text(self):
        make_post(title_en="Trams", body_en="<p>With buses</p>")
        kept = make_post(title_en="Trams").pk
        assert found(ask("tram -bus")) == [(kept, "en")]
        assert count_results(ask("tram -bus")).total == 1

    def test_a_phrase_may_stand_in_the_text_of_a_title_with_its_words(self):
        kept = make_post(title_en="Night bus", body_en="<p>The Bus at Night runs.</p>").pk
        make_post(title_en="Bus at last", body_en="<p>Night</p>")
        assert found(ask('"bus at night"')) == [(kept, "en")]
        assert count_results(ask('"bus at night"')).total == 1


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("코로나19의 영향", "코로나19 영향"),
        ("코로나19 영향", "코로나19의 영향"),
        ("2023년에", "2023년의 일"),
        ("20,000명이", "2만 명"),
        ("종로3가에서", "종로3가"),
    ],
)
def test_particles_behind_numbers_do_not_count(query, text):
    make_post(title_en="", body_en="", title_ko="글", body_ko=f"<p>{text}</p>")
    assert count_results(ask(query, "ko")).total == 1


class TestExclusion:
    @pytest.fixture
    def posts(self):
        return {
            name: make_post(title_en=title, body_en=f"<p>{body}</p>")
            for name, title, body in (
                ("phrase", "A city of smart meters", "Smart meters tell."),
                ("apart", "A smart city", "Its meters are smart enough."),
                ("both", "A smart city", "With smart meters."),
            )
        }

    def test_a_phrase_is_excluded_where_its_words_stand_together(self, posts):
        query = ask('city -"smart meters"')
        assert count_results(query).total == 1
        assert found(query) == found(query, by_date=True) == [(posts["apart"].pk, "en")]

    def test_what_is_excluded_is_not_offered(self, posts):
        words = 'meters -"smart meters" -"meters are"'
        assert count_results(ask(words)).total == 0
        assert fall_back(words, "en", SearchFilters()) is None

    def test_in_titles_too_and_with_a_hyphen(self, posts):
        make_post(title_en="City e-government", body_en="<p>Of a city.</p>")
        assert count_results(ask("city -e-government")).total == 3
        assert count_results(ask('city "a smart" -"smart meters"')).total == 1


class TestPhrases:
    @pytest.mark.parametrize(
        ("phrase", "body"),
        [
            ("Seoul's CAC", "<p>With Seoul’s CAC.</p>"),
            ("Seoul’s CAC", "<p>With Seoul's CAC.</p>"),
            ("SEOUL'S cac", "<p>With Seoul’s CAC.</p>"),
            ("wind turbines", "<p>A wind, turbine</p>"),
            ("solar panel", "<p>A solar&nbsp;panel</p>"),
            ("solar panel", "<p>A solar&nbsp; panel</p>"),
            ("solar panel 3", "<p>A solar\u3000panel\u20073</p>"),
            ("2020-2021", "<p>In 2020–2021.</p>"),
            ("2020~2021", "<p>In 2020～2021.</p>"),
            ("3·1 운동", "<p>A 3ㆍ1 운동</p>"),
            ("été 50% (a_b) c:\\d [x]", "<p>ÉTÉ 50% (A_b) c:\\d [x]</p>"),
            ("코로나19 대응", "<p>코로나19에 대응</p><p>코로나19 대응</p>"),
            ("서울의 DDP", "<p>서울의 DDP에서</p>"),
            ("문화 관광", "<p>문화·관광</p>"),
            ("문화·관광", "<p>문화 관광</p>"),
            ("2040 서울도시계획", "<p>2040 서울 도시계획</p>"),
            ("차 없는 날", "<p>차 없는 날에는</p>"),
            ("차 없는 날", "<p>차없는날</p>"),
        ],
    )
    def test_what_looks_the_same_is_found(self, phrase, body):
        make_post(title_en="Other", body_en=body)
        assert count_results(ask(f'"{phrase}"')).total == 1

    @pytest.mark.parametrize(
        ("phrase", "body"),
        [
            ("wind turbine", "<p>A turbine wind</p>"),
            ("wind turbine", "<p>A wind</p><p>turbine</p>"),
            ("wind turbine", "<p>A wind or turbine</p>"),
            ("50 of 60", "<p>50 of these, 60 of those</p>"),
            ("코로나19 대응", "<p>코로나19에 대응</p>"),
            ("서울의 DDP", "<p>DDP, 서울의 일</p>"),
            ("DDP 서울", "<p>DDP 한서울</p>"),
            ("주민 세", "<p>주민 세미나</p>"),
            ("문화 관광", "<p>문화</p><p>관광</p>"),
        ],
    )
    def test_what_looks_otherwise_is_not(self, phrase, body):
        make_post(title_en="Other", body_en=body)
        assert count_results(ask(f'"{phrase}"')).total == 0

    def test_titles_are_looked_at_too(self):
        make_post(title_en="Seoul’s CAC")
        assert count_results(ask('"Seoul\'s CAC"')).total == 1

    @settings(max_examples=100, deadline=None)
    @given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
    def test_any_text_has_the_tokens_of_itself_as_a_phrase(self, text):
        assert set(phrase_tokens(text)) <= set(index_tokens(text))


class TestSpaces:
    """Korean puts spaces as its writers like."""

    TEXTS = (
        "도시재생 사업",
        "도시 재생을 돕는 사업",
        "큰 도시의 숲을 재생한다",
        "서울 숲에서",
        "새 활용 상점",
    )

    @pytest.mark.parametrize(
        ("words", "places"),
        [
            ("도시재생", [0, 1]),
            ('"도시재생"', [0, 1]),
            ('"도시 재생"', [0, 1]),
            ("도시 재생", [0, 1, 2]),
            ("도시재생사업", [0]),
            ("도시재생의", [0, 1]),
            ("서울숲", [3]),
            ("새활용", [4]),
            ("-도시재생 사업", []),
        ],
    )
    def test_a_word_is_found_as_two_in_a_row(self, words, places):
        posts = [make_post(title_ko=text, body_ko="<p>글</p>") for text in self.TEXTS]
        assert sorted(pk for pk, _code in found(ask(words, "ko"))) == [posts[place].pk for place in places]

    def test_a_long_word_is_looked_for_as_it_is(self):
        plan = make_plan("도시재생" * 40)
        assert sum(len(one.terms) for word in plan.words for one in word.alternatives) < 1000
