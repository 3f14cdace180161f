"""What a word that nothing has may be meant for: words that texts have which the public may see now.

The list of words knows those of texts that wait or went as well. One of its words may find something only
because a visible text has another form of it, so nothing is offered unless such a text is seen to have it.
"""

from itertools import groupby

from seoulsolution.search import vocabulary
from seoulsolution.search.models import StoredText
from seoulsolution.search.plan import make_plan
from seoulsolution.search.query import Query
from seoulsolution.search.spelling import comparable, distance, words_of

#: Most near words that are looked at, and texts of each that are read.
NEAR_MOST, TEXTS_READ = 10, 20


def corrections(word: str, language: str, most: int) -> list[str]:
    """Return at most ``most`` words that ``word`` may be meant for: the nearest first, of equally near ones
    that with most results, and of forms that find the same the first."""
    wrong, found = comparable(word), {}
    near = vocabulary.near(wrong, NEAR_MOST)
    for _distance, equals in groupby(near, key=lambda other: distance(wrong, other)):
        for other, meaning in _by_results(equals, language):
            if meaning not in found and _is_seen(other, language):
                found[meaning] = other
            if len(found) == most:
                return list(found.values())
    return list(found.values())


def _by_results(words, language):
    """Return (word, what it finds) of those of ``words`` that find something, most results first."""
    plans = {word: make_plan(word) for word in words}
    meanings = {word: tuple(one.alternatives for one in plan.words) for word, plan in plans.items()}
    # Forms that find the same are counted once.
    by_meaning = {meaning: plans[word] for word, meaning in meanings.items()}
    counts = {meaning: Query(plan, language).counts().total for meaning, plan in by_meaning.items()}
    found = [(word, meaning) for word, meaning in meanings.items() if counts[meaning]]
    return sorted(found, key=lambda one: -counts[one[1]])


def _is_seen(word, language):
    """Whether one of the newest visible texts with ``word`` has it in this very form."""
    ids = Query(make_plan(word).narrowed(), language).newest(TEXTS_READ)
    texts = StoredText.objects.filter(pk__in=ids).values_list("title", "text")
    return any(word in words_of(f"{title}\n{text}") for title, text in texts)
