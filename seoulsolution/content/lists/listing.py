"""A list as its address describes it: the chosen filters, the other choices, and one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from seoulsolution.content.languages import Localized, localize
from seoulsolution.content.lists.counts import ListCounts, count_list
from seoulsolution.content.lists.facets import Facet, LanguageFacet, Option
from seoulsolution.content.remembered import remembered

PER_PAGE = 12
PAGE = "page"


class ListPlace(Protocol):
    """The paths of a list that has several, such as one per year."""

    def path(self, values: Mapping[str, str | None]) -> tuple[str, tuple[str, ...]]:
        """Return (path of the list under ``values``, parameters that must not be in its query)."""


@dataclass(frozen=True)
class Choice:
    """An option as a link: ``url`` chooses it, or removes it when it is chosen."""

    option: Option
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """The choices of one facet."""

    facet: Facet
    choices: list[Choice]


@dataclass(frozen=True)
class PageLink:
    """A page number as a link; ``url`` is None for a gap."""

    label: str
    url: str | None
    is_current: bool


class BaseListing:
    """The filters, addresses and page links of a list, as the templates show them.

    A subclass defines ``facets``, ``values`` (the chosen value of each parameter), ``page`` (Django's Page),
    ``items`` (what this page shows) and :meth:`options_of`. ``place`` gives the paths of a list that has
    several for some of its values. ``path`` is the requested path, to which links are relative.
    """

    facets: Sequence[Facet] = ()
    values: dict[str, str]
    page: Page
    place: ListPlace | None = None
    path: str = ""

    def options_of(self, facet: Facet) -> list[Option]:
        """Return the options of ``facet``, counted under the chosen values of the other facets."""
        raise NotImplementedError

    def is_offered(self, facet: Facet, options: list[Option]) -> bool:
        """Return whether ``facet`` offers a choice."""
        return len(options) > 1

    def parameters(self, values: Mapping[str, str | None]) -> dict[str, str | None]:
        """Return ``values`` and all other parameters of an address, in the order of the query string."""
        return {name: values.get(name) for name in (*(facet.parameter for facet in self.facets), PAGE)}

    @property
    def total(self) -> int:
        return self.page.paginator.count

    # Addresses ------------------------------------------------------------------------------------

    def query(self, **changes: str | None) -> str:
        """Return the query string of this list with ``changes`` (None removes), page 1 unless changed."""
        return self._query(self._changed(changes))

    def _query(self, values: dict[str, str | None]) -> str:
        pairs = [(name, value) for name, value in self.parameters(values).items() if value]
        return f"?{urlencode(pairs)}" if pairs else ""

    def _changed(self, changes: dict[str, str | None]) -> dict[str, str | None]:
        values = {**self.values, **changes}
        for facet in self.facets:
            if facet.parameter in changes:
                values.update(dict.fromkeys(facet.parts))
        return values

    def address(self, **changes: str | None) -> tuple[str, str]:
        """Return (path, query string) of this list with ``changes``."""
        values = self._changed(changes)
        if not self.place:
            return self.path, self._query(values)
        path, in_path = self.place.path(values)
        return path, self._query({**values, **dict.fromkeys(in_path)})

    @property
    def own_address(self) -> tuple[str, str]:
        """The canonical (path, query string) of this page."""
        return self.address(**_page(self.page.number))

    def link(self, **changes: str | None) -> str:
        """Return the link to this list with ``changes``, relative within its path; "?" is an empty query."""
        path, query = self.address(**changes)
        return (query or "?") if path == self.path else path + query

    @property
    def unfiltered_link(self) -> str:
        """The address of the list without any filter."""
        return self.link(**dict.fromkeys(self.values))

    # Filters --------------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[Group]:
        """The choices, one group per facet that offers any."""
        groups = []
        for facet in self.facets:
            options, chosen = self.options_of(facet), self.values.get(facet.parameter)
            choices = [
                self._choice(facet, option, option.value == chosen)
                for option in options
                if option.count or option.value == chosen
            ]
            if self.is_offered(facet, options):
                groups.append(Group(facet, choices))
        return groups

    @cached_property
    def chosen(self) -> list[Choice]:
        """The chosen filters; the link of each removes it."""
        return [
            self._choice(facet, option, True)
            for facet in self.facets
            if facet.parameter in self.values
            for option in self.options_of(facet)
            if option.value == self.values[facet.parameter]
        ]

    def _choice(self, facet: Facet, option: Option, is_chosen: bool) -> Choice:
        return Choice(option, self.link(**{facet.parameter: None if is_chosen else option.value}), is_chosen)

    # Pages ----------------------------------------------------------------------------------------

    @cached_property
    def page_links(self) -> list[PageLink]:
        """The page numbers to show, with gaps; empty if there is only one page."""
        paginator = self.page.paginator
        if paginator.num_pages == 1:
            return []
        current = self.page.number
        return [
            PageLink(
                str(number),
                None if number == paginator.ELLIPSIS else self.link(**_page(int(number))),
                number == current,
            )
            for number in paginator.get_elided_page_range(current, on_each_side=1, on_ends=1)
        ]

    @property
    def previous_link(self) -> str | None:
        return self.link(**_page(self.page.number - 1)) if self.page.has_previous() else None

    @property
    def next_link(self) -> str | None:
        return self.link(**_page(self.page.number + 1)) if self.page.has_next() else None


def _page(number: int) -> dict[str, str | None]:
    return {PAGE: str(number) if number > 1 else None}


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
        return remembered(key, lambda: count_list(self.all_records, self.facets, self.values))

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
