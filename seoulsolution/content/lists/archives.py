"""Lists with an address a year and a month: ``/en/news/2023/`` and ``/en/news/2023/11/``.

They are the list itself with its filter of years (``?year=2023``) standing in the path. That query is still
understood, but every link and the canonical address have the path: one address a page.
"""

import datetime
import re
from dataclasses import dataclass

from django.http import Http404
from django.urls import path, reverse

from seoulsolution.content.dates import month as write_month
from seoulsolution.content.dates import year as write_year
from seoulsolution.content.lists.facets import MonthFacet
from seoulsolution.content.urls import YearConverter


@dataclass(frozen=True)
class PeriodPlace:
    """The paths of the list ``list_name``; ``list_name`` with ``_year`` and ``_month`` name its parts."""

    list_name: str

    def path(self, values):
        """Return the path of the list of ``values``, and the names of those that stand in it."""
        year, month = values.get("year"), values.get("month")
        if not year or not re.fullmatch(YearConverter.regex, year):
            return reverse(self.list_name), ("month",)
        if not month:
            return reverse(f"{self.list_name}_year", args=[year]), ("year",)
        return reverse(f"{self.list_name}_month", args=[year, month]), ("year", "month")


class PeriodMixin:
    """For a ContentList with a YearFacet: adds the months of the year in the path.

    A kind gives ``place`` and ``record_view``, the view of its records: where nothing is of that year the
    number was meant as a record's, whose slug may be missing.
    """

    record_view = None

    def get_facets(self):
        year = self.kwargs.get("year")
        return (*self.facets, MonthFacet(int(year))) if year else self.facets

    def get(self, request, **in_path):
        try:
            return super().get(request, **in_path)
        except Http404:
            if set(in_path) != {"year"}:
                raise
            return self.record_view.as_view()(request, id_and_slug=(int(in_path["year"]), ""))

    def get_extra(self, listing, language):
        """Add the period in words and the way back up from it."""
        year, month = self.kwargs.get("year"), self.kwargs.get("month")
        above = {"list_url": reverse(self.place.list_name), "list_label": self.heading}
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


def period_paths(route, view, name):
    """Return the URL patterns of the list at ``route`` and of its years and months."""
    return [
        path(route, view, name=name),
        path(f"{route}<year:year>/", view, name=f"{name}_year"),
        path(f"{route}<year:year>/<month:month>/", view, name=f"{name}_month"),
    ]
