"""A list as its address describes it: the records under the chosen filters, and one page of them."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from seoulsolution.content.languages import Localized, localize
from seoulsolution.content.lists.base import PAGE, BaseListing, ListPlace
from seoulsolution.content.lists.counts import ListCounts, count_list
from seoulsolution.content.lists.facets import Facet, LanguageFacet, Option
from seoulsolution.content.remembered import counted

PER_PAGE = 12


class Listing(BaseListing):
    """One page of the visible ``records`` under the filters in ``parameters``, a dict of strings.

    Empty and unknown parameters are ignored, so that addresses with tracking parameters work. A value that no
    record has, or a page that does not exist, raises Http404: the address is wrong, and search engines must
    not index such pages. Values that exist, but not together, give an empty list. What can be read in the
    reader's language comes first with ``own_first``, unless a language is chosen. ``rows`` are all records
    with what the page shows of them; the page is found without reading them. A page costs a fixed number of
    queries; what is not used costs nothing.
    """

    def __init__(
        self,
        records: QuerySet,
        facets: Sequence[Facet],
        parameters: Mapping[str, str],
        language: str,
        rows: Any = None,
        place: ListPlace | None = None,
        path: str = "",
        own_first: bool = True,
    ):
        self.all_records = records
        self.rows = rows
        self.facets = facets
        self.language = language
        self.place = place
        self.path = path
        self.own_first = own_first
        wanted = {facet.parameter: parameters.get(facet.parameter, "").strip() for facet in facets}
        self.values = {name: value for name, value in wanted.items() if value}
        self.page_number = parameters.get(PAGE, "").strip() or "1"
        self.chosen_facets = [facet for facet in facets if facet.parameter in self.values]
        self.conditions = [self._condition(facet) for facet in self.chosen_facets]

    def _condition(self, facet: Facet) -> Q:
        """Return the condition of the chosen value; raise Http404 if no record has it."""
        try:
            condition = facet.condition(self.values[facet.parameter])
            found = self.all_records.filter(condition).exists()
        except (ValueError, OverflowError):
            found = False
        if not found:
            raise Http404(_("This list has no such filter."))
        return condition

    @cached_property
    def counts(self) -> ListCounts:
        facets = tuple(facet.identity for facet in self.facets)
        key = (self.all_records.model._meta.label, facets, *sorted(self.values.items()))
        return counted(key, lambda: count_list(self.all_records, self.facets, self.values))

    def options_of(self, facet: Facet) -> list[Option]:
        counts = self.counts.options[facet.parameter]
        names = facet.names(counts, self.language)
        return [Option(value, name, counts[value]) for value, name in names.items()]

    @property
    def chosen_names(self) -> list[str | Promise]:
        """The chosen values in words; costs no counts."""
        chosen = [(facet, self.values[facet.parameter]) for facet in self.chosen_facets]
        return [facet.names([value], self.language)[value] for facet, value in chosen]

    @cached_property
    def records(self) -> QuerySet:
        """The records under all chosen values, in the order of the list."""
        records = self.all_records
        for condition in self.conditions:
            records = records.filter(condition)
        return records

    @cached_property
    def page(self) -> Page:  # type: ignore[override]  # made when it is asked for
        paginator = Paginator(self.records, PER_PAGE)
        paginator.count = self.counts.total
        try:
            page = paginator.page(self.page_number)
        except (PageNotAnInteger, EmptyPage) as error:
            raise Http404(_("This list has no such page.")) from error
        page.object_list = self._rows(page)
        return page

    def _rows(self, page: Page) -> list[Any]:
        """Return the records of ``page``, which are found by their ids."""
        ids = self._ids(page)
        rows = {row.pk: row for row in self.rows.visible_among(pk__in=ids)}
        return [rows[pk] for pk in ids if pk in rows]

    def _ids(self, page: Page) -> list[int]:
        ids, total, own = self.records.values_list("pk", flat=True), page.paginator.count, self.own_total
        if own in (0, total):
            return rows_of_page(ids, page)
        first, last = bounds(page)
        can_be_read = Q(**{f"available_{self.language}": True})
        return [
            *rows_between(ids.filter(can_be_read), own, first, min(last, own)),
            *rows_between(ids.exclude(can_be_read), total - own, max(first - own, 0), last - own),
        ]

    @cached_property
    def _language_parameter(self) -> str:
        return next((facet.parameter for facet in self.facets if isinstance(facet, LanguageFacet)), "")

    @property
    def is_by_language(self) -> bool:
        """Whether records in the reader's language come first: there is a choice, and none was made."""
        name = self._language_parameter
        return self.own_first and bool(name) and name not in self.values

    @property
    def own_total(self) -> int:
        """The number of records that come first, as they can be read in the reader's language."""
        if not self.is_by_language:
            return 0
        return self.counts.options[self._language_parameter].get(self.language, 0)

    @cached_property
    def items(self) -> list[Localized]:
        """The records of this page in the reader's language."""
        return localize(self.page.object_list, self.language)


def rows_of_page(records: QuerySet, page: Page) -> list[Any]:
    """Return the ordered ``records`` on ``page``."""
    return rows_between(records, page.paginator.count, *bounds(page))


def bounds(page: Page) -> tuple[int, int]:
    """Return where ``page`` begins and ends in its list, as a slice does."""
    return max(page.start_index() - 1, 0), page.end_index()


def rows_between(records: QuerySet, total: int, first: int, last: int) -> list[Any]:
    """Return a slice of ordered ``records``, which are ``total``, read from the nearer end of the list."""
    if first >= last:
        return []
    if first > total // 2:
        return list(records.reverse()[total - last : total - first])[::-1]
    return list(records[first:last])
