"""Asking the index: which visible records match a plan, how many there are of what, and in which order.

Everything is one SQL shape for both databases; only how words are matched is the database's own
(backends/). Ids of texts tell record and language: ``id / 2`` and ``id % 2`` (see models.text_id).
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connections, router
from django.utils import timezone

from seoulsolution.content.languages import CODES
from seoulsolution.search.backends import backend_of
from seoulsolution.search.models import IndexedRecord
from seoulsolution.search.plan import Plan

# ``spoken`` is 1 for a match in the first language of the site, 2 in the second, 3 in both.
_FOUND = """
WITH word_hit AS MATERIALIZED ({match}),
hit AS MATERIALIZED (SELECT id FROM word_hit {phrases}),
found AS MATERIALIZED (
    SELECT record.id, record.kind, record.year, record.sort_date, hits.spoken
    FROM (SELECT id / 2 AS record_id, SUM(id %% 2 + 1) AS spoken FROM hit GROUP BY id / 2) AS hits
    JOIN search_indexedrecord AS record ON record.id = hits.record_id
    WHERE (record.go_live_at IS NULL OR record.go_live_at <= %s)
      AND (record.expires_at IS NULL OR record.expires_at > %s)
)
"""
# The texts are only read after the words have narrowed them down.
_WITH_PHRASES = "WHERE id IN (SELECT id FROM search_indexedtext WHERE id IN (SELECT id FROM word_hit) AND {})"
_COUNTS = "SELECT kind, year, spoken, COUNT(*) FROM found {where} GROUP BY kind, year, spoken"
_TOPIC_COUNTS = """
SELECT topic.topic_id, COUNT(*) FROM found JOIN search_indexedtopic AS topic ON topic.record_id = found.id
{where} GROUP BY topic.topic_id
"""
_BY_DATE = "SELECT id, spoken, 0 FROM found {where} ORDER BY sort_date DESC, id DESC LIMIT %s OFFSET %s"
_BY_RELEVANCE = """
SELECT id, spoken, {distance} AS distance FROM found {where}
ORDER BY distance, spoken = %s, {in_title}, sort_date DESC, id DESC
LIMIT %s OFFSET %s
"""
_NOT_IN = "CASE WHEN id IN (SELECT id / 2 FROM ({match}) AS closer) THEN 0 ELSE 1 END"


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to; None is no narrowing. ``year`` 0 means without a year."""

    kind: str | None = None
    topic: int | None = None
    year: int | None = None
    language: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many results there are, and how many there would be for each value of each filter.

    The counts of a filter obey all the other filters but not itself. ``years`` has 0 for no year.
    """

    total: int
    kinds: dict
    years: dict
    languages: dict
    topics: dict


@dataclass(frozen=True)
class Found:
    """A matching record of the index and the languages it matched in.

    ``distance`` is 0 if it has the words as typed, and more if it only has others of the same meaning.
    """

    id: int
    languages: tuple[str, ...]
    distance: int = 0


class Query:
    """A plan asked on behalf of a reader of ``language`` at one moment (default: now)."""

    def __init__(self, plan: Plan, language: str, filters: Filters | None = None, at: datetime | None = None):
        self.plan, self.language, self.filters = plan, language, filters or Filters()
        self.connection = connections[router.db_for_read(IndexedRecord)]
        self.backend = backend_of(self.connection)
        self.at = self.connection.ops.adapt_datetimefield_value(at or timezone.now())

    def counts(self) -> Counts:
        """Count all results and those of each filter's values: two queries, however many values."""
        chosen = self.filters
        where, parameters = self._where(Filters(topic=chosen.topic))
        rows = self._fetch(_COUNTS, where, parameters)
        cells = [(kind, year or 0, _languages(spoken), number) for kind, year, spoken, number in rows]

        def count(**dropped):
            return _count(cells, replace(chosen, topic=None, **dropped))

        total, *_ = count()
        _total, kinds, _years, _codes = count(kind=None)
        _total, _kinds, years, _codes = count(year=None)
        _total, _kinds, _years, codes = count(language=None)
        where, parameters = self._where(replace(chosen, topic=None))
        topics = dict(self._fetch(_TOPIC_COUNTS, where, parameters))
        return Counts(total, kinds, years, codes, topics)

    def page(self, start: int, size: int, by_date: bool = False) -> list[Found]:
        """Return ``size`` results from ``start``: the newest first, or by relevance.

        Relevance here means: found as typed, then in the reader's language, then in the title, then newer.
        """
        where, parameters = self._where(self.filters)
        if by_date:
            rows = self._fetch(_BY_DATE, where, [*parameters, size, start])
        else:
            distances = [
                self._not_in(self.plan.narrowed(closeness)) for closeness in self.plan.closenesses[:-1]
            ]
            distance = " + ".join(["0", *(sql for sql, _words in distances)])
            far_words = [word for _sql, words in distances for word in words]
            in_title, title_words = self._not_in(self.plan, title_only=True)
            only_other = 2 - CODES.index(self.language)
            parameters = [*far_words, *parameters, only_other, *title_words, size, start]
            rows = self._fetch(_BY_RELEVANCE, where, parameters, distance=distance, in_title=in_title)
        return [Found(id, _languages(spoken), distance) for id, spoken, distance in rows]

    def _not_in(self, plan, title_only=False):
        """Return an SQL expression, 0 for records that ``plan`` matches and else 1, and its parameters."""
        match, words = self.backend.matches(plan, title_only)
        return _NOT_IN.format(match=match), words

    def _where(self, filters):
        """Return the WHERE clause over ``found`` and its parameters."""
        conditions, parameters = [], []
        if filters.kind is not None:
            conditions.append("kind = %s")
            parameters.append(filters.kind)
        if filters.year is not None:
            conditions.append("year = %s" if filters.year else "year IS NULL")
            parameters += [filters.year] if filters.year else []
        if filters.language is not None:
            conditions.append("spoken IN (%s, 3)")
            parameters.append(CODES.index(filters.language) + 1)
        if filters.topic is not None:
            conditions.append("found.id IN (SELECT record_id FROM search_indexedtopic WHERE topic_id = %s)")
            parameters.append(filters.topic)
        return ("WHERE " + " AND ".join(conditions) if conditions else ""), parameters

    def _phrases(self):
        """Return the SQL that narrows the matches to the texts that have every phrase of the plan."""
        contains = self.backend.contains()
        either = " OR ".join(contains.format(column=column) for column in ("title", "text"))
        return _WITH_PHRASES.format(" AND ".join([f"({either})"] * len(self.plan.phrases)))

    def _fetch(self, select, where, parameters, **statements):
        match, words = self.backend.matches(self.plan)
        phrases = [f"%{_escaped(phrase)}%" for phrase in self.plan.phrases]
        statement = (_FOUND + select).format(
            match=match, phrases=self._phrases() if phrases else "", where=where, **statements
        )
        # Each phrase may stand in the title or in the text.
        twice = [phrase for phrase in phrases for _column in ("title", "text")]
        with self.connection.cursor() as cursor:
            cursor.execute(statement, [*words, *twice, self.at, self.at, *parameters])
            return cursor.fetchall()


def _escaped(phrase):
    return re.sub("([!%_])", r"!\1", phrase)


def _languages(spoken):
    """Return the languages that ``spoken`` stands for."""
    return tuple(code for bit, code in enumerate(CODES, start=1) if int(spoken) & bit)


def _count(cells, filters):
    """Return (total, by kind, by year, by language) of the cells that ``filters`` let through."""
    total, kinds, years, codes = 0, {}, {}, {}
    for kind, year, languages, number in cells:
        if filters.kind not in (None, kind) or filters.year not in (None, year):
            continue
        if filters.language and filters.language not in languages:
            continue
        total += number
        kinds[kind] = kinds.get(kind, 0) + number
        years[year] = years.get(year, 0) + number
        for code in languages:
            codes[code] = codes.get(code, 0) + number
    return total, kinds, years, codes
