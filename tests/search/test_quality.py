"""The quality of the first page over judged queries, on the configured database."""

import pytest

from tests.search.evaluation import evaluate, load, table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["judged.json", "judged_more.json", "judged_again.json", "judged_apart.json", "unseen.json"]
)
def test_judged_queries(name, capsys):
    """No rule is made for unseen.json: it says what the others cannot, which showed what was missing."""
    judged = load(name)
    if name in ("judged_again.json", "judged_apart.json"):
        judged = {"documents": load("judged.json")["documents"]} | judged
    done = evaluate(judged)
    with capsys.disabled():
        print("\n" + table(done, name))
    least = 0.93 if name == "unseen.json" else 0.95
    for score in done.scores.values():
        assert score.f1 >= least, done.faults
        assert score.first >= 0.85, done.faults
    assert done.silent >= 0.77 * done.unanswered
