"""The sections of the site, for the header, the site map and error pages."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.syndication.kinds import all_kinds
from seoulsolution.content.urls import path_of

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
    sections = [kind for kind in all_kinds() if kind.navigation_position]
    sections.sort(key=lambda kind: kind.navigation_position)
    places = [(path_of(kind.list_name), kind.label) for kind in sections]
    places += [(page.url, ABOUT_LABEL) for page in pages if page.key == ABOUT]
    return [NavigationLink(url, label, _current(path, url)) for url, label in places]


def _current(path, url):
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""
