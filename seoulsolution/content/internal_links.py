"""Links from texts to pages of this site: written down when a text is saved, so that no report reads texts.

A record is kept by its id: the link is followed when the address of the record changes, and is broken when
readers can no longer see the record.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils.translation import override

from seoulsolution.content import old_addresses, outline
from seoulsolution.content.fields import RichTextField
from seoulsolution.content.following import follow
from seoulsolution.content.languages import CODES
from seoulsolution.content.old_addresses import kind_of

#: Addresses below these are for staff, or are no pages of readers.
STAFF_PATHS = ("/admin/", "/preview/")
#: The migration that made the table.
MADE_BY = ("content", "0002_write_down_internal_links")


@dataclass(frozen=True)
class Target:
    """Where an address leads: to a record, to another page (without ``kind``), or nowhere (``is_lost``)."""

    kind: str = ""
    id: int | None = None
    is_lost: bool = False


class InternalLinkQuerySet(models.QuerySet[Any]):
    def broken(self) -> "InternalLinkQuerySet":
        """Return the links whose readers find no page. One query for the kinds they lead to."""
        kinds = self.exclude(target_kind="").order_by().values_list("target_kind", flat=True).distinct()
        gone = Q(is_lost=True)
        for kind in kinds:
            shown = _shown(apps.get_model(kind)).order_by().values("pk")
            gone |= Q(target_kind=kind) & ~Q(target_id__in=shown)
        return self.filter(gone)


class InternalLink(models.Model):
    """That the text in a column of a row has a link to an address of this site."""

    #: The row that holds it, and its column.
    kind = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField()
    field = models.CharField(max_length=100)
    #: From the path on.
    address = models.TextField()
    target_kind = models.CharField(max_length=100, blank=True)
    target_id = models.PositiveBigIntegerField(null=True)
    #: Whether no page had the address when it was last looked for.
    is_lost = models.BooleanField(default=False)

    objects = models.Manager.from_queryset(InternalLinkQuerySet)()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "object_id"], name="internal_link_holder"),
            models.Index(fields=["target_kind", "target_id"], name="internal_link_target"),
        ]

    def __str__(self) -> str:
        return self.address


def _shown(model: Any) -> models.QuerySet[Any]:
    objects = model._default_manager
    return objects.visible() if hasattr(objects, "visible") else objects.all()


# Addresses -----------------------------------------------------------------------------------------------


def path_within(address: str) -> str:
    """Return an address of this site from its path on; "" for one of another site, or of no page."""
    try:
        parts, own = urlsplit(address.strip()), urlsplit(settings.SITE_URL)
    except ValueError:
        return ""
    is_own = parts.netloc == own.netloc if parts.netloc else not parts.scheme
    if not is_own or not (parts.path.startswith("/") or (parts.netloc and not parts.path)):
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_for_staff(path: str) -> bool:
    return path.startswith(STAFF_PATHS)


def targets_of(paths: Iterable[str]) -> dict[str, Target]:
    """Return where each of ``paths`` leads. A query per kind without ids in addresses, and one."""
    found: dict[str, Target] = {}
    asked: dict[Any, dict[str, dict[str, Any]]] = defaultdict(dict)  # {view: {path: lookup of its record}}
    for path in set(paths):
        view, kwargs = _page_at(path)
        if view is None:
            found[path] = Target(is_lost=not kwargs)
        elif "pk" in (lookup := view.lookup(kwargs)):
            found[path] = Target(kind_of(view.model), lookup["pk"])
        else:
            asked[view][path] = lookup
    for view, lookups in asked.items():
        found |= _look_up(view.model, lookups)
    lost = [path for path, target in found.items() if target.is_lost]
    return found | {path: Target(*key) for path, key in old_addresses.owners_of(lost).items()}


def _page_at(path: str) -> tuple[Any, dict[str, Any]]:
    """Return (view of a record's page, arguments in its address).

    Without a view it is another page, or none where the arguments are empty as well.
    """
    plain = unquote(path.partition("?")[0])
    if plain.startswith(settings.STATIC_URL):
        return None, {"file": plain}
    for language in CODES:
        # What names no language leads to the page in the reader's.
        for tried in (plain, f"/{language}{plain}"):
            with override(language), suppress(Resolver404):
                match = resolve(tried)
                view = getattr(match.func, "view_class", None)
                return (view, match.kwargs) if hasattr(view, "lookup") else (None, {"page": tried})
    return None, {}


def _look_up(model: Any, lookups: dict[str, dict[str, Any]]) -> dict[str, Target]:
    names = sorted(next(iter(lookups.values())))
    wanted = Q()
    for lookup in lookups.values():
        wanted |= Q(**lookup)
    there = {tuple(values): pk for pk, *values in model.objects.filter(wanted).values_list("pk", *names)}
    found = {path: there.get(tuple(lookup[name] for name in names)) for path, lookup in lookups.items()}
    return {path: Target(kind_of(model), pk) if pk else Target(is_lost=True) for path, pk in found.items()}


def broken(paths: Collection[str]) -> set[str]:
    """Return those of ``paths`` at which readers find no page now. A few queries per kind."""
    targets = targets_of(paths)
    ids: dict[str, set[int]] = defaultdict(set)
    for target in targets.values():
        if target.id is not None:
            ids[target.kind].add(target.id)
    shown = {
        (kind, pk)
        for kind, pks in ids.items()
        for pk in _shown(apps.get_model(kind)).filter(pk__in=pks).order_by().values_list("pk", flat=True)
    }
    return {
        path
        for path, target in targets.items()
        if target.is_lost or (target.kind and (target.kind, target.id) not in shown)
    }


# Writing them down ---------------------------------------------------------------------------------------


def connect() -> None:
    """Follow the rows of all models with rich text."""
    for model in apps.get_models():
        if names := text_columns(model):
            follow(model, {*names}, keep, _forget)


@cache
def text_columns(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the columns of ``model`` with rich text, one per language."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(getattr(field, "translated_field", None), RichTextField)
    )


def _links(record: models.Model) -> Iterator[tuple[str, str]]:
    """Yield (column, path) of each link to this site in a row."""
    for name in text_columns(type(record)):
        text = getattr(record, name) or ""
        for address, _words in outline.read(text).links if "<a " in text else ():
            if path := path_within(address):
                yield name, path


def keep(record: models.Model, is_new: bool = False) -> None:
    """Write the rows of the links in ``record`` as its texts are now."""
    wanted = set(_links(record))
    if is_new and not wanted:
        return
    rows = InternalLink.objects.filter(kind=kind_of(type(record)), object_id=record.pk)
    there = {(row.field, row.address): row.pk for row in rows} if not is_new else {}
    if gone := [pk for link, pk in there.items() if link not in wanted]:
        rows.filter(pk__in=gone).delete()
    if new := wanted - there.keys():
        targets = targets_of(path for _name, path in new)
        about = {"kind": kind_of(type(record)), "object_id": record.pk}
        InternalLink.objects.bulk_create(
            InternalLink(**about, field=name, address=path, **_columns(targets[path]))
            for name, path in sorted(new)
        )


def _columns(target: Target) -> dict[str, Any]:
    return {"target_kind": target.kind, "target_id": target.id, "is_lost": target.is_lost}


def keep_all() -> None:
    """Write the rows of all texts: those of a release before this one have none."""
    for model in apps.get_models():
        has_link = Q()
        for name in text_columns(model):
            has_link |= Q((f"{name}__contains", "<a "))
        for record in model._base_manager.filter(has_link).iterator(500) if has_link else ():
            keep(record)


def look_again(write: bool = True) -> int:
    """Look again for the pages of links that led nowhere; return how many are found by now, and note them."""
    lost = InternalLink.objects.filter(is_lost=True)
    targets = targets_of(lost.order_by().values_list("address", flat=True).distinct())
    found = {path: target for path, target in targets.items() if not target.is_lost}
    number = lost.filter(address__in=found).count()
    for path, target in found.items() if write else ():
        lost.filter(address=path).update(**_columns(target))
    return number


def _forget(record: models.Model) -> None:
    InternalLink.objects.filter(kind=kind_of(type(record)), object_id=record.pk).delete()
