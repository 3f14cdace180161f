"""The addresses that a record had on the sites before this one: they lead to its page.

A record holds its own as text, one per line, for staff and its history. ``OldAddress`` has a row for each,
by which one is found among all records in one indexed statement.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

#: Parameters of an address that are looked up.
MOST_PARAMETERS = 20
#: Characters of a path and of a parameter by which an address is looked up.
KEY_LENGTH = 200
#: Records whose rows are written in one statement.
AT_ONCE = 500
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


class OldAddressQuerySet(models.QuerySet[Any]):
    def keep(self, records: Collection[Any]) -> None:
        """Write the rows of ``records``, which are of one model, as their ``old_addresses`` are now."""
        if not records:
            return
        kind = kind_of(type(next(iter(records))))
        self.filter(kind=kind, object_id__in=[record.pk for record in records]).delete()
        self.bulk_create(
            self.model(kind=kind, object_id=record.pk, address=address, **_keys(address))
            for record in records
            for address in dict.fromkeys(tidied(record.old_addresses).casefold().splitlines())
        )

    def reaching(self, addresses: Iterable[str]) -> Self:
        """Return the rows that may be one of ``addresses``, of whose parameters they need not have all."""
        paths, parameters = set(), {""}
        for path, query in map(_parts, addresses):
            paths.add(path[:KEY_LENGTH])
            parameters |= {parameter[:KEY_LENGTH] for parameter in sorted(query)[:MOST_PARAMETERS]}
        return self.filter(path__in=paths, parameter__in=parameters)


class OldAddress(models.Model):
    """One of a record's ``old_addresses``, without a difference of upper and lower case."""

    kind = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField()
    address = models.TextField()
    #: Its beginning, and the parameter that probably tells it from others with the same path.
    path = models.CharField(max_length=KEY_LENGTH)
    parameter = models.CharField(max_length=KEY_LENGTH)

    objects = models.Manager.from_queryset(OldAddressQuerySet)()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["path", "parameter"], name="old_address_keys"),
            models.Index(fields=["kind", "object_id"], name="old_address_record"),
        ]

    def __str__(self) -> str:
        return self.address


def kind_of(model: type[models.Model]) -> str:
    return model._meta.label_lower


def follow_save(
    instance: Any, update_fields: Collection[str] | None, raw: bool, using: str, **kwargs: Any
) -> None:
    """Keep the rows of a record whose addresses have changed since it was read."""
    if raw or (update_fields is not None and "old_addresses" not in update_fields):
        return  # loaddata brings the rows too
    if instance.old_addresses != instance.stored_addresses:
        OldAddress.objects.using(using).keep([instance])
        instance.stored_addresses = instance.old_addresses


def follow_bulk(
    sender: Any, pks: list[int], names: set[str], using: str, created: Collection[Any], **kwargs: Any
) -> None:
    """Keep the rows of records that were written in one statement."""
    if created:
        OldAddress.objects.using(using).keep([record for record in created if record.old_addresses])
    elif "old_addresses" in names:
        _keep_of(sender, pks, using)


def follow_delete(sender: Any, instance: Any, using: str, **kwargs: Any) -> None:
    OldAddress.objects.using(using).filter(kind=kind_of(sender), object_id=instance.pk).delete()


def keep_missing(model: type[models.Model], using: str) -> None:
    """Write the rows of records of ``model`` that have none: a release before this one saved them."""
    rows = OldAddress.objects.filter(kind=kind_of(model), object_id=OuterRef("pk"))
    lacking = model._base_manager.using(using).exclude(old_addresses="").exclude(Exists(rows))
    _keep_of(model, list(lacking.values_list("pk", flat=True)), using)


def _keep_of(model: type[models.Model], pks: list[int], using: str) -> None:
    records = model._base_manager.using(using).only("old_addresses")
    for start in range(0, len(pks), AT_ONCE):
        OldAddress.objects.using(using).keep(records.filter(pk__in=pks[start : start + AT_ONCE]))


def having(querysets: Iterable[QuerySet[Any]], addresses: Sequence[str]) -> Any:
    """Return the one of the records in ``querysets`` that had one of ``addresses``, or None.

    The first address that leads anywhere counts. Parameters that are in it alone, and their order, make no
    difference: a former site added some, and so do the links of others. Of several records, the one that
    shares most parameters with it is the right one.
    """
    asked = [address for address in map(tidied, addresses) if address not in ("", "/")]
    known = [(row, _parts(row.address)) for row in OldAddress.objects.reaching(asked)] if asked else []
    found = [
        (number, -len(its), row)
        for number, (path, query) in enumerate(map(_parts, asked))
        for row, (other, its) in known
        if other == path and its <= query
    ]
    records = _records(querysets, [row for _number, _shared, row in found])
    ranked = [
        (number, shared, *records[row.kind, row.object_id])
        for number, shared, row in found
        if (row.kind, row.object_id) in records
    ]
    return min(ranked, key=lambda each: (*each[:3], each[3].pk))[3] if ranked else None


def owners_of(addresses: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return (kind, id) of a record that had each of ``addresses``, of those that one had. One query."""
    found = {}
    rows = list(OldAddress.objects.reaching(addresses)) if addresses else []
    for address in addresses:
        path, query = _parts(tidied(address))
        for row in rows:
            other, its = _parts(row.address)
            if other == path and its <= query:
                found[address] = (row.kind, row.object_id)
    return found


def of_another(record: Any, address: str) -> Any:
    """Return the first record besides ``record`` that is said to have had exactly ``address``, or None."""
    asked = _parts(tidied(address))
    for row in OldAddress.objects.reaching([address]).order_by("kind", "object_id"):
        is_own = (row.kind, row.object_id) == (kind_of(type(record)), record.pk)
        if not is_own and _parts(row.address) == asked:
            return apps.get_model(row.kind)._default_manager.filter(pk=row.object_id).first()
    return None


def _records(
    querysets: Iterable[QuerySet[Any]], rows: list[OldAddress]
) -> dict[tuple[str, int], tuple[int, Any]]:
    """Return {(kind, id): (place in ``querysets``, record)} of those of ``rows`` in ``querysets``."""
    records = {}
    for place, queryset in enumerate(querysets):
        kind = kind_of(queryset.model)
        if ids := {row.object_id for row in rows if row.kind == kind}:
            records |= {(kind, record.pk): (place, record) for record in queryset.filter(pk__in=ids)}
    return records


def _keys(address: str) -> dict[str, str]:
    """Return the columns by which ``address`` is looked up. A record's number is longer than a board's."""
    path, query = _parts(address)
    parameter = max(sorted(query), key=len, default="")
    return {"path": path[:KEY_LENGTH], "parameter": parameter[:KEY_LENGTH]}


def may_be_one(address: str) -> bool:
    """Return whether ``address`` has a parameter besides those that only count readers."""
    _path, query = _parts(tidied(address))
    return any(not parameter.startswith(COUNTING_READERS) for parameter in query)


def _parts(address: str) -> tuple[str, set[str]]:
    path, _mark, query = address.casefold().partition("?")
    return path, set(filter(None, query.split("&")))
