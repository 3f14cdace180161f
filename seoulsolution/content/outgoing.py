"""Links to other sites: what a record holds as an address is a link only if a browser may follow it.

Forms accept nothing else, but a shell, an import or a restored backup may have saved anything.
"""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.db import models

SCHEMES = ("http", "https", "mailto")


def outgoing(address: str | None) -> str:
    """Return ``address`` if it may be linked, else ""."""
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_whole = bool(parts.netloc) or (parts.scheme == "mailto" and bool(parts.path))
    # Browsers skip spaces and control characters before and in a scheme.
    is_plain = not any(character <= " " or character == "\\" for character in address)
    return address if parts.scheme in SCHEMES and is_whole and is_plain else ""


def holds_address(record: Any, name: str) -> bool:
    """Tell whether the attribute ``name`` of a record is a field that holds an address."""
    model: Any = type(record)
    return name in address_fields(model)


@lru_cache
def address_fields(model: Any) -> frozenset[str]:
    """Return the names of the fields of a model that hold addresses; a translated one in each language."""
    return frozenset(field.name for field in model._meta.get_fields() if isinstance(field, models.URLField))
