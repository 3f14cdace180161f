"""The addresses that a record had on the sites before this one: they lead to its page."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _


def tidied(text: str) -> str:
    """Return addresses, one per line, as they are kept: from the path on, readable, each once."""
    return "\n".join(dict.fromkeys(filter(None, map(_from_path, text.splitlines()))))


def _from_path(address: str) -> str:
    """Return path and query of an address, with or without its site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = "/" + unquote(parts.path).strip("/")
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return "" if path + query == "/" or "\0" in path + query else path + query


def check(text: str) -> None:
    """Raise ValidationError for a line that is no address of a page."""
    for line in filter(None, map(str.strip, text.splitlines())):
        is_address = line.startswith(("/", "http://", "https://")) and " " not in line
        if not is_address or not _from_path(line):
            raise ValidationError(
                _("“%(line)s” is no address of a page. Write it as in /archives/1234."), params={"line": line}
            )


def having(records: QuerySet[Any], address: str) -> QuerySet[Any]:
    """Return those of ``records`` that had ``address``: with its query, or else without."""
    known = tidied(address)
    wanted = {known, known.partition("?")[0]} - {"", "/"}
    condition = Q()
    for each in wanted:
        condition |= Q(_lines__icontains=f"\n{each}\n")
    if not wanted:
        return records.none()
    lines = Concat(Value("\n"), F("old_addresses"), Value("\n"), output_field=TextField())
    return records.exclude(old_addresses="").annotate(_lines=lines).filter(condition)
