"""The sitemap for search engines: an index and one section per kind of content.

Not Django's own: those announce ``x-default`` under an address without a language, which this site does not
have, read every record to count pages, and trust the host of the request. A record is listed once per
language it can be read in; these addresses name each other as alternates.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from seoulsolution.content.languages import CODES
from seoulsolution.content.syndication.http import absolute, same_in_every_language
from seoulsolution.content.syndication.kinds import Kind, all_kinds
from seoulsolution.content.urls import PageAddress

#: Ids per file: a record stays in its file, which is found without counting what is before it. A record may
#: have an address per language, so that a file has at most 1,000.
PER_FILE = 500
CONTENT_TYPE = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class SitemapEntry:
    """One address. ``alternates`` are pairs of language and address, or empty."""

    location: str
    changed_at: datetime.datetime | None = None
    alternates: tuple[tuple[str, str], ...] = ()


def entries_of_address(
    address: PageAddress, changed_in: Callable[[str], datetime.datetime | None] = lambda code: None
) -> list[SitemapEntry]:
    """Return an entry for each language in which the page at ``address`` is available.

    ``changed_in(language)`` is when it last changed there, or None when that is not known.
    """
    alternates = tuple(address.alternates) if len(address.available) > 1 else ()
    return [
        SitemapEntry(absolute(address.paths[code]), changed_in(code), alternates)
        for code in address.available
    ]


class RecordSection:
    """The pages of the records of one kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.name = kind.name

    def ids(self) -> range:
        """Return the ids of the records, public or not, from the first to the last."""
        ids = self.kind.model.objects.order_by("pk").values_list("pk", flat=True)
        return range(ids.first() or 1, (ids.last() or 1) + 1)

    def pages(self) -> range:
        """Return the numbers of the files."""
        return range(1, -(-len(self.ids()) // PER_FILE) + 1)

    def entries(self, page: int) -> list[SitemapEntry]:
        """Return the entries of ``page``; there are none where all records of its ids are gone."""
        ids = self.ids()[PER_FILE * (page - 1) : PER_FILE * page]
        return [
            entry
            for record in self.kind.sitemap_queryset(ids)
            for entry in entries_of_address(
                PageAddress.of_record(record, CODES[0]), partial(self.kind.sitemap_changed_at, record)
            )
        ]


class ListSection:
    """The lists of all kinds, and the pages that show no record of their own."""

    name = "lists"

    def pages(self) -> range:
        return range(1, 2)

    def entries(self, page: int) -> list[SitemapEntry]:
        """Return all entries, without dates: nobody writes down when a list changed."""
        with override(CODES[0]):
            names = [name for kind in all_kinds() for name in kind.sitemap_pages]
            names += [kind.list_name for kind in all_kinds() if kind.list_name]
            return [
                entry
                for name in names
                for entry in entries_of_address(PageAddress.of_path(reverse(name), CODES[0]))
            ]


def sections() -> dict[str, RecordSection | ListSection]:
    """Return the sections by name."""
    records: dict[str, RecordSection | ListSection] = {kind.name: RecordSection(kind) for kind in all_kinds()}
    return {ListSection.name: ListSection(), **records}


@same_in_every_language
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the files of every section."""
    files = []
    for section in sections().values():
        location = absolute(reverse("sitemap_section", args=[section.name]))
        files += [location if page == 1 else f"{location}?page={page}" for page in section.pages()]
    return render(request, "syndication/sitemap_index.xml", {"locations": files}, content_type=CONTENT_TYPE)


@same_in_every_language
@require_safe
def section(request: HttpRequest, name: str) -> HttpResponse:
    found, page = sections().get(name), request.GET.get("page", "1")
    if not found or not re.fullmatch("[1-9][0-9]{0,9}", page, re.ASCII):
        raise Http404
    if int(page) not in found.pages():
        raise Http404
    entries = found.entries(int(page))
    return render(request, "syndication/sitemap.xml", {"entries": entries}, content_type=CONTENT_TYPE)


section.query_parameters = ("page",)  # type: ignore[attr-defined]
