"""The site map for search engines: an index and a section a kind.

Django's own sitemaps announce ``x-default`` under an address without a language, which this site does not
have, read every record to count pages, and believe the host that was asked; so these are ours. A record
stands once for each language it can really be read in; those addresses name each other.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import TextField
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from seoulsolution.content.languages import CODES
from seoulsolution.content.syndication.http import absolute, last_change
from seoulsolution.content.urls import PageAddress

#: Records in a file: each may have an address in every language, and 50,000 addresses are the limit.
PER_FILE = 10_000
CONTENT_TYPE = "application/xml; charset=utf-8"
_sections = {}


@dataclass(frozen=True)
class Entry:
    """One address. ``alternates`` are pairs of language and address, or empty."""

    location: str
    changed_at: datetime.datetime | None = None
    alternates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """The records of one kind. ``list_name`` names the address of its list, if it has one."""

    name: str
    model: Any
    list_name: str = ""

    def records(self):
        long_texts = [field.name for field in self.model._meta.fields if isinstance(field, TextField)]
        return self.model.objects.visible().order_by("pk").defer(*long_texts)

    @property
    def pages(self):
        return Paginator(self.records(), PER_FILE)

    def entries(self, page):
        """Return the entries of ``page``; raises EmptyPage or PageNotAnInteger."""
        return [entry for record in self.pages.page(page).object_list for entry in self.entries_of(record)]

    def entries_of(self, record):
        return entries_of_record(record)

    def changed_at(self):
        return last_change(self.model)


def entries_of_record(record):
    """Return an Entry for each language that ``record`` can be read in."""
    address = PageAddress.of_record(record, CODES[0])
    changed_at = max(record.updated_at, record.go_live_at or record.updated_at)
    return entries_of_address(address, changed_at)


def entries_of_path(path, changed_at=None):
    """Return the entries of a page that is there in every language, from its path in one."""
    return entries_of_address(PageAddress.of_path(path, CODES[0]), changed_at)


def entries_of_address(address, changed_at=None):
    """Return an Entry for each language in which the page at ``address`` is available."""
    alternates = tuple(address.alternates) if len(address.available) > 1 else ()
    return [Entry(absolute(address.paths[code]), changed_at, alternates) for code in address.available]


@dataclass(frozen=True)
class Lists:
    """The pages that hold no record of their own: home, the lists, and ``names`` (of addresses)."""

    names: tuple[str, ...] = ()
    name: str = "lists"

    @property
    def pages(self):
        return Paginator([None], 1)

    def entries(self, page):
        """Return all entries: a list changes when a record of it does. A query a list."""
        self.pages.page(page)
        entries = []
        with override(CODES[0]):
            for name in self.names:
                entries += entries_of_path(reverse(name))
            for section in _sections.values():
                if getattr(section, "list_name", ""):
                    entries += entries_of_path(reverse(section.list_name), section.changed_at())
        return entries

    def changed_at(self):
        return None


def register(section):
    """Put ``section`` into the site map."""
    _sections[section.name] = section


def sections():
    return _sections


@require_safe
def index(request):
    """Name the files of every section. Two queries a section."""
    files = []
    for section in _sections.values():
        location = absolute(reverse("sitemap_section", args=[section.name]))
        changed_at = section.changed_at()
        for page in section.pages.page_range:
            files.append(Entry(location if page == 1 else f"{location}?page={page}", changed_at))
    return render(request, "pages/sitemap_index.xml", {"entries": files}, content_type=CONTENT_TYPE)


@require_safe
def section(request, name):
    if name not in _sections:
        raise Http404
    try:
        entries = _sections[name].entries(request.GET.get("page", "1"))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    return render(request, "pages/sitemap.xml", {"entries": entries}, content_type=CONTENT_TYPE)
