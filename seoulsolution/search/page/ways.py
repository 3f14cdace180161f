"""Queries that find something, to show and to offer where what was typed finds nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from seoulsolution.search.index.query import MOST_COUNTED, Query, SearchFilters
from seoulsolution.search.language.normalisation import has_hangul
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.language.words import Closeness
from seoulsolution.search.terms import synonyms


@dataclass(frozen=True)
class Way:
    """A query that finds something: its words as they can be typed (``label``), its plan, its results.

    ``lang`` is the language for screen readers. ``steps`` lead from what was typed to a corrected spelling.
    """

    label: str
    plan: Plan
    number: int
    lang: str
    steps: float = 0

    @property
    def count(self):
        """The number of results, or None if there are too many to have been counted."""
        return self.number if self.number < MOST_COUNTED else None


class Ways:
    """What is found for a reader of ``language`` who has chosen ``filters``."""

    def __init__(self, language: str, filters: SearchFilters):
        self.language, self.filters, self.synonyms = language, filters, synonyms()

    def plan(self, words: str, closeness=Closeness.OTHER_LANGUAGE) -> Plan:
        return make_plan(words, self.synonyms).narrowed(closeness)

    def query(self, plan: Plan) -> Query:
        return Query(plan, self.language, self.filters)

    def find(self, label: str, plan: Plan, steps: float = 0) -> Way | None:
        """Return the Way if it finds something, else None."""
        [way] = self.find_each([(label, plan)])
        return replace(way, steps=steps) if way else None

    def find_each(self, labelled: Sequence[tuple[str, Plan]]) -> list[Way | None]:
        """Return what :meth:`find` does for each label and plan, in one query."""
        plans = [plan for _label, plan in labelled if plan]
        numbers = iter(self.query(plans[0]).totals(plans) if plans else ())
        return [
            Way(label, plan, number, self._lang(label)) if plan and (number := next(numbers)) else None
            for label, plan in labelled
        ]

    def _lang(self, label):
        """Return the language of a label: a Korean voice reads Latin letters too, and any voice numbers."""
        if has_hangul(label):
            return "ko"
        return "en" if re.search(r"[^\W\d]", label) else self.language

    def find_typed(self, words: str) -> Way | None:
        """Return the Way of ``words`` as a reader would type them, if it finds something."""
        return self.find(words, self.plan(words))

    def find_together(self, plan: Plan, ways: list[Way]) -> Way | None:
        """Return the Way that has the words of all ``ways`` and what else ``plan`` wants."""
        words = tuple(word for way in ways for word in way.plan.words)
        steps = sum(way.steps for way in ways)
        return self.find(" ".join(way.label for way in ways), replace(plan, words=words), steps)
