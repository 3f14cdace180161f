"""What a list and the results of a search share: chosen filters and other choices, addresses, page links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from urllib.parse import urlencode

from django.core.paginator import Page

from seoulsolution.content.lists.facets import Facet, Option

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
