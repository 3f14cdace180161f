"""The counts of the results of a query for its filters, and of the texts of each topic."""

import json

from django.db.models import Count, Q

from seoulsolution.content import clock
from seoulsolution.content.languages import CODES
from seoulsolution.search import registry
from seoulsolution.search.index.query import Counts, Query
from seoulsolution.search.models import Facets, IndexedText

# Everything that is counted is one number, because databases group by a number faster than by columns.
_CELLS = """
SELECT facets.kind, facets.year, facets.topic_ids, cells.cell %% 4, cells.number
FROM (
    SELECT text.facets_id * 4 + (text.id %% 2) * 2 + CASE WHEN text.is_paired THEN 1 ELSE 0 END AS cell,
        COUNT(*) AS number {rows} GROUP BY cell
) AS cells
JOIN search_facets AS facets ON facets.id = cells.cell / 4
"""
# A record whose texts both match is one result, but counts in each language.
_TWICE = """
SELECT facets.kind, facets.year, facets.topic_ids, twice.number
FROM (
    SELECT facets_id, COUNT(*) AS number
    FROM (SELECT MIN(text.facets_id) AS facets_id {rows} GROUP BY text.id / 2 HAVING COUNT(*) = 2) AS records
    GROUP BY facets_id
) AS twice
JOIN search_facets AS facets ON facets.id = twice.facets_id
"""


def count_results(query: Query) -> Counts:
    """Return the counts of all results and of the values of each filter.

    This takes one query, or two if both texts of a record may match.
    """
    rows = query.fetch(_CELLS, query.matching(query.plan))
    cells = [_cell(*facets, (CODES[flags // 2],), number) for *facets, flags, number in rows]
    if {1, 3} <= {flags for *_facets, flags, _number in rows}:
        twice = query.fetch(_TWICE, query.matching(query.plan).where("text.is_paired"))
        cells += [_cell(*facets, (), -number) for *facets, number in twice]
    wanted = {name: value for name, value in vars(query.filters).items() if value is not None}
    sums, total = {name: {} for name in vars(query.filters)}, 0
    for cell, number in cells:
        misses = [name for name, value in wanted.items() if value not in cell[name]]
        total += 0 if misses else number
        # The counts of a filter do not obey the filter itself.
        for name in misses if len(misses) == 1 else () if misses else sums:
            for value in cell[name]:
                sums[name][value] = sums[name].get(value, 0) + number
    return Counts(total, sums["kind"], sums["year"], sums["language"], sums["topic"])


def _cell(kind, year, topics, languages, number):
    """Return ({filter: values of some texts}, the number of these texts)."""
    values = {"kind": [registry.source_of(kind).name], "year": [year], "language": languages}
    return values | {"topic": json.loads(topics or "[]")}, number


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
