"""Storage and matching of tokens: one module per database, all with the same functions."""

from types import ModuleType

from django.core.exceptions import ImproperlyConfigured

from seoulsolution.search.index.backends import postgresql, sqlite

_BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def backend_of(connection) -> ModuleType:
    """Return the module for the database of ``connection``. Raise ImproperlyConfigured for others."""
    try:
        return _BACKENDS[connection.vendor]
    except KeyError:
        raise ImproperlyConfigured(
            f"Search works on SQLite and PostgreSQL, not on {connection.vendor}."
        ) from None
