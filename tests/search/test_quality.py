"""How good the answers are, over judged queries, on whichever database is configured."""

import pytest

from tests.search.evaluation import evaluate, load, table

pytestmark = pytest.mark.django_db


def test_judged_queries(capsys):
    scores, faults = evaluate(load("judged.json"))
    with capsys.disabled():
        print("\n" + table(scores, "judged.json"))
    assert scores["ko"].f1 >= 0.95, faults
    assert scores["en"].f1 >= 0.89, faults


def test_our_own_judged_queries(capsys):
    """Verbs, set terms of the other language, numbers, phrases and exclusion."""
    scores, faults = evaluate(load("judged_more.json"))
    with capsys.disabled():
        print("\n" + table(scores, "judged_more.json"))
    assert scores["ko"].f1 >= 0.95, faults
    assert scores["en"].f1 >= 0.95, faults
