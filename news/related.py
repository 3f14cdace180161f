"""Related records: what to read next, by shared topics and by words that titles share."""

from collections import Counter
from functools import cache, lru_cache
from itertools import chain
from math import log

from seoulsolution.content.languages import CODES
from seoulsolution.search.tokens import index_tokens

LIMIT = 4
#: At most this many records of a model are compared: those that share the most topics, then the newest,
#: among the newest of all and the last that were added to each topic. Indexes find these, however large the
#: archive is.
CANDIDATES, NEWEST, ADDED = 40, 100, 30
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

    Records that share neither a topic nor distinctive words are left out, so there may be none. For each
    model three queries and one per topic of the record.
    """
    topics = [topic.pk for topic in record.topics.all()]
    found = [other for model in models for other in _candidates(model, topics) if other != record]
    own, words = _words(record), [_words(other) for other in found]
    weights = _weights([own, *words])
    scored = []
    for other, others in zip(found, words, strict=True):
        alike = _likeness(own, others, weights)
        if other.shared or alike >= ALIKE:
            scored.append((other.shared / max(len(topics), 1) + alike, other))
    # Sorting is stable: equal scores keep the order of the candidates, by model, then newest first.
    scored.sort(key=lambda pair: pair[0], reverse=True)
    return [other for _score, other in scored[:limit]]


def _candidates(model, topics):
    """Return the records to compare: those that share the most topics first, then the newest."""
    of_topics, name = model.topics.through.objects.order_by(), model.topics.field.m2m_field_name()
    newest = model.objects.visible().order_by("-sort_date", "-id").values_list("id", flat=True)
    ids = list(newest[:NEWEST])
    for topic in topics:
        added = of_topics.filter(topic=topic).order_by(f"-{name}").values_list(name, flat=True)
        ids += added[:ADDED]
    shared = Counter(of_topics.filter(topic__in=topics, **{f"{name}__in": ids}).values_list(name, flat=True))
    best = sorted(dict.fromkeys(ids), key=lambda pk: -shared[pk])[:CANDIDATES]
    records = list(model.objects.visible_among(pk__in=best).order_by().only(*_columns(model)))
    for record in records:
        record.shared = shared[record.pk]
    return sorted(records, key=lambda record: (record.shared, record.sort_date, record.pk), reverse=True)


@cache
def _columns(model):
    return [name for name in COLUMNS if hasattr(model, name)]


def _words(record):
    """Return the tokens of the record's title in each language it can be read in."""
    return {code: _tokens(record.title_in(code)) for code in record.languages}


@lru_cache(maxsize=4000)
def _tokens(title):
    return frozenset(index_tokens(title))


def _weights(titles):
    """Return the weight of each token of ``titles`` ({language: tokens}): the fewer have it, the higher."""
    counts = Counter(chain.from_iterable(chain.from_iterable(words.values() for words in titles)))
    return {token: log((len(titles) + 1) / count) for token, count in counts.items()}


def _likeness(words, others, weights):
    """Return the shared part of the weight of two titles (0 to 1) in the language where it is greatest."""
    return max(
        (_overlap(words[code], others[code], weights) for code in words.keys() & others.keys()), default=0
    )


def _overlap(words, others, weights):
    shared = words & others
    if not shared:
        return 0
    whole = sum(weights[token] for token in words | others)
    return sum(weights[token] for token in shared) / whole if whole else 0
