"""The sitemap for search engines: an index and one section per kind of content.

Not Django's own: those announce ``x-default`` under an address without a language, which this site does not
have, read every record to count pages, and trust the host of the request. A record is listed once per
language it can be read in; these addresses name each other as alternates.
"""

import datetime
from dataclasses import dataclass

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from seoulsolution.content.languages import CODES
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.syndication.kinds import Kind, all_kinds
from seoulsolution.content.urls import PageAddress

#: Records per file: each has an address per language, and 50,000 addresses are the limit.
PER_FILE = 10_000
CONTENT_TYPE = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class SitemapEntry:
    """One address. ``alternates`` are pairs of language and address, or empty."""

    location: str
    changed_at: datetime.datetime | None = None
    alternates: tuple[tuple[str, str], ...] = ()


def entries_of_address(
    address: PageAddress, changed_at: datetime.datetime | None = None
) -> list[SitemapEntry]:
    """Return an entry for each language in which the page at ``address`` is available."""
    alternates = tuple(address.alternates) if len(address.available) > 1 else ()
    return [SitemapEntry(absolute(address.paths[code]), changed_at, alternates) for code in address.available]


class RecordSection:
    """The pages of the records of one kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.name = kind.name

    @property
    def pages(self) -> Paginator:
        return Paginator(self.kind.sitemap_queryset(), PER_FILE)

    def entries(self, page: int | str) -> list[SitemapEntry]:
        """Return the entries of ``page``; raise EmptyPage or PageNotAnInteger."""
        return [
            entry
            for record in self.pages.page(page).object_list
            for entry in entries_of_address(
                PageAddress.of_record(record, CODES[0]), self.kind.sitemap_changed_at(record)
            )
        ]

    def changed_at(self) -> datetime.datetime | None:
        return self.kind.sitemap_last_change()


class ListSection:
    """The lists of all kinds, and the pages that show no record of their own."""

    name = "lists"

    @property
    def pages(self) -> Paginator:
        return Paginator([None], 1)

    def entries(self, page: int | str) -> list[SitemapEntry]:
        """Return all entries: a list changes when a record of it does. One query per list."""
        self.pages.page(page)
        with override(CODES[0]):
            named: list[tuple[str, datetime.datetime | None]]
            named = [(name, None) for kind in all_kinds() for name in kind.sitemap_pages]
            named += [(kind.list_name, kind.sitemap_last_change()) for kind in all_kinds() if kind.list_name]
            return [
                entry
                for name, changed_at in named
                for entry in entries_of_address(PageAddress.of_path(reverse(name), CODES[0]), changed_at)
            ]

    def changed_at(self) -> None:
        return None


def sections() -> dict[str, RecordSection | ListSection]:
    """Return the sections by name."""
    records: dict[str, RecordSection | ListSection] = {kind.name: RecordSection(kind) for kind in all_kinds()}
    return {ListSection.name: ListSection(), **records}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the files of every section. Two queries per section."""
    files = []
    for section in sections().values():
        location = absolute(reverse("sitemap_section", args=[section.name]))
        changed_at = section.changed_at()
        for page in section.pages.page_range:
            files.append(SitemapEntry(location if page == 1 else f"{location}?page={page}", changed_at))
    return render(request, "syndication/sitemap_index.xml", {"entries": files}, content_type=CONTENT_TYPE)


@require_safe
def section(request: HttpRequest, name: str) -> HttpResponse:
    if name not in sections():
        raise Http404
    try:
        entries = sections()[name].entries(request.GET.get("page", "1"))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    return render(request, "syndication/sitemap.xml", {"entries": entries}, content_type=CONTENT_TYPE)


section.query_parameters = ("page",)  # type: ignore[attr-defined]
