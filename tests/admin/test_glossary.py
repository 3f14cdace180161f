"""Set terms in translations: which other words are marked, and which are a shorter name of the same thing."""

import pytest

from seoulsolution.admin.translating.glossary import glossary as terms
from seoulsolution.search.models import Term

pytestmark = pytest.mark.django_db
#: A term with ~ has names that mean something else, too.
TERMS = {
    "별빛시, 별빛특별시": "byeolbit metropolitan government, city of byeolbit",
    "나루마을": "naru village",
    "나루": "naru",
    "물레방아": "water mill",
    "물레차, 물레자동차": "mill vehicle, mill car",
    "~보슬": "drizzle",
    "물방울지능, DI": "drop intelligence, DI",
    "2물길": "channel 2",
}


@pytest.fixture
def glossary():
    rows = ((korean, korean.lstrip("~"), english) for korean, english in TERMS.items())
    Term.objects.bulk_create(Term(korean=ko, english=en, always=raw == ko) for raw, ko, en in rows)
    return terms()


@pytest.mark.parametrize(
    ("korean", "english", "is_marked"),
    [
        ("물레방아는 돈다.", "The wheel turns.", True),
        ("물레방아는 돈다.", "Water-mills turn.", False),
        ("물레방아사업", "The wheel project", True),
        ("물레방아장이 왔다.", "The miller came.", False),  # another word
        ("초물레방아", "The wheel", False),
        ("별빛시는 넓다.", "Byeolbit is wide.", False),  # what its names share
        ("별빛시는 넓다.", "The city is wide.", True),
        ("물레차가 간다.", "A mill truck drives by.", True),  # no name: it has no capital
        ("나루마을에서", "At Naru", False),  # the term in it
        ("나루마을에서", "At the ferry", True),
        ("보슬이 온다.", "It rains.", False),  # a word with other meanings has other translations
        ("DI를 쓴다.", "It uses DI.", False),
        ("DI를 쓴다.", "It thinks.", True),
        ("RADIO를 쓴다.", "It uses a radio.", False),
        ("2물길에서", "At the channel", True),
        ("12물길에서", "At the channel", False),
    ],
)
def test_another_word_than_a_set_term_is_marked_and_a_shorter_name_is_not(
    glossary, korean, english, is_marked
):
    assert bool(glossary.departures(korean, "ko", english)) == is_marked


@pytest.mark.parametrize(("korean", "is_marked"), [("별빛의 물", False), ("우리 물", True)])
def test_a_shorter_name_will_do_in_korean_too(glossary, korean, is_marked):
    assert bool(glossary.departures("Water of the City of Byeolbit", "en", korean)) == is_marked
