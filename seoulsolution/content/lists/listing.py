"""A list as its address describes it: what is chosen, what else could be, and one page of it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from seoulsolution.content.languages import localize
from seoulsolution.content.lists.facets import Facet, Option

PER_PAGE = 12
PAGE = "page"


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


class Listing:
    """One page of ``records`` under the filters in ``parameters`` (a QueryDict or dict of strings).

    Empty and unknown parameters are ignored, so that addresses with tracking words keep working. A
    value that no record has ever had, or a page that does not exist, raises Http404: the address is
    wrong, and search engines must not collect such pages. Values that exist but never meet give an
    empty list. A page costs a query a facet, one for the count, one for the records and those that
    the records prefetch; what is not asked for costs nothing.

    ``place`` knows the paths of a list that has several, one for each of some of its values; ``path`` is
    the one asked for, to which links are relative.
    """

    def __init__(self, records, facets, parameters, language, per_page=PER_PAGE, place=None, path=""):
        self.all_records = records
        self._countable = records.select_related(None).prefetch_related(None).order_by()
        self.facets = facets
        self.language = language
        self.per_page = per_page
        self.place = place
        self.path = path
        wanted = {facet.parameter: parameters.get(facet.parameter, "").strip() for facet in facets}
        self.values = {name: value for name, value in wanted.items() if value}
        self.page_number = parameters.get(PAGE, "").strip() or "1"
        self._options = {}
        for facet in facets:
            self._check(facet)

    def _check(self, facet):
        """Raise Http404 for a chosen value that no record has."""
        value = self.values.get(facet.parameter)
        if value and value not in {option.value for option in self._options_of(facet)}:
            raise Http404(_("This list has no such filter."))

    def _options_of(self, facet):
        """Return the options of ``facet``, counted under what is chosen of the others."""
        if facet.parameter not in self._options:
            others = Q()
            for other in self.facets:
                if other.parameter in self.values and other.parameter not in (facet.parameter, *facet.parts):
                    others &= self._condition(other, self.values[other.parameter])
            self._options[facet.parameter] = facet.options(self._countable, others, self.language)
        return self._options[facet.parameter]

    @staticmethod
    def _condition(facet, value):
        try:
            return facet.condition(value)
        except (ValueError, OverflowError) as error:
            raise Http404(_("This list has no such filter.")) from error

    @cached_property
    def records(self):
        """The records that every chosen value keeps, in the list's order."""
        records = self.all_records
        for facet in self.facets:
            if facet.parameter in self.values:
                records = records.filter(self._condition(facet, self.values[facet.parameter]))
        return records

    @cached_property
    def page(self):
        paginator = Paginator(self.records, self.per_page)
        try:
            return paginator.page(self.page_number)
        except (PageNotAnInteger, EmptyPage) as error:
            raise Http404(_("This list has no such page.")) from error

    @cached_property
    def items(self):
        """The records of this page as the reader meets them."""
        return localize(self.page.object_list, self.language)

    @property
    def total(self):
        return self.page.paginator.count

    def query(self, **changes):
        """Return the query string of this list with ``changes`` (None removes), page 1 unless changed."""
        return self._query(self._changed(changes))

    def _query(self, values):
        order = [*(facet.parameter for facet in self.facets), PAGE]
        pairs = [(name, values[name]) for name in order if values.get(name)]
        return f"?{urlencode(pairs)}" if pairs else ""

    def _changed(self, changes):
        values = {**self.values, **changes}
        for facet in self.facets:
            if facet.parameter in changes:
                values.update(dict.fromkeys(facet.parts))
        return values

    def address(self, **changes):
        """Return the (path, query string) of this list with ``changes``, each in its shortest form."""
        values = self._changed(changes)
        if not self.place:
            return self.path, self._query(values)
        path, in_path = self.place.path(values)
        return path, self._query({**values, **dict.fromkeys(in_path)})

    @property
    def own_address(self):
        """The one (path, query string) of this very page."""
        return self.address(**_page(self.page.number))

    @cached_property
    def groups(self):
        """What can be chosen, a group a facet; a facet with nothing to tell apart is left out."""
        groups = []
        for facet in self.facets:
            options = self._options_of(facet)
            chosen = self.values.get(facet.parameter)
            choices = [
                Choice(
                    option,
                    self.link(**{facet.parameter: None if option.value == chosen else option.value}),
                    option.value == chosen,
                )
                for option in options
                if option.count or option.value == chosen
            ]
            if len(options) > 1:
                groups.append(Group(facet, choices))
        return groups

    @cached_property
    def chosen(self):
        """The choices that narrow the list now; the address of each takes it away."""
        return [
            Choice(option, self.link(**{facet.parameter: None}), True)
            for facet in self.facets
            if facet.parameter in self.values
            for option in self._options_of(facet)
            if option.value == self.values.get(facet.parameter)
        ]

    def link(self, **changes):
        """Return an address of this list, relative where the path stays; "?" alone has no query string."""
        path, query = self.address(**changes)
        return (query or "?") if path == self.path else path + query

    @property
    def whole_link(self):
        """The address of the list without any filter."""
        return self.link(**dict.fromkeys(self.values))

    @cached_property
    def page_links(self):
        """The numbers to draw, with gaps, or nothing when one page holds all."""
        paginator = self.page.paginator
        if paginator.num_pages == 1:
            return []
        current = self.page.number
        return [
            PageLink(
                str(number),
                None if number == paginator.ELLIPSIS else self.link(**_page(number)),
                number == current,
            )
            for number in paginator.get_elided_page_range(current, on_each_side=1, on_ends=1)
        ]

    @property
    def previous_link(self):
        return self.link(**_page(self.page.number - 1)) if self.page.has_previous() else None

    @property
    def next_link(self):
        return self.link(**_page(self.page.number + 1)) if self.page.has_next() else None


def _page(number):
    return {PAGE: str(number) if number > 1 else None}
