import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulsolution.search.language.english import WORD_LIMIT, stem
from seoulsolution.search.language.korean import without_particle
from seoulsolution.search.language.normalisation import NEXT, neighbours, normalise, number
from seoulsolution.search.language.plan import QUERY_LIMIT, WORDS_LIMIT, make_plan
from seoulsolution.search.language.tokens import BYTES_LIMIT, TOKEN_LIMIT, index_tokens

TRICKY = st.text("가나다힣물의 가ㅋ\u0301'\"()*:^-+|&!<\x00\ud800A1,.’")
ANYTHING = st.text(st.characters(exclude_categories=())) | TRICKY


@given(ANYTHING)
def test_any_text_gives_clean_tokens(text):
    for token in index_tokens(text):
        assert token
        assert len(token) <= WORD_LIMIT + 5
        assert token.removeprefix(NEXT).isalnum() or "·" in token
        token.encode()


@given(ANYTHING)
def test_any_query_gives_a_plan_whose_terms_the_index_can_hold(text):
    plan = make_plan(text)
    assert len(plan.words) <= WORDS_LIMIT
    for word in plan.words:
        assert word.alternatives
        for alternative in word.alternatives:
            assert alternative.terms
            assert all(term.token.isalnum() or set(term.token) & {"·", NEXT} for term in alternative.terms)


@given(st.text("가나다라 "))
def test_each_word_of_a_text_finds_it(text):
    tokens = set(index_tokens(text))
    for word in make_plan(text).words:
        assert any(
            all(
                any(token.startswith(term.token) for token in tokens) if term.prefix else term.token in tokens
                for term in alternative.terms
            )
            for alternative in word.alternatives
        )


@given(ANYTHING)
def test_composed_and_decomposed_text_are_one(text):
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("word", ["aed", "oed", "ued", "ies", "ing"])
def test_no_word_becomes_a_letter(word):
    """AED, a defibrillator, would be found in every text with an "a"."""
    assert len(stem(word)) > 1


def test_a_large_text_gives_a_bounded_answer():
    wide = " ".join(chr(0x20000 + number) * 60 for number in range(3000))
    assert sum(len(token.encode()) for token in index_tokens(wide)) <= BYTES_LIMIT
    syllables = "".join(chr(0xAC00 + i % 11172) for i in range(300_000))
    assert len(index_tokens(syllables)) <= TOKEN_LIMIT
    assert len(normalise("\ufdfa" * 300_000)) <= 200_000
    assert len(make_plan("서울 " * 100_000).words) <= QUERY_LIMIT


@pytest.mark.parametrize(
    ("run", "tokens"),
    [
        ("물", ["1물"]),
        ("물을", ["물을", "1물"]),
        ("도시재생", ["도시", "시재", "재생", "도시재", "시재생"]),
        ("도시 재생", ["도시", "재생", "3시재도"]),
        ("2012년", ["2012", "1년", neighbours("2012", "년")]),
        ("코로나19", ["코로", "로나", "코로나", "19", neighbours("나", "19")]),
    ],
)
def test_tokens_of_hangul(run, tokens):
    assert index_tokens(run) == tokens


@pytest.mark.parametrize(
    "family",
    [
        "policy policies Policy ＰＯＬＩＣＹ",
        "bus buses",
        "child children child's child’s",
        "reduce reducing reduction reductions",
        "citizen citizens citizenship",
        "tourist tourism",
        "subscribe subscription",
        "cafe café",
        "organise organize organisation organization",
        "neighbourhood neighborhoods",
        "centre centers",
        "programme program",
        "traveller traveled travelling",
        "participate participation participatory",
        "demolish demolition",
        "emit emission emissions",
        "environment environmental",
        "economy economic",
        "analysis analyse analyzed",
        "apply application applicants",
        "grow growth grown",
        "build built",
        "safe safety",
        "commerce commercial",
    ],
)
def test_a_family_of_words_has_one_stem(family):
    assert len({tuple(index_tokens(word)) for word in family.split()}) == 1


def test_threads_do_not_mix_up_their_words(request):
    words = [
        f"{first}{last}" for first in ("organ", "relat", "govern") for last in ("izations", "fulness")
    ] * 20
    request.addfinalizer(partial(sys.setswitchinterval, sys.getswitchinterval()))
    sys.setswitchinterval(1e-6)
    with ThreadPoolExecutor(4) as threads:
        stems = list(threads.map(stem.__wrapped__, words))
    assert stems == [stem.__wrapped__(word) for word in words]


def test_unlike_words_stay_apart():
    assert stem("ship") != stem("citizenship")
    assert stem("product") != stem("produce")
    assert stem("laboratory") != stem("labor")
    assert stem("publication") != stem("public")
    assert stem("official") != stem("office")
    assert stem("parking") != stem("parks")
    assert stem("publicity") != stem("public")


@pytest.mark.parametrize(
    ("word", "noun"),
    [("지하철역에서", "지하철역"), ("공유도시를", "공유도시"), ("서울시의", "서울시"), ("나의", "나의")],
)
def test_a_particle_is_cut_off_when_two_syllables_are_left(word, noun):
    assert without_particle(word) == noun


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("1,000", "1000"),
        ("1,234,567.8", "1234567·8"),
        ("3.5", "3·5"),
        ("1,2", "1·2"),
        ("2만", "20000"),
        ("6만 2천", "62000"),
        ("1억2000만", "120000000"),
        ("1.5만", "15000"),
    ],
)
def test_numbers(written, token):
    assert number(written) == token
