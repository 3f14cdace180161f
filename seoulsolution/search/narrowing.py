"""What results can be narrowed to, in which order, and the addresses of that."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from seoulsolution.content.excerpts import shorten
from seoulsolution.content.languages import CODES
from seoulsolution.content.lists.facets import UNDATED_VALUE, Option
from seoulsolution.content.lists.listing import Choice, Group, PageLink
from seoulsolution.search import registry
from seoulsolution.search.query import Filters

BY_DATE = "date"
#: Most characters of a query in headings and titles.
HEADING_LENGTH = 50


@dataclass(frozen=True)
class Facet:
    """What a group of filters is called, and its place in the query string."""

    parameter: str
    label: str


def read_filters(parameters, topic_names):
    """Return ({parameter: value}, Filters) of what in an address means something; the rest is ignored."""
    ids = {slug: pk for pk, (slug, _name) in topic_names.items()}
    year = parameters.get("year", "")
    known = {
        "kind": parameters.get("kind") in registry.sources(),
        "topic": parameters.get("topic") in ids,
        "year": year == UNDATED_VALUE or bool(re.fullmatch("[1-9][0-9]{3}", year)),
        "language": parameters.get("language") in CODES,
    }
    values = {name: parameters[name] for name, is_known in known.items() if is_known}
    year = values.get("year")
    filters = Filters(
        kind=values.get("kind"),
        topic=ids.get(values.get("topic")),
        year=None if year is None else 0 if year == UNDATED_VALUE else int(year),
        language=values.get("language"),
    )
    return values, filters


class Narrowing:
    """The filters, orders and page numbers of results, as templates of lists draw them.

    Needs ``words`` (the query as typed), ``values``, ``counts``, ``by_date``, ``topic_names`` and ``page``.
    """

    @cached_property
    def groups(self):
        """What the results can be narrowed to; a filter with nothing to tell apart is left out."""
        groups = []
        for parameter, label, options in self._options():
            chosen = self.values.get(parameter)
            choices = [
                Choice(
                    option,
                    self.link(**{parameter: None if option.value == chosen else option.value}),
                    option.value == chosen,
                )
                for option in options
                if option.count or option.value == chosen
            ]
            if len(choices) > 1 or chosen:
                groups.append(Group(Facet(parameter, label), choices))
        return groups

    def _options(self):
        """Yield (parameter, label, options) of every filter."""
        kinds = self.counts.kinds
        yield (
            "kind",
            _("Kind"),
            [Option(name, source.label, kinds.get(name, 0)) for name, source in registry.sources().items()],
        )
        topics = self.counts.topics
        yield (
            "topic",
            _("Topic"),
            [Option(slug, name, topics.get(pk, 0)) for pk, (slug, name) in self.topic_names.items()],
        )
        yield "year", _("Year"), self._years()
        # In the language of the page, as lists name them.
        names, languages = {"en": _("English"), "ko": _("Korean")}, self.counts.languages
        yield (
            "language",
            _("Language"),
            [Option(code, name, languages.get(code, 0)) for code, name in names.items()],
        )

    def _years(self):
        """Return the years as options, the newest first and no year last."""
        years = dict(self.counts.years)
        if self.query.filters.year is not None:
            years.setdefault(self.query.filters.year, 0)
        return [
            Option(str(year), str(year), count)
            if year
            else Option(UNDATED_VALUE, _("Date not recorded"), count)
            for year, count in sorted(years.items(), reverse=True)
        ]

    @cached_property
    def chosen(self):
        """The filters in use; the address of each takes it away."""
        return [choice for group in self.groups for choice in group.choices if choice.is_chosen]

    @property
    def short_words(self):
        """The query as a heading has room for it; the box has all of it."""
        return shorten(self.words, HEADING_LENGTH)

    # Addresses ------------------------------------------------------------------------------------

    def link(self, **changes):
        """Return the query string of this page with ``changes`` (None removes), page 1 unless changed."""
        order = BY_DATE if self.by_date else None
        merged = {"q": self.words, **self.values, "order": order} | changes
        return "?" + urlencode([(name, value) for name, value in merged.items() if value])

    @property
    def feed_query(self):
        """The query and its filters; the order of a feed is its own."""
        return self.link(order=None)

    @property
    def own_query(self):
        return self._page_link(self.page.number)

    def _page_link(self, number):
        return self.link(page=str(number) if number > 1 else None)

    @property
    def orders(self):
        """The orders as links: (label, address, whether it is this one)."""
        return [
            (_("Relevance"), self.link(order=None), not self.by_date),
            (_("Newest first"), self.link(order=BY_DATE), self.by_date),
        ]

    @property
    def unfiltered_link(self):
        return self.link(**dict.fromkeys(self.values))

    @cached_property
    def page_links(self):
        """The numbers to draw, with gaps, or nothing when one page holds all."""
        pages = self.page.paginator
        if pages.num_pages == 1:
            return []
        return [
            PageLink(
                str(number),
                None if number == pages.ELLIPSIS else self._page_link(number),
                number == self.page.number,
            )
            for number in pages.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        ]

    @property
    def previous_link(self):
        return self._page_link(self.page.number - 1) if self.page.has_previous() else None

    @property
    def next_link(self):
        return self._page_link(self.page.number + 1) if self.page.has_next() else None
