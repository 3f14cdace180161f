"""The filters and orders of search results, and their addresses."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from seoulsolution.content.excerpts import shorten
from seoulsolution.content.languages import CODES
from seoulsolution.content.lists.base import BaseListing
from seoulsolution.content.lists.facets import Facet, Option
from seoulsolution.content.lists.years import parse_year, year_choice
from seoulsolution.search import registry
from seoulsolution.search.index.query import SearchFilters

BY_DATE = "date"
#: Characters of a query in headings and titles.
HEADING_LENGTH = 50


def read_filters(parameters, topics):
    """Return ({parameter: value}, SearchFilters) of the filters in an address. Unknown ones are ignored."""
    ids, topic = {topic.slug: topic.pk for topic in topics}, parameters.get("topic")
    year = parse_year(parameters.get("year", ""))
    known = {
        "kind": parameters.get("kind") in registry.sources(),
        "topic": topic in ids and registry.topic_model().objects.visible().filter(slug=topic).exists(),
        "year": year is not None,
        "language": parameters.get("language") in CODES,
    }
    values = {name: parameters[name] for name, is_known in known.items() if is_known}
    filters = SearchFilters(
        kind=values.get("kind"),
        topic=ids.get(values.get("topic")),
        year=year,
        language=values.get("language"),
    )
    return values, filters


class SearchListing(BaseListing):
    """A listing of search results: the index counts its filters, each address has the query and the order.

    A subclass gives ``words`` (the query as typed), ``values``, ``index_query``, ``counts``, ``by_date``,
    ``topics`` and ``page``.
    """

    facets = (
        Facet("kind", _("Kind")),
        Facet("topic", _("Topic")),
        Facet("year", _("Year")),
        Facet("language", _("Language")),
    )

    def options_of(self, facet):
        chosen = self.values.get(facet.parameter)
        return [one for one in self._options[facet.parameter] if one.count or one.value == chosen]

    def is_offered(self, facet, options):
        """Return True for a chosen filter too, even if nothing else can be chosen."""
        return facet.parameter in self.values or super().is_offered(facet, options)

    def parameters(self, values):
        order = BY_DATE if self.by_date else None
        return {"q": self.words, **self.values, "order": order} | values

    @cached_property
    def _options(self):
        """{parameter: options}, including options without results."""
        kinds, topics, languages = self.counts.kinds, self.counts.topics, self.counts.languages
        names = {"en": _("English"), "ko": _("Korean")}
        return {
            "kind": [Option(name, one.label, kinds.get(name, 0)) for name, one in registry.sources().items()],
            "topic": [Option(one.slug, str(one), topics.get(one.pk, 0)) for one in self.topics],
            "year": self._years(),
            "language": [Option(code, name, languages.get(code, 0)) for code, name in names.items()],
        }

    def _years(self):
        """Return the options for years, the newest first and undated last."""
        years = dict(self.counts.years)
        if self.index_query.filters.year is not None:
            years.setdefault(self.index_query.filters.year, 0)
        return [Option(*year_choice(year), count) for year, count in sorted(years.items(), reverse=True)]

    @property
    def short_words(self):
        """The query, shortened for headings; the search box has all of it."""
        return shorten(self.words, HEADING_LENGTH)

    @property
    def feed_query(self):
        """The query string for the feed, which has its own order."""
        return self.query(order=None)

    @property
    def orders(self):
        """Links to the orders: (label, address, whether it is the current one)."""
        return [
            (_("Relevance"), self.link(order=None), not self.by_date),
            (_("Newest first"), self.link(order=BY_DATE), self.by_date),
        ]
