"""A query that finds nothing is offered in the other language."""

import pytest

from seoulsolution.search.language.dictionary import EVERYDAY, translated
from tests.factories import make_post


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("지열", "geothermal"),
        ("지열을", "geothermal"),
        ("명예 시민 추천", "honorary citizen recommendation"),
        ("스마트 도시 지수", None),
        ("대중교통 2030", "public transport 2030"),
        ("코로나 MOU", "covid mou"),
        ("tap water", "수돗물"),
        ("Public Transportation", "대중교통"),
        ("2030", None),
        ("", None),
        ("%%% \x00", None),
        ("zzz", None),
    ],
)
def test_words_are_translated_all_or_none(query, other):
    assert translated(query) == other


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_query_that_finds_nothing_is_offered_in_the_other_language(client, language):
    make_post(title_en="Up to 1 GW of geothermal energy", title_ko="")
    page = client.get(f"/{language}/search/", {"q": "지열"})
    [offered] = page.context["translations"]
    assert (offered.label, offered.count, offered.lang) == ("geothermal", 1, "en")
    assert '<span lang="en">geothermal</span>' in page.content.decode()
    assert "spellings" not in page.context


@pytest.mark.django_db
def test_only_what_is_visible_is_offered_in_the_other_language(client):
    make_post(title_en="Up to 1 GW of geothermal energy", title_ko="", state="draft")
    page = client.get("/en/search/", {"q": "지열"})
    assert "translations" not in page.context
    assert "?q=geothermal" not in page.content.decode()


def test_no_word_stands_twice():
    korean = [name.strip() for line in EVERYDAY.split("\n") if line for name in line.split("=")[0].split(",")]
    assert sorted(korean) == sorted(set(korean))
