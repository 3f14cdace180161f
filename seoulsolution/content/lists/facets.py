"""Filters of a list: year, month, topic, kind, state, language.

A facet offers only values that some record has, each with the number of records that it would leave.
"""

import calendar
import datetime
import re
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.languages import CODES, other
from seoulsolution.content.lists.years import (
    NO_YEAR,
    FastExtractMonth,
    FastExtractYear,
    in_year,
    parse_year,
    year_choice,
)
from seoulsolution.content.models import count_by
from seoulsolution.content.remembered import counted

MONTH_VALUES = [f"{month:02}" for month in MONTHS]


@dataclass(frozen=True)
class Option:
    """One value of a facet: in the query string, in words, and the number of records that it leaves."""

    value: str
    label: str | Promise
    count: int


class Facet:
    """One parameter of a list.

    ``parts`` are the parameters that have a meaning only within a value of this one, such as months within a
    year. They are dropped when this one changes, and do not restrict the counts of its other values.
    """

    parts: tuple[str, ...] = ()

    def __init__(self, parameter: str, label: str | Promise):
        self.parameter = parameter
        self.label = label

    @property
    def identity(self) -> Hashable:
        """What tells this facet from others of the same list, in keys of what is remembered."""
        return self.parameter

    def condition(self, value: str) -> Q:
        """Return the Q of the records with ``value``, without duplicates, or raise ValueError."""
        raise NotImplementedError

    def tally(self, records: QuerySet, others: Q) -> dict[str, int]:
        """Return {value: number under the Q ``others``} for each value of the visible ``records``.

        A number may be 0: the value exists, but not together with ``others``.
        """
        raise NotImplementedError

    def names(self, values: Iterable[str], language: str) -> dict[str, str | Promise]:
        """Return {value: its name} of ``values``, in the order in which they are offered."""
        raise NotImplementedError


class ColumnFacet(Facet):
    """A facet whose values follow from columns of the record alone: a list counts all of them in one pass."""

    def columns(self) -> dict[str, Any]:
        """Return {name: expression} of the columns."""
        raise NotImplementedError

    def values(self, *columns: Any) -> Collection[str]:
        """Return the values of a record with these ``columns``."""
        raise NotImplementedError


class YearFacet(ColumnFacet):
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

    def columns(self) -> dict[str, Any]:
        return {"_year": F(self.year_field) if self.year_field else FastExtractYear(self.date_field)}

    def values(self, *columns: Any) -> Collection[str]:
        return (year_choice(columns[0])[0],)

    def names(self, values: Iterable[str], language: str) -> dict[str, str | Promise]:
        years = (parse_year(value) or NO_YEAR for value in values)
        return dict(map(year_choice, sorted(years, reverse=True)))


class MonthFacet(Facet):
    """By the month of ``sort_date`` within ``year`` (a number), the latest first; "01" to "12"."""

    def __init__(self, year: int):
        super().__init__("month", _("Month"))
        self.year = year

    @property
    def identity(self) -> Hashable:
        return self.parameter, self.year

    def condition(self, value: str) -> Q:
        if value not in MONTH_VALUES:
            raise ValueError(value)
        first = datetime.date(self.year, int(value), 1)
        last = first.replace(day=calendar.monthrange(self.year, first.month)[1])
        return Q(sort_date__range=(first, last))

    def tally(self, records: QuerySet, others: Q) -> dict[str, int]:
        of_year = records.filter(sort_date__year=self.year).annotate(_month=FastExtractMonth("sort_date"))
        count = Count("pk", filter=others, distinct=True) if others else Count("pk")
        return {f"{month:02}": n for month, n in of_year.values_list("_month").annotate(_count=count)}

    def names(self, values: Iterable[str], language: str) -> dict[str, str | Promise]:
        return {value: MONTHS[int(value)] for value in sorted(values, reverse=True)}


class ChoiceFacet(ColumnFacet):
    """By a field with choices, in the order of the choices."""

    def __init__(self, field: str, label: str | Promise, choices: Sequence[tuple[str, str | Promise]]):
        super().__init__(field, label)
        self.choices = choices

    def condition(self, value: str) -> Q:
        if value not in dict(self.choices):
            raise ValueError(value)
        return Q(**{self.parameter: value})

    def columns(self) -> dict[str, Any]:
        return {f"_{self.parameter}": F(self.parameter)}

    def values(self, *columns: Any) -> Collection[str]:
        return columns

    def names(self, values: Iterable[str], language: str) -> dict[str, str | Promise]:
        labels = {value: str(label) for value, label in self.choices if value in set(values)}
        return {value: label[:1].upper() + label[1:] for value, label in labels.items()}


class LanguageFacet(ColumnFacet):
    """By the languages of a record; one that can be read in both counts in both."""

    def __init__(self) -> None:
        super().__init__("language", _("Language"))

    def condition(self, value: str) -> Q:
        if value not in CODES:
            raise ValueError(value)
        return Q(**{f"available_{value}": True})

    def columns(self) -> dict[str, Any]:
        return {f"_{code}": F(f"available_{code}") for code in CODES}

    def values(self, *columns: Any) -> Collection[str]:
        return [code for code, available in zip(CODES, columns, strict=True) if available]

    def names(self, values: Iterable[str], language: str) -> dict[str, str | Promise]:
        names = {"en": _("English"), "ko": _("Korean")}
        return {code: names[code] for code in CODES if code in set(values)}


class RelatedFacet(Facet):
    """By a many-to-many relation to records of ``model``, which have ``slug``, ``name`` and ``position``."""

    def __init__(self, model: Any, relation: str, parameter: str, label: str | Promise):
        super().__init__(parameter, label)
        self.model = model
        self.relation = relation

    def condition(self, value: str) -> Q:
        if not re.fullmatch(r"[-\w]+", value, re.ASCII):
            raise ValueError(value)
        return Q(**{f"{self.relation}__slug": value})  # slugs are unique: no duplicates

    def tally(self, records: QuerySet, others: Q) -> dict[str, int]:
        slugs = self.model.objects.order_by().values_list("pk", "slug")
        if not others:
            model = records.model
            key = ("related", model._meta.label, self.relation)
            counts = counted(key, lambda: model.objects.count_visible_by(self.relation))
            return {slug: counts[pk] for pk, slug in slugs if counts[pk]}
        counts = count_by(records.model, self.relation, record__in=records.filter(others).values("pk"))
        # As a value, not as "exists", which PostgreSQL would answer for all of them by reading everything.
        first = Subquery(records.filter(**{self.relation: OuterRef("pk")}).values("pk")[:1])
        return {slug: counts[pk] for pk, slug, record in slugs.values_list("pk", "slug", first) if record}

    def names(self, values: Iterable[str], language: str) -> dict[str, str | Promise]:
        names = [f"name_{code}" for code in (language, other(language))]
        related = self.model.objects.filter(slug__in=values).order_by("position", "slug")
        rows = related.values_list("slug", *names)
        return {slug: next(filter(None, labels), slug) for slug, *labels in rows}
