"""Related records: what to read next, by shared topics and by words that titles share."""

from collections import Counter
from functools import lru_cache
from math import log

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from seoulsolution.content.languages import CODES
from seoulsolution.search.tokens import index_tokens

LIMIT = 4
#: So many records of a model are compared: the newest of each topic of the record and the newest of all.
#: Of a topic those are the last that were added, which an index finds however many there are.
CANDIDATES = 100
#: How similar two titles must be (0 to 1) for records without a common topic to be related.
ALIKE = 0.25
#: The columns that related records show or are compared by; all others are deferred.
COLUMNS = (
    "kind",
    "sort_date",
    "state",
    "title_cut",
    "foreign_title",
    *(f"{name}_{code}" for code in CODES for name in ("title", "available", "withheld")),
)


def related(record, models, limit=LIMIT):
    """Return up to ``limit`` visible records of ``models`` that are about the same subject as ``record``.

    Records that share neither a topic nor distinctive words are left out, so there may be none. One query
    per model.
    """
    topics = [topic.pk for topic in record.topics.all()]
    found = [other for model in models for other in _candidates(model, topics) if other != record]
    weights = _weights([record, *found])
    scored = []
    for other in found:
        alike = _likeness(record, other, weights)
        if other.shared or alike >= ALIKE:
            scored.append((other.shared / max(len(topics), 1) + alike, other))
    # Sorting is stable: equal scores keep the order of the candidates, by model, then newest first.
    scored.sort(key=lambda pair: pair[0], reverse=True)
    return [other for _score, other in scored[:limit]]


def _candidates(model, topics):
    """Return the records to compare: those that share the most topics first, then the newest."""
    of_topics, name = model.topics.through.objects.order_by(), model.topics.field.m2m_field_name()
    shared = of_topics.filter(**{name: OuterRef("pk")}, topic__in=topics).values(name)
    records = model.objects.order_by().only(*(column for column in COLUMNS if hasattr(model, column)))
    records = records.annotate(shared=Coalesce(Subquery(shared.annotate(n=Count("pk")).values("n")), 0))
    newest = model.objects.visible().order_by("-sort_date", "-id").values("id")
    added = [of_topics.filter(topic=topic).order_by(f"-{name}").values(name) for topic in topics]
    first, *others = (records.visible_among(ids[:CANDIDATES]) for ids in (newest, *added))
    return first.union(*others).order_by("-shared", "-sort_date", "-id")[:CANDIDATES]


def _words(record):
    """Return the tokens of the record's title in each language it can be read in."""
    return {code: _tokens(record.title_in(code)) for code in record.languages}


@lru_cache(maxsize=4 * CANDIDATES)
def _tokens(title):
    return frozenset(index_tokens(title))


def _weights(records):
    """Return the weight of each token: the fewer titles contain it, the higher."""
    counts = Counter(token for record in records for words in _words(record).values() for token in words)
    return {token: log((len(records) + 1) / count) for token, count in counts.items()}


def _likeness(one, other, weights):
    """Return the shared part of the weight of two titles (0 to 1) in the language where it is greatest."""
    words, others = _words(one), _words(other)
    return max(
        (_overlap(words[code], others[code], weights) for code in words.keys() & others.keys()), default=0
    )


def _overlap(words, others, weights):
    whole = sum(weights[token] for token in words | others)
    return sum(weights[token] for token in words & others) / whole if whole else 0
