"""The counts of the results of a query for its filters, and of the texts of each topic."""

import json

from django.db.models import Count, Q

from seoulsolution.content import clock
from seoulsolution.content.languages import CODES
from seoulsolution.search import registry
from seoulsolution.search.index.query import Counts, Query
from seoulsolution.search.models import Facets, IndexedText

# Ids are listed, not counted: the texts of a record may refer to different rows of Facets that are equal.
_COUNTS = """
SELECT facets.kind, facets.year, facets.topic_ids, found.number, found.second, found.paired
FROM (
    SELECT text.facets_id, COUNT(*) AS number, COUNT(*) FILTER (WHERE text.id %% 2 = 1) AS second,
        {listed} FILTER (WHERE text.is_paired) AS paired {rows} GROUP BY text.facets_id
) AS found
JOIN search_facets AS facets ON facets.id = found.facets_id
"""


def count_results(query: Query) -> Counts:
    """Return the counts of all results and of the values of each filter, in one query."""
    wanted = {name: value for name, value in vars(query.filters).items() if value is not None}
    sums, total = {name: {} for name in vars(query.filters)}, 0
    for values, number in _cells(query):
        misses = [name for name, value in wanted.items() if value not in values[name]]
        total += 0 if misses else number
        # The counts of a filter do not obey the filter itself.
        for name in misses if len(misses) == 1 else () if misses else sums:
            for value in values[name]:
                sums[name][value] = sums[name].get(value, 0) + number
    return Counts(total, sums["kind"], sums["year"], sums["language"], sums["topic"])


def _cells(query):
    """Yield ({filter: values that some matching texts have}, the number of these texts).

    The number is negative for records of which both texts match: they were counted twice.
    """
    listed = query.backend.LISTED.format("text.id / 2")
    paired = {}
    for *facets, number, second, records in query.fetch(_COUNTS, query.matching(query.plan), listed=listed):
        values = _values(*facets)
        for languages, some in ((CODES[:1], number - second), (CODES[1:], second)):
            if some:
                yield values | {"language": languages}, some
        if records:
            paired.setdefault(tuple(facets), []).extend(records.split(","))
    # A record whose texts both match is one result, but counts in each language.
    for facets, records in paired.items():
        if twice := len(records) - len(set(records)):
            yield _values(*facets) | {"language": ()}, -twice


def _values(kind, year, topics):
    source = registry.source_of(kind)
    return {"kind": [source.name], "year": [year], "topic": json.loads(topics or "[]")}


def topic_counts(among=None) -> dict[int, int]:
    """Return {id of a topic: number of visible texts} of all topics, or of those ``among`` these ids."""
    now = clock.now()
    texts = IndexedText.objects.filter(
        Q(go_live_at=None) | Q(go_live_at__lte=now), Q(expires_at=None) | Q(expires_at__gt=now)
    )
    combinations = {pk: topics or () for pk, topics in Facets.objects.values_list("pk", "topic_ids")}
    if among is not None:
        wanted = [pk for pk, topics in combinations.items() if not set(topics).isdisjoint(among)]
        texts = texts.filter(facets__in=wanted)
    counts = {}
    for facets, number in texts.values_list("facets_id").annotate(number=Count("pk")):
        for topic in combinations.get(facets, ()):
            counts[topic] = counts.get(topic, 0) + number
    return counts
