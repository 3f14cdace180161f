"""The sections of the site, in one place: header, footer and error pages read them from here."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One part of the site: the name of its first page and what it is called."""

    url_name: str
    label: str


SECTIONS = (
    Section("news:post_list", _("News")),
    Section("news:document_list", _("Archive")),
    Section("notices:notice_list", _("Notices")),
    Section("news:issue_list", _("Newsletter")),
    Section("partners:partner_list", _("Partners")),
)


@dataclass(frozen=True)
class NavigationLink:
    """A section as a link; ``current`` is the value of ``aria-current`` or empty."""

    url: str
    label: str
    current: str


def navigation(path):
    """Return the sections in the active language; the one that holds ``path`` is current."""
    links = []
    for section in SECTIONS:
        url = reverse(section.url_name)
        current = "page" if path == url else "true" if path.startswith(url) else ""
        links.append(NavigationLink(url, section.label, current))
    return links
