"""The addresses that a record had on the sites before this one: they lead to its page."""

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

#: Parameters of an address that are looked up.
MOST_PARAMETERS = 20
#: What newsletters, advertisements and social networks add to addresses.
COUNTING_READERS = ("utm_", "fbclid=", "gclid=", "msclkid=", "mc_cid=", "mc_eid=", "n_media=", "napm=")
#: A host before a path, without "https://"; ``index.php/12`` has none.
_HOST = re.compile(
    r"(?:[\w-]+\.)+(?!(?:php|html?|jsp|aspx?|do|cgi)\d?[:/])[^\W\d_]{2,}(?::\d+)?/\S", re.IGNORECASE
)


def tidied(text: str) -> str:
    """Return addresses, one per line, as they are kept: from the path on, readable, each once."""
    return "\n".join(dict.fromkeys(filter(None, map(_from_path, text.splitlines()))))


def _from_path(address: str) -> str:
    """Return path and query of an address, with or without its site."""
    address = address.strip()
    try:
        parts = urlsplit(f"//{address}" if _HOST.match(address) else address)
    except ValueError:
        return ""
    path = re.sub("/{2,}", "/", "/" + unquote(parts.path).strip("/"))
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return "" if path + query == "/" or "\0" in path + query else path + query


def check(text: str) -> None:
    """Raise ValidationError for a line that is no address of a page."""
    for line in filter(None, map(str.strip, text.splitlines())):
        is_address = line.lower().startswith(("/", "http://", "https://")) or _HOST.match(line)
        if not is_address or " " in line or not _from_path(line):
            raise ValidationError(
                _("“%(line)s” is no address of a page. Write it as in /archives/1234."), params={"line": line}
            )


def having(records: QuerySet[Any], address: str) -> tuple[int, Any]:
    """Return (number of parameters that say so, the one of ``records`` that had ``address``, or None).

    Parameters that are in ``address`` alone, and their order, make no difference: a former site added some,
    and so do the links of others. Of several records, the one that shares most with it is the right one.
    """
    asked = tidied(address)
    path, query = _parts(asked)
    if asked in ("", "/"):
        return 0, None
    condition = Q(_lines__icontains=f"\n{path}\n")
    for parameter in sorted(query)[:MOST_PARAMETERS]:
        condition |= Q(_lines__icontains=f"\n{path}?") & Q(_lines__icontains=parameter)
    known = _known(records, condition)
    found = [(len(its), pk) for pk, (other, its) in known if other == path and its <= query]
    if not found:
        return 0, None
    shared, pk = max(found, key=itemgetter(0))
    return shared, records.filter(pk=pk).first()


def of_another(records: QuerySet[Any], address: str) -> Any:
    """Return the first of ``records`` that is said to have had exactly ``address``, or None."""
    asked = _parts(tidied(address))
    for pk, parts in _known(records, Q(_lines__icontains=f"\n{asked[0]}")):
        if parts == asked:
            return records.filter(pk=pk).first()
    return None


def _known(records: QuerySet[Any], condition: Q) -> Iterator[tuple[int, tuple[str, set[str]]]]:
    """Yield (id, parts) of the addresses of ``records``; ``condition`` is one of their ``_lines``."""
    lines = Concat(Value("\n"), F("old_addresses"), Value("\n"), output_field=TextField())
    candidates = records.exclude(old_addresses="").annotate(_lines=lines).filter(condition).order_by("pk")
    for pk, known in candidates.values_list("pk", "old_addresses"):
        for line in known.splitlines():
            yield pk, _parts(line)


def may_be_one(address: str) -> bool:
    """Return whether ``address`` has a parameter besides those that only count readers."""
    _path, query = _parts(tidied(address))
    return any(not parameter.startswith(COUNTING_READERS) for parameter in query)


def _parts(address: str) -> tuple[str, set[str]]:
    path, _mark, query = address.casefold().partition("?")
    return path, set(filter(None, query.split("&")))
