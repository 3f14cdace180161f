"""The addresses of the site as the URL map has them, so that tests can ask whether each one is looked at."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

from seoulsolution.content.languages import CODES

ADMIN = "admin/"
#: Patterns without a name, or that are regular expressions: an address of each.
NAMELESS = {
    "api/^(?P<rest>.+/)$": "/api/no/such/thing/",
    "admin/(?P<url>.*)$": "/admin/no/such/thing/",
}
#: The page of an app has the names of all apps in its pattern.
_APP_LIST = re.compile(r"\^\(\?P<app_label>[^)]*\)/\$")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One pattern of the URL map. ``name`` is that of its view; one without a name has its pattern."""

    name: str
    view: Any
    parameters: frozenset[str]
    is_localized: bool
    pattern: str

    @property
    def languages(self):
        """The languages under whose prefix it is; None is the one without a prefix."""
        return CODES if self.is_localized else (None,)

    @property
    def short_pattern(self):
        """The pattern without the types of its parameters, such as "admin/news/post/<object_id>/change/"."""
        return _PARAMETER.sub(r"<\1>", self.pattern)

    def filled_in(self, **parameters):
        """Return the address of a pattern without a language, by its parameters as texts."""
        if self.pattern in NAMELESS:
            return NAMELESS[self.pattern]
        return "/" + _PARAMETER.sub(lambda found: str(parameters[found[1]]), self.pattern)

    def address(self, language=None, /, **parameters):
        if self.name in NAMELESS:
            return NAMELESS[self.name]
        with translation.override(language or "en"):
            return reverse(self.name, kwargs=parameters)


def public_routes():
    """Return {name: Route} of everything outside the admin."""
    return {route.name: route for route in _walk(get_resolver()) if not route.pattern.startswith(ADMIN)}


def admin_routes():
    """Return the Route of each address of the admin. Names are not unique there, patterns are."""
    routes = [route for route in _walk(get_resolver()) if route.pattern.startswith(ADMIN)]
    return [replace(route, pattern=_APP_LIST.sub("<app_label>/", route.pattern)) for route in routes]


def _walk(resolver, prefix="", namespace="", is_localized=False):
    for entry in resolver.url_patterns:
        localized = is_localized or isinstance(entry.pattern, LocalePrefixPattern)
        pattern = prefix if isinstance(entry.pattern, LocalePrefixPattern) else prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner, localized)
            continue
        name = f"{namespace}{entry.name}" if entry.name else pattern
        view = getattr(entry.callback, "view_class", entry.callback)
        yield Route(name, view, frozenset(entry.pattern.converters) or _groups(entry), localized, pattern)


def _groups(entry):
    regex = getattr(entry.pattern, "regex", None)
    return frozenset(regex.groupindex) if regex else frozenset()
