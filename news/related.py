"""Related records: what to read next, by shared topics and by words that titles share."""

from collections import Counter
from functools import cache, lru_cache
from itertools import chain
from math import fsum, log

from django.db import connection

from seoulsolution.search.language.tokens import index_tokens

LIMIT = 4
#: At most this many records of a model are compared: of the last that were added to each topic of the record
#: those that share the most topics. If there are too few, so many of the newest as well. Indexes find them,
#: however large the archive is.
ADDED, CANDIDATES, NEWEST = 30, 40, 40
#: How similar two titles must be (0 to 1) for records without a common topic to be related.
ALIKE = 0.25
#: Columns that related records show or are compared by, besides those of their links.
COLUMNS = ("kind", "sort_date", "title_cut")
_LAST_OF_TOPIC = """
SELECT * FROM (SELECT {place} AS place, {owner} AS owner FROM {table} WHERE topic_id = %s
ORDER BY {owner} DESC LIMIT {added}) AS last_of_{place}
"""


def related(record, models, limit=LIMIT):
    """Return up to ``limit`` visible records of ``models`` that are about the same subject as ``record``.

    Records that share neither a topic nor distinctive words are left out, so there may be none. One query per
    model, and one for the topics; another per model if there are too few of the same topics.
    """
    topics = [topic.pk for topic in record.listed_topics]
    shared = _sharing(models, topics)
    found = {model: _sharing_most(model, shared[model]) for model in models}
    if sum(map(len, found.values())) <= limit:
        for model, known in found.items():
            known += [other for other in _newest(model) if other not in known]
    others = [other for known in found.values() for other in _in_order(known, shared) if other != record]
    own, words = _words(record), [_words(other) for other in others]
    weights = _weights([own, *words])
    scored = []
    for other, other_words in zip(others, words, strict=True):
        common, alike = shared[type(other)][other.pk], _likeness(own, other_words, weights)
        if common or alike >= ALIKE:
            scored.append((common / max(len(topics), 1) + alike, other))
    # Sorting is stable: equal scores keep the order of the candidates, by model, then newest first.
    scored.sort(key=lambda pair: pair[0], reverse=True)
    return [other for _score, other in scored[:limit]]


def _sharing(models, topics):
    """Return {model: Counter of how many of ``topics`` the last records of each topic have}. One query."""
    shared = {model: Counter() for model in models}
    parts = [
        _LAST_OF_TOPIC.format(
            place=place,
            owner=model.topics.field.m2m_column_name(),
            table=model.topics.through._meta.db_table,
            added=ADDED,
        )
        for place, model in enumerate(models)
        for _topic in topics
    ]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), [*topics * len(models)])
            for place, owner in cursor.fetchall():
                shared[models[place]][owner] += 1
    return shared


def _sharing_most(model, shared):
    best = [pk for pk, _number in shared.most_common(CANDIDATES)]
    return (
        list(model.objects.visible_among(pk__in=best).order_by().for_links(*_columns(model))) if best else []
    )


def _newest(model):
    return model.objects.visible().order_by("-sort_date", "-id").for_links(*_columns(model))[:NEWEST]


def _in_order(records, shared):
    """Return the records of one model: those that share the most topics first, then the newest."""

    def rank(record):
        return shared[type(record)][record.pk], record.sort_date, record.pk

    return sorted(records, key=rank, reverse=True)


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
    # Sets have another order in each process: a plain sum would be rounded differently.
    whole = fsum(weights[token] for token in words | others)
    return fsum(weights[token] for token in shared) / whole if whole else 0
