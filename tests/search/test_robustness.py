"""Whatever a reader types, the response is a page."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seoulsolution.search.index.counts import count_results
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.plan import QUERY_LIMIT, TYPED_LIMIT, make_plan, typed
from tests.factories import make_post

pytestmark = pytest.mark.django_db

HARD = [
    "'",
    '"',
    "''",
    '"""',
    "\\",
    "a'b",
    "tram\\'",
    "tram*",
    "*",
    "title:tram",
    "tram OR",
    "AND OR NOT NEAR",
    "NEAR(tram 2)",
    "(tram",
    "tram)",
    "tram & | ! <-> :*",
    "tram:*ABCD",
    "-tram",
    "- -",
    "^tram",
    "{tram}",
    "%",
    "%s %(x)s {0} {where}",
    "_",
    ";--",
    "\x00",
    "tram\x00tram",
    "\ud800",
    "tram \udfff",
    "\U0001f68b",
    "tram \U0001f68b 전차",
    "👩‍👩‍👧",
    unicodedata.normalize("NFD", "전차를 타고"),
    "ㅋㅋㅋ",
    "ㄱ",
    "\u1100\u1161",
    "을",
    "은 는 이 가 을 를",
    "에서는",
    "   ",
    "\u3000\u3000",
    "\u200b\u202e",
    "ﷺ" * 50,
    "é" * 100 + "\u0301" * 100,
    "가" * 100_000,
    "전차 " * 30_000,
    "x" * 100_000,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 2000,
    "١٢٣ ½ ² ⅷ",
    "1,,,2...3",
    "İstanbul ß ŉ",
    "𝕊𝕖𝕠𝕦𝕝",
]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("words", HARD, ids=range(len(HARD)))
def test_hard_words_get_an_answer(client, language, words):
    make_post(title_en='The tram\'s "way"', title_ko="전차", body_ko="<p>전차를 탄다</p>")
    answer = client.get(f"/{language}/search/", {"q": words.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("name", ["kind", "topic", "year", "language", "order", "page"])
@pytest.mark.parametrize("value", ["", "'", "\x00", "-1", "0", "9" * 40, "가", "²", "news,archive"])
def test_hard_filters_get_an_answer(client, name, value):
    make_post(title_en="Tram")
    assert client.get("/en/search/", {"q": "tram", name: value}).status_code == 200


def test_only_reading_is_allowed(client):
    assert client.post("/en/search/", {"q": "tram"}).status_code == 405
    assert client.head("/en/search/", {"q": "tram"}).status_code == 200


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=())) | st.text("가물의 \"'-()*:&|!<>\\%\x00tram"))
def test_the_database_takes_every_plan(words):
    if plan := make_plan(words):
        query = Query(plan, "ko")
        assert count_results(query).total == len(query.page(0, 10)) == 0


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_can_be_kept_and_found_again(text):
    post = make_post(title_en=f"Tram {text}"[:300], body_en=f"<p>x{text}</p>")
    try:
        for word in make_plan(text).words[:3]:
            assert count_results(Query(make_plan(word.typed), "en")).total
    finally:
        post.delete()


@pytest.mark.parametrize(
    ("words", "line", "is_cut"),
    [
        ("a" + " " * 300 + "b", "a b", False),
        ("a" * QUERY_LIMIT, "a" * QUERY_LIMIT, False),
        ("a" * (QUERY_LIMIT + 1), "a" * QUERY_LIMIT, True),
        (" " * TYPED_LIMIT + "b", "", True),
        ("a\x00\ud800\u200b b", "a b", False),
    ],
)
def test_what_was_typed_is_one_line(words, line, is_cut):
    assert typed(words) == (line, is_cut)
