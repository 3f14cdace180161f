"""Where the words of the index stand: one module a database, all with the same functions."""

from types import ModuleType

from django.core.exceptions import ImproperlyConfigured

from seoulsolution.search.backends import postgresql, sqlite

_BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def backend_of(connection) -> ModuleType:
    """Return the module that keeps and matches words on ``connection``'s database."""
    try:
        return _BACKENDS[connection.vendor]
    except KeyError:
        raise ImproperlyConfigured(
            f"Search works on SQLite and PostgreSQL, not on {connection.vendor}."
        ) from None


def prepare(connection, **kwargs):
    """Make a new connection ready: SQLite takes no new functions while it answers a query."""
    if connection.vendor in _BACKENDS:
        _BACKENDS[connection.vendor].prepare(connection)
