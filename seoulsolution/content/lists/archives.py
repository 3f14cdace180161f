"""Lists with an address per year and per month: ``/en/news/2023/`` and ``/en/news/2023/11/``.

They are the list itself with its year filter (``?year=2023``) in the path. The query still works, but every
link and the canonical address use the path: one address per page.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views import View

from seoulsolution.content.dates import month as write_month
from seoulsolution.content.dates import year as write_year
from seoulsolution.content.lists.base import BaseListing
from seoulsolution.content.lists.facets import Facet, MonthFacet
from seoulsolution.content.urls import YearConverter, path_of
from seoulsolution.content.views import ListView


@dataclass(frozen=True)
class PeriodPlace:
    """The paths of the list with the URL name ``list_name``, and of its ``_year`` and ``_month``."""

    list_name: str

    def path(self, values: Mapping[str, str | None]) -> tuple[str, tuple[str, ...]]:
        """Return (path of the list under ``values``, parameters that must not be in its query)."""
        year, month = values.get("year"), values.get("month")
        if not year or not re.fullmatch(YearConverter.regex, year):
            return path_of(self.list_name), ("month",)
        if not month:
            return path_of(f"{self.list_name}_year", year=year), ("year",)
        return path_of(f"{self.list_name}_month", year=year, month=month), ("year", "month")


class ArchiveListView(ListView):
    """A list with a YearFacet: adds the months of the year in the path.

    A kind sets ``place`` and ``record_view``, the view of its records: if no record is of that year, the
    number is taken for the id of a record without a slug.
    """

    place: PeriodPlace
    record_view: type[View]

    def get_facets(self) -> tuple[Facet, ...]:
        year = self.kwargs.get("year")
        return (*self.facets, MonthFacet(int(year))) if year else self.facets

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if set(kwargs) != {"year"}:
                raise
            return self.record_view.as_view()(request, id_and_slug=(int(kwargs["year"]), ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | self._period(context["listing"])

    def _period(self, listing: BaseListing) -> dict[str, Any]:
        """Return the period in words and the links to the pages above it."""
        year, month = self.kwargs.get("year"), self.kwargs.get("month")
        above = {"list_url": path_of(self.place.list_name), "list_label": self.heading}
        if month:
            day = datetime.date(int(year), int(month), 1)
            return {
                **above,
                "period": write_month(day),
                "above": [(listing.link(month=None), write_year(day))],
            }
        if year:
            return {**above, "period": write_year(datetime.date(int(year), 1, 1))}
        return {}


def period_paths(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """Return the URL patterns of the list at ``route`` and of its years and months."""
    return [
        path(route, view, name=name),
        path(f"{route}<year:year>/", view, name=f"{name}_year"),
        path(f"{route}<year:year>/<month:month>/", view, name=f"{name}_month"),
    ]
