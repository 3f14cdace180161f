"""What a backend of the index must do, tried on that of the configured database."""

import inspect

import pytest
from django.db import IntegrityError, connection, transaction

from seoulsolution.search.index.backends import backend_of, postgresql, sqlite
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.language.words import Alternative, Term, Word
from seoulsolution.search.models import IndexedText, StoredText, upsert

pytestmark = pytest.mark.django_db
ENGLISH, KOREAN = 20, 21
TEXTS = {
    ENGLISH: ("Night buses", "They run until four o’clock.\nFree for children"),
    KOREAN: ("심야버스", "서울의 버스 노선"),
}
HALF_TYPED = Plan((Word("chi", (Alternative((Term("chi", prefix=True),)),)),))


@pytest.fixture
def backend():
    backend = backend_of(connection)
    write(backend, TEXTS)
    return backend


def write(backend, texts, before=()):
    rows = [(pk, 1, 700_000, None, None, False, 0) for pk in texts]
    upsert(connection, StoredText, [(pk, *words, 1) for pk, words in texts.items()])
    backend.write(connection, rows, dict(before), texts)


def fetch(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {pk for (pk,) in cursor.fetchall()}


def found(backend, plan, title_only=False):
    return fetch(*backend.matches(plan, title_only))


def test_both_have_the_same_functions():
    def public(module):
        functions = inspect.getmembers(module, inspect.isfunction)
        return {
            name: str(inspect.signature(one))
            for name, one in functions
            if one.__module__ == module.__name__ and not name.startswith("_")
        }

    assert public(sqlite) == public(postgresql)
    assert sqlite.IS_EMPTIED is not postgresql.IS_EMPTIED


def test_a_statement_that_fails_in_a_pipeline_raises_an_error_of_django(backend):
    @transaction.atomic
    def fail():
        with backend.pipeline(connection), connection.cursor() as cursor:
            write(backend, {50: ("Trams", "")})
            cursor.execute("INSERT INTO search_storedtext (id) VALUES (51)")

    with pytest.raises(IntegrityError):
        fail()
    assert not StoredText.objects.filter(pk=50).exists()


@pytest.mark.parametrize(
    ("query", "in_all", "in_titles"),
    [
        ("bus", {ENGLISH}, {ENGLISH}),
        ("bus children", {ENGLISH}, set()),
        ("버스", {KOREAN}, {KOREAN}),
        ("심야 버스 노선", {KOREAN}, set()),
        ("bus -night", set(), set()),
        ("night -day -children", set(), {ENGLISH}),
        ("tram", set(), set()),
        ("'); --\" bus \\ % :* & | !", {ENGLISH}, {ENGLISH}),
    ],
)
def test_a_plan_finds_the_texts_with_all_its_words(backend, query, in_all, in_titles):
    plan = make_plan(query)
    assert found(backend, plan) == in_all
    assert found(backend, plan, title_only=True) == in_titles


def test_any_alternative_and_any_word_with_a_prefix(backend):
    either = Word("either", (Alternative((Term("tram"),)), Alternative((Term("bus"), Term("free")))))
    assert found(backend, Plan((either,))) == {ENGLISH}
    assert found(backend, HALF_TYPED) == {ENGLISH}


def test_rows_are_found_in_one_language(backend):
    for parity, expected in ((ENGLISH % 2, {ENGLISH}), (KOREAN % 2, set()), (None, {ENGLISH})):
        source, parameters = backend.matching(make_plan("bus"), parity=parity)
        assert fetch(f"SELECT text.id {source} AND text.day = 700000", parameters) == expected


def test_rewritten_words_replace_the_forgotten_ones(backend):
    write(backend, {ENGLISH: ("Night buses", "Trams")}, {ENGLISH: TEXTS[ENGLISH]})
    assert found(backend, make_plan("children")) == set()
    assert found(backend, make_plan("night tram")) == {ENGLISH}
    backend.write(connection, [(ENGLISH, 1, 5, None, None, False, 0)], {}, {})
    assert found(backend, make_plan("night tram")) == {ENGLISH}
    assert IndexedText.objects.get(pk=ENGLISH).day == 5


def test_forgotten_words_of_a_deleted_row_are_not_found(backend):
    IndexedText.objects.filter(pk=KOREAN).delete()
    backend.write(connection, [], {KOREAN: TEXTS[KOREAN]}, {})
    assert found(backend, make_plan("버스")) == set()


def test_a_rebuild_begins_and_ends_with_what_is_found(backend):
    backend.begin_rebuild(connection)
    backend.begin_step(connection)
    write(backend, TEXTS)
    backend.end_step(connection)
    backend.end_rebuild(connection)
    assert found(backend, make_plan("bus")) == {ENGLISH}


def test_emptied_words_are_not_found(backend):
    IndexedText.objects.all().delete()
    backend.empty(connection)
    assert found(backend, make_plan("bus")) == set()
