"""How many records a list has: in all, and for each value of its filters."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, Q, QuerySet

from seoulsolution.content.lists.facets import ColumnFacet, Facet
from seoulsolution.content.remembered import counted

#: The records of a list in groups: (number, {parameter: values}) of those with equal columns.
Groups = list[tuple[int, dict[str, Collection[str]]]]


@dataclass(frozen=True)
class ListCounts:
    """``options`` are {parameter: {value: number}}, each under the chosen values of the other facets.

    A number may be 0: the value exists, but not together with the other filters.
    """

    total: int
    options: dict[str, dict[str, int]]


def count_list(records: QuerySet, facets: Sequence[Facet], chosen: Mapping[str, str]) -> ListCounts:
    """Return the counts of the list of the visible ``records`` under the ``chosen`` {parameter: value}.

    One query counts what follows from columns of the records alone. A chosen value that does not, such as a
    topic, takes another. Then come those of each such facet.
    """
    records = records.select_related(None).prefetch_related(None).order_by()
    columns = [facet for facet in facets if isinstance(facet, ColumnFacet)]

    def others(facet: Facet | None, kept: Iterable[Facet]) -> list[Facet]:
        """Return which of the facets ``kept`` restrict the counts of ``facet`` (None: the total)."""
        own = (facet.parameter, *facet.parts) if facet else ()
        return [one for one in kept if one.parameter in chosen and one.parameter not in own]

    def condition(restricting: Iterable[Facet]) -> Q:
        return Q(*(one.condition(chosen[one.parameter]) for one in restricting))

    @cache
    def groups(restricting: tuple[Facet, ...]) -> Groups:
        names = tuple(one.identity for one in columns)
        values = [(one.identity, chosen[one.parameter]) for one in restricting]
        key = ("groups", records.model._meta.label, names, *values)
        return counted(key, lambda: group(records.filter(condition(restricting)), columns))

    def matching(facet: Facet | None) -> Groups:
        """Return the groups under all chosen values of other facets."""
        wanted = [(one.parameter, chosen[one.parameter]) for one in others(facet, columns)]
        rest = tuple(one for one in others(facet, facets) if one not in columns)
        return [
            (number, values)
            for number, values in groups(rest)
            if all(value in values[name] for name, value in wanted)
        ]

    options = {}
    for facet in facets:
        if facet not in columns:
            options[facet.parameter] = facet.tally(records, condition(others(facet, facets)))
            continue
        counts = {value: 0 for _number, values in groups(()) for value in values[facet.parameter]}
        for number, values in matching(facet):
            for value in values[facet.parameter]:
                counts[value] += number
        options[facet.parameter] = counts
    return ListCounts(sum(number for number, _values in matching(None)), options)


def group(records: QuerySet, facets: Sequence[ColumnFacet]) -> Groups:
    """Return ``records`` in groups by the columns of ``facets``."""
    columns = [facet.columns() for facet in facets]
    names = [name for own in columns for name in own]
    expressions = {name: expression for own in columns for name, expression in own.items()}
    rows = records.annotate(**expressions).values_list(*names).annotate(_number=Count("pk"))
    if not names:
        return [(records.count(), {})]
    groups = []
    for *row, number in rows:
        values, start = {}, 0
        for facet, own in zip(facets, columns, strict=True):
            values[facet.parameter] = facet.values(*row[start : start + len(own)])
            start += len(own)
        groups.append((number, values))
    return groups
