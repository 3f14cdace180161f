"""The sections of the site, for the header, the site map and error pages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One part of the site: the name of its first page and what it is called."""

    url_name: str
    label: str | Promise


SECTIONS = (
    Section("news:post_list", _("News")),
    Section("news:document_list", _("Archive")),
    Section("notices:notice_list", _("Notices")),
    Section("news:issue_list", _("Newsletter")),
    Section("partners:partner_list", _("Partners")),
)
#: Key and label of the plain page that comes last among the sections while it is public.
ABOUT, ABOUT_LABEL = "about", _("About")


@dataclass(frozen=True)
class NavigationLink:
    """A section as a link; ``current`` is the value of ``aria-current`` or empty."""

    url: str
    label: str | Promise
    current: str


def navigation(path, pages=()):
    """Return the sections in the active language; the one that holds ``path`` is current.

    ``pages`` are the public plain pages (Localized); the one about the site comes last.
    """
    places = [(reverse(section.url_name), section.label) for section in SECTIONS]
    places += [(page.url, ABOUT_LABEL) for page in pages if page.key == ABOUT]
    return [NavigationLink(url, label, _current(path, url)) for url, label in places]


def _current(path, url):
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""
