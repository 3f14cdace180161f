"""Filters of a list: year, month, topic, kind, state, language.

A facet offers only values that some record has, each with the number of records that it would leave. All its
counts come from one query.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.languages import CODES
from seoulsolution.content.lists.years import FastExtractYear, in_year, parse_year, year_choice


@dataclass(frozen=True)
class Option:
    """One value of a facet: in the query string, in words, and the number of records that it leaves."""

    value: str
    label: str | Promise
    count: int


class Facet:
    """One parameter of a list. For a list of a queryset, subclasses define ``condition`` and ``options``.

    ``parts`` are the parameters that have a meaning only within a value of this one, such as months within a
    year. They are dropped when this one changes, and do not restrict the counts of its other values.
    """

    parts: tuple[str, ...] = ()

    def __init__(self, parameter: str, label: str | Promise):
        self.parameter = parameter
        self.label = label

    def condition(self, value: str) -> Q:
        """Return the Q of the records with ``value``, without duplicates, or raise ValueError."""
        raise NotImplementedError

    def options(self, records: QuerySet, others: Q, language: str) -> list[Option]:
        """Return an Option for each value of ``records``, counted under the Q ``others``.

        A count may be 0: the value exists, but not together with ``others``.
        """
        raise NotImplementedError


def tally(records: QuerySet, others: Q, *fields: str) -> QuerySet:
    """Return rows of ``fields`` and the number of ``records`` with these values under the Q ``others``.

    Only ``others`` may join a table with several rows per record.
    """
    count = Count("pk", filter=others, distinct=True) if others else Count("pk")
    return records.values_list(*fields).annotate(_count=count)


class YearFacet(Facet):
    """By a column of years if one is named, else of dates; the newest first, undated last."""

    parts = ("month",)

    def __init__(self, date_field: str = "sort_date", year_field: str = ""):
        super().__init__("year", _("Year"))
        self.date_field = date_field
        self.year_field = year_field

    def condition(self, value: str) -> Q:
        year = parse_year(value)
        if year is None:
            raise ValueError(value)
        return in_year(year, self.date_field, self.year_field)

    def options(self, records: QuerySet, others: Q, language: str) -> list[Option]:
        if not self.year_field:
            records = records.annotate(_year=FastExtractYear(self.date_field))
        rows = tally(records, others, self.year_field or "_year")
        return [Option(*year_choice(year), count) for year, count in sorted(rows, reverse=True)]


class MonthFacet(Facet):
    """By the month of ``sort_date`` within ``year`` (a number), the latest first; "01" to "12"."""

    def __init__(self, year: int):
        super().__init__("month", _("Month"))
        self.year = year

    def condition(self, value: str) -> Q:
        return Q(sort_date__month=int(value))

    def options(self, records: QuerySet, others: Q, language: str) -> list[Option]:
        of_year = records.filter(sort_date__year=self.year).annotate(_month=ExtractMonth("sort_date"))
        rows = tally(of_year, others, "_month")
        return [Option(f"{month:02}", MONTHS[month], count) for month, count in sorted(rows, reverse=True)]


class ChoiceFacet(Facet):
    """By a field with choices, in the order of the choices."""

    def __init__(self, field: str, label: str | Promise, choices: Sequence[tuple[str, str | Promise]]):
        super().__init__(field, label)
        self.choices = choices

    def condition(self, value: str) -> Q:
        return Q(**{self.parameter: value})

    def options(self, records: QuerySet, others: Q, language: str) -> list[Option]:
        counts = dict(tally(records, others, self.parameter))
        return [
            Option(value, str(label)[:1].upper() + str(label)[1:], counts[value])
            for value, label in self.choices
            if value in counts
        ]


class RelatedFacet(Facet):
    """By a many-to-many relation to records with ``slug``, ``name`` and ``position``."""

    def __init__(self, relation: str, parameter: str, label: str | Promise):
        super().__init__(parameter, label)
        self.relation = relation

    def condition(self, value: str) -> Q:
        return Q(**{f"{self.relation}__slug": value})  # slugs are unique: no duplicates

    def options(self, records: QuerySet, others: Q, language: str) -> list[Option]:
        codes = (language, *(code for code in CODES if code != language))
        names = [f"{self.relation}__name_{code}" for code in codes]
        # Grouped by the related row itself: a join of ``others`` to the same table must not multiply it.
        rows = tally(records, others, f"{self.relation}__position", f"{self.relation}__slug", *names)
        return [
            Option(slug, next(filter(None, labels), slug), count)
            for _position, slug, *labels, count in sorted(rows, key=lambda row: (row[0] or 0, row[1] or ""))
            if slug
        ]


class LanguageFacet(Facet):
    """By the languages of a record; one that can be read in both counts in both."""

    def __init__(self) -> None:
        super().__init__("language", _("Language"))

    def condition(self, value: str) -> Q:
        if value not in CODES:
            raise ValueError(value)
        return Q(**{f"available_{value}": True})

    def options(self, records: QuerySet, others: Q, language: str) -> list[Option]:
        counts = {code: Count("pk", self.condition(code) & others, distinct=True) for code in CODES}
        exist = {f"any_{code}": Count("pk", self.condition(code), distinct=True) for code in CODES}
        found = records.aggregate(**counts, **exist)
        names = {"en": _("English"), "ko": _("Korean")}
        return [Option(code, names[code], found[code]) for code in CODES if found[f"any_{code}"]]
