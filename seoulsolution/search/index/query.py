"""Queries of the index: which visible records match a plan, and in which order.

The SQL is the same for both databases, except for how words are matched (backends/). The id of a text gives
its record and language: ``id / 2`` and ``id % 2`` (see models.text_id).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.db import connection

from seoulsolution.content import clock
from seoulsolution.content.languages import CODES
from seoulsolution.search import registry
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.language.plan import Plan
from seoulsolution.search.models import Facets

#: How far totals() counts.
MOST_COUNTED = 1000
#: Condition that a row ``text`` of IndexedText is visible at a moment, which is the parameter twice.
VISIBLE = (
    "(text.go_live_at IS NULL OR text.go_live_at <= %s) AND (text.expires_at IS NULL OR text.expires_at > %s)"
)
_TOTAL = """
SELECT {place}, CASE WHEN COUNT(*) < {most} THEN COUNT(DISTINCT record) ELSE {most} END
FROM (SELECT text.id / 2 AS record {rows} LIMIT {most}) AS found
"""
_IDS = """
SELECT {place}, id
FROM (SELECT text.id AS id {rows} ORDER BY text.day DESC, text.id DESC LIMIT {most}) AS found
"""
_NEWEST = "SELECT text.id {rows} ORDER BY text.{moment} DESC, text.id DESC LIMIT %s"
# The texts of a record are neighbours, because they have the same day; that of the reader is shown.
_BY_DATE = """
SELECT id
FROM (
    SELECT id, day, id / 2 = {neighbour}(id / 2) OVER (ORDER BY day DESC, id DESC) AS is_other
    FROM (SELECT text.id, text.day {rows} ORDER BY text.day DESC, text.id DESC LIMIT %s) AS newest
) AS text
WHERE is_other IS NOT TRUE ORDER BY day DESC, id DESC LIMIT %s OFFSET %s
"""
#: Where the other text is, by the place of the reader's language in CODES.
_NEIGHBOURS = ("LEAD", "LAG")
# Planners cannot estimate how many texts match. Inside CASE they put all matches into a hash table first,
# instead of looking each one up.
_AMONG = "CASE WHEN text.id IN ({match}) THEN TRUE ELSE FALSE END"
# If the text in the other language (of the same record) matches too, the one of the reader is the result.
_ONCE = (
    "CASE WHEN text.id %% 2 = %s OR NOT text.is_paired THEN TRUE "
    "ELSE text.id + 1 - 2 * (text.id %% 2) NOT IN ({match}) END"
)
_ONLY = "SELECT id FROM ({match}) AS found WHERE id IN ({ids})"


@dataclass(frozen=True)
class SearchFilters:
    """What results are narrowed to; None is no filter. ``year`` may be NO_YEAR."""

    kind: str | None = None
    topic: int | None = None
    year: int | None = None
    language: str | None = None


@dataclass(frozen=True)
class Counts:
    """The number of results, and the number for each value of each filter.

    The counts of a filter obey all other filters but not the filter itself. ``years`` may have NO_YEAR.
    """

    total: int
    kinds: dict
    years: dict
    languages: dict
    topics: dict


NO_COUNTS = Counts(0, {}, {}, {}, {})


@dataclass(frozen=True)
class Found:
    """A matching text, the one that is shown for its record.

    ``distance`` is 0 if it has the words as typed, and more if it has only other words of the same meaning.
    """

    text_id: int
    distance: int = 0

    @property
    def record_id(self):
        return self.text_id // 2

    @property
    def language(self):
        return CODES[self.text_id % 2]


class Query:
    """A plan, run for a reader of ``language`` at one moment (default: now)."""

    def __init__(
        self, plan: Plan, language: str, filters: SearchFilters | None = None, at: datetime | None = None
    ):
        self.plan, self.language, self.filters = plan, language, filters or SearchFilters()
        self.backend = backend_of(connection)
        self.at = connection.ops.adapt_datetimefield_value(at or clock.now())

    def totals(self, plans: Sequence[Plan]) -> list[int]:
        """Return the number of results of each of ``plans``, in one query.

        It is MOST_COUNTED if so many texts match. This is much quicker than counts.count_results().
        """
        found = dict(self._fetch_each(_TOTAL, [self.matching(plan) for plan in plans]))
        return [found[place] for place in range(len(plans))]

    def ids(self, plans: Sequence[Plan]) -> list[set[int]]:
        """Return the ids of the newest MOST_COUNTED texts that match each plan, and by their titles alone.

        These are two sets for each plan, in one query for all.
        """
        rows = [self.matching(plan, title_only) for plan in plans for title_only in (False, True)]
        found: list[set[int]] = [set() for _ in rows]
        for place, pk in self._fetch_each(_IDS, rows):
            found[place].add(pk)
        return found

    def _fetch_each(self, select, rows):
        """Return the results of a SELECT of each of ``rows``, which say its place, in one query."""
        filtered = [self._filtered(one) for one in rows]
        selects = [
            select.format(place=place, rows=one.sql, most=MOST_COUNTED) for place, one in enumerate(filtered)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(selects), [value for one in filtered for value in one.parameters]
            )
            return cursor.fetchall()

    def page(self, start: int, size: int, by_date: bool = False, counts: Counts | None = None) -> list[Found]:
        """Return ``size`` results from ``start``: the newest first, or by relevance.

        Relevance here means: found as typed, then in the reader's language, then in the title, then newer.
        With the ``counts`` of this query, queries that cannot find anything more are skipped.
        """
        if by_date:
            return self._by_date(start, size)
        found, most = {}, min(start + size, counts.total) if counts else start + size
        for distance, rows in self._tiers(counts.languages if counts else CODES):
            # Each tier includes the ones before it (of the same language), so all these may be known already.
            for pk in self._newest(rows, "day", start + size):
                found.setdefault(pk, distance)
            if len(found) >= most:
                break
        return [Found(pk, distance) for pk, distance in list(found.items())[start : start + size]]

    def last_public(self, size: int) -> list[Found]:
        """Return the ``size`` results whose text became public last."""
        rows = self._once(self.matching(self.plan))
        return [Found(pk) for pk in self._newest(rows, "first_public", size)]

    def _by_date(self, start, size):
        rows, neighbour = self._filtered(self.matching(self.plan)), _NEIGHBOURS[CODES.index(self.language)]
        limits = [(start + size) * len(CODES), size, start]
        return [Found(pk) for (pk,) in self.fetch(_BY_DATE, rows, limits, neighbour=neighbour)]

    def _newest(self, rows, moment, most):
        fetched = self.fetch(_NEWEST, self._filtered(rows), [most], moment=moment)
        return [pk for (pk,) in fetched]

    def _tiers(self, languages):
        """Yield (distance, TextRows), from the best matches to all matches in ``languages``.

        The first tier has few texts and answers most queries for common words, so that the many other matches
        need not be sorted.
        """
        reader = CODES.index(self.language)
        wanted = (
            [self.language, CODES[1 - reader]] if self.filters.language is None else [self.filters.language]
        )
        codes = [CODES.index(language) for language in wanted if language in languages]
        for distance, closeness in enumerate(self.plan.closenesses):
            plan = self.plan.narrowed(closeness)
            for code in codes:
                for title_only in (True, False):
                    rows = self.matching(plan, title_only, code)
                    yield distance, rows if code == reader else self._once(rows)

    def matching(self, plan, title_only=False, parity=None):
        """Return the TextRows of the visible texts that match ``plan``; with ``parity``, of one language."""
        # Excluded words must not be in the text either, so the title is not enough.
        source, words = self.backend.matching(
            replace(plan, excluded=()) if title_only else plan, title_only, parity
        )
        rows = TextRows(f"{source} AND {VISIBLE}", [*words, self.at, self.at])
        if plan.among is not None:
            rows = rows.where(f"text.id IN ({_listed(plan.among)})")
        if title_only and plan.excluded:
            match, words = self._match(plan)
            rows = rows.where(_AMONG.format(match=match), *words)
        return rows

    def _match(self, plan):
        """Return (SQL, parameters) of the ids of the texts that match ``plan``."""
        match, parameters = self.backend.matches(plan)
        if plan.among is not None:
            match = _ONLY.format(match=match, ids=_listed(plan.among))
        return match, parameters

    def _once(self, rows):
        """Narrow ``rows`` to one text per record."""
        if self.filters.language is not None:
            return rows
        match, words = self._match(self.plan)
        return rows.where(_ONCE.format(match=match), CODES.index(self.language), *words)

    def _filtered(self, rows):
        if self.filters.language is not None:
            rows = rows.where("text.id %% 2 = %s", CODES.index(self.filters.language))
        if self._facets is not None:
            rows = rows.where(f"text.facets_id IN ({_listed(self._facets)})")
        return rows

    @cached_property
    def _facets(self):
        """Ids of the Facets that pass the filters; None for all."""
        filters, conditions = self.filters, {}
        if filters.kind is not None:
            conditions["kind"] = registry.sources()[filters.kind].search_number
        if filters.year is not None:
            conditions["year"] = filters.year
        if not conditions and filters.topic is None:
            return None
        return Facets.ids(filters.topic, **conditions)

    def fetch(self, select, rows, after=(), **statements):
        """Run ``select`` and return its rows; the parameters ``after`` follow those of ``rows``."""
        with connection.cursor() as cursor:
            cursor.execute(select.format(rows=rows.sql, **statements), [*rows.parameters, *after])
            return cursor.fetchall()


@dataclass(frozen=True)
class TextRows:
    """FROM and WHERE of a query of IndexedText (under the name ``text``), with their parameters."""

    sql: str
    parameters: list

    def where(self, condition, *parameters):
        return TextRows(f"{self.sql} AND {condition}", [*self.parameters, *parameters])


def _listed(numbers):
    """Return whole numbers as SQL."""
    return ", ".join(map(str, sorted(numbers))) or "NULL"
