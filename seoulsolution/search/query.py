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
from seoulsolution.search import registry
from seoulsolution.search.backends import backend_of
from seoulsolution.search.models import IndexedRecord
from seoulsolution.search.plan import Plan

_FROM = """
FROM ({match}) AS text JOIN search_indexedrecord AS record ON record.id = text.id / 2
WHERE (record.go_live_at IS NULL OR record.go_live_at <= %s)
  AND (record.expires_at IS NULL OR record.expires_at > %s)
"""
# Kind, year and language in one number: the database groups numbers faster than columns.
_CELLS = (
    "SELECT record.kind * 100000 + record.year * 10 + text.id %% 2 AS cell, COUNT(*) {body} GROUP BY cell"
)
_TOPICS = """
SELECT topic.topic_id, COUNT(*) FROM (SELECT record.id {body}) AS found
JOIN search_indexedtopic AS topic ON topic.record_id = found.id GROUP BY topic.topic_id
"""
_BY_DATE = "SELECT text.id, 0 {body} ORDER BY record.sort_date DESC, record.id DESC LIMIT %s OFFSET %s"
_BY_RELEVANCE = """
SELECT text.id, {distance} AS distance {body}
ORDER BY distance, text.id %% 2 = %s, {in_title}, record.sort_date DESC, record.id DESC LIMIT %s OFFSET %s
"""
_NOT_IN = "CASE WHEN text.id IN ({match}) THEN 0 ELSE 1 END"
# Both texts of a record may match: then it is the reader's that counts.
_ONCE = "(text.id %% 2 = %s OR text.id + 1 - 2 * (text.id %% 2) NOT IN ({match}))"
# The texts are only read after the words have narrowed them down.
_PHRASES = "SELECT id FROM search_indexedtext WHERE id IN ({match}) AND {conditions}"


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
    """A text that matches, the one of its record that is shown.

    ``distance`` is 0 if it has the words as typed, and more if it only has others of the same meaning.
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
    """A plan asked on behalf of a reader of ``language`` at one moment (default: now)."""

    def __init__(self, plan: Plan, language: str, filters: Filters | None = None, at: datetime | None = None):
        self.plan, self.language, self.filters = plan, language, filters or Filters()
        self.connection = connections[router.db_for_read(IndexedRecord)]
        self.backend = backend_of(self.connection)
        self.at = self.connection.ops.adapt_datetimefield_value(at or timezone.now())

    def counts(self) -> Counts:
        """Count all results and those of each filter's values.

        Two queries, however many values; three where texts of both languages match.
        """
        chosen, only_topic = self.filters, Filters(topic=self.filters.topic)
        texts = Cells(self._fetch(_CELLS, only_topic))
        # A record whose texts both match is one result, but one of each language.
        records = Cells(self._fetch(_CELLS, only_topic, once=True)) if texts.are_of_both_languages else texts
        cells = texts if chosen.language else records
        topics = dict(self._fetch(_TOPICS, replace(chosen, topic=None), once=texts.are_of_both_languages))
        return Counts(
            total=cells.total(chosen),
            kinds=cells.by_kind(replace(chosen, kind=None)),
            years=cells.by_year(replace(chosen, year=None)),
            languages=texts.by_language(replace(chosen, language=None)),
            topics=topics,
        )

    def page(self, start: int, size: int, by_date: bool = False) -> list[Found]:
        """Return ``size`` results from ``start``: the newest first, or by relevance.

        Relevance here means: found as typed, then in the reader's language, then in the title, then newer.
        """
        if by_date:
            rows = self._fetch(_BY_DATE, self.filters, after=[size, start], once=True)
        else:
            nearer = [self._not_in(self.plan.narrowed(one)) for one in self.plan.closenesses[:-1]]
            distance = " + ".join(["0", *(sql for sql, _parameters in nearer)])
            in_title, title_words = self._not_in(self.plan, title_only=True)
            before = [word for _sql, words in nearer for word in words]
            after = [1 - CODES.index(self.language), *title_words, size, start]
            order = {"distance": distance, "in_title": in_title}
            rows = self._fetch(_BY_RELEVANCE, self.filters, before, after, once=True, **order)
        return [Found(*row) for row in rows]

    def _not_in(self, plan, title_only=False):
        """Return an SQL expression, 0 for texts that ``plan`` matches and else 1, and its parameters."""
        match, words = self.backend.matches(plan, title_only)
        return _NOT_IN.format(match=match), words

    def _fetch(self, select, filters, before=(), after=(), once=False, **statements):
        """Run ``select``; its parameters stand ``before`` and ``after`` those of the match and filters."""
        body, parameters = self._body(filters, once)
        with self.connection.cursor() as cursor:
            cursor.execute(select.format(body=body, **statements), [*before, *parameters, *after])
            return cursor.fetchall()

    def _body(self, filters, once):
        """Return FROM and WHERE, and their parameters; with ``once``, one text a record."""
        match, words = self._match()
        conditions, parameters = [_FROM.format(match=match)], [*words, self.at, self.at]
        for condition, value in self._conditions(filters):
            conditions.append(condition)
            parameters.append(value)
        if once and filters.language is None:
            conditions.append(_ONCE.format(match=match))
            parameters += [CODES.index(self.language), *words]
        return " AND ".join(conditions), parameters

    @staticmethod
    def _conditions(filters):
        if filters.kind is not None:
            yield "record.kind = %s", registry.sources()[filters.kind].number
        if filters.year is not None:
            yield "record.year = %s", filters.year
        if filters.language is not None:
            yield "text.id %% 2 = %s", CODES.index(filters.language)
        if filters.topic is not None:
            yield (
                "record.id IN (SELECT record_id FROM search_indexedtopic WHERE topic_id = %s)",
                filters.topic,
            )

    def _match(self):
        """Return (SQL, parameters) that gives the ids of the texts with all words and phrases."""
        match, words = self.backend.matches(self.plan)
        if not self.plan.phrases:
            return match, words
        # A phrase may stand in the title or in the text.
        contains = self.backend.contains()
        either = " OR ".join(contains.format(column=column) for column in ("title", "text"))
        phrases = [f"%{_escaped(phrase)}%" for phrase in self.plan.phrases for _column in (1, 2)]
        conditions = " AND ".join([f"({either})"] * len(self.plan.phrases))
        return _PHRASES.format(match=match, conditions=conditions), [*words, *phrases]


class Cells:
    """Numbers of results by kind, year and language at once."""

    def __init__(self, rows):
        names = {source.number: source.name for source in registry.sources().values()}
        self.cells = [
            (names[cell // 100_000], cell % 100_000 // 10, CODES[cell % 10], number)
            for cell, number in rows
            if cell // 100_000 in names
        ]

    @property
    def are_of_both_languages(self):
        return len({language for _kind, _year, language, _number in self.cells}) > 1

    def total(self, filters):
        return sum(number for *_cell, number in self._through(filters))

    def by_kind(self, filters):
        return self._sums(filters, 0)

    def by_year(self, filters):
        return self._sums(filters, 1)

    def by_language(self, filters):
        return self._sums(filters, 2)

    def _sums(self, filters, place):
        sums = {}
        for cell in self._through(filters):
            sums[cell[place]] = sums.get(cell[place], 0) + cell[-1]
        return sums

    def _through(self, filters):
        """Yield the cells that the filters of kind, year and language let through."""
        wanted = (filters.kind, filters.year, filters.language)
        for cell in self.cells:
            if all(one in (None, value) for one, value in zip(wanted, cell, strict=False)):
                yield cell


def _escaped(phrase):
    return re.sub("([!%_])", r"!\1", phrase)
