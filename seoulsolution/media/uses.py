"""Which rows, and which drafts, use which pictures and files: written down whenever one is saved.

By foreign key (a cover, an attachment) or in rich text. Asked when something is to be deleted, by "used in",
and by everybody who fetches a picture or a file.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from modeltranslation.fields import TranslationField

from seoulsolution.content import pictures
from seoulsolution.content.fields import RichTextField
from seoulsolution.content.following import follow
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content, Translated
from seoulsolution.media.models import File, Image, Use
from seoulsolution.revisions import history, snapshots
from seoulsolution.revisions.models import Draft

#: Columns of one row of the database, or of a snapshot: {attribute: value}.
Columns = dict[str, Any]


def connect() -> None:
    """Follow the rows of all models that can use pictures or files, and all drafts."""
    for model in apps.get_models():
        if fields := using_fields(model):
            names = {name for field in fields for name in (field.name, field.attname)}
            follow(model, names, _keep_row, _forget)
    for used in (Image, File):
        pre_delete.connect(_going, sender=used, dispatch_uid="media.uses")
    post_save.connect(_draft_saved, sender=Draft, dispatch_uid="media.uses")
    post_delete.connect(_draft_deleted, sender=Draft, dispatch_uid="media.uses")


@cache
def using_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """Return the columns of ``model`` that can name pictures or files."""
    own = issubclass(model, Image | File | Use)
    return () if own else tuple(field for field in model._meta.concrete_fields if _can_use(field))


def _can_use(field: models.Field) -> bool:
    if isinstance(getattr(field, "translated_field", None), RichTextField):
        return True
    return field.related_model in (Image, File)


# What uses what -----------------------------------------------------------------------------------------


def _named(model: type[models.Model], rows: Iterable[Columns]) -> tuple[set[int], set[int]]:
    """Return the ids of the pictures and of the files that rows of ``model`` name."""
    images: set[int] = set()
    files: set[int] = set()
    keys: set[str] = set()
    for row in rows:
        for field in using_fields(model):
            value = row.get(field.attname) or row.get(field.name)
            if field.related_model is Image and value:
                images.add(value)
            elif field.related_model is File and value:
                files.add(value)
            elif value and isinstance(value, str):
                keys.update(pictures.keys(value))
    if keys:
        images.update(Image.objects.filter(key__in=keys).values_list("pk", flat=True))
    return images, files


def _keep(record: models.Model, is_draft: bool, images: set[int], files: set[int]) -> None:
    """Let the uses of ``record`` be these."""
    wanted = {("image_id", pk) for pk in images} | {("file_id", pk) for pk in files}
    there = {_target(use): use for use in Use.objects.of(record).filter(is_draft=is_draft)}
    if gone := [use.pk for target, use in there.items() if target not in wanted]:
        Use.objects.filter(pk__in=gone).delete()
    if new := wanted - there.keys():
        kind = ContentType.objects.get_for_model(record)
        about = {"content_type": kind, "object_id": record.pk, "is_draft": is_draft}
        Use.objects.bulk_create((Use(**about, **{name: pk}) for name, pk in new), ignore_conflicts=True)


def _target(use: Use) -> tuple[str, int | None]:
    return ("image_id", use.image_id) if use.image_id else ("file_id", use.file_id)


def _keep_row(record: models.Model, is_new: bool = False) -> None:
    # What is not loaded was not changed; it is needed to know the whole.
    row = {field.attname: getattr(record, field.attname) for field in using_fields(type(record))}
    images, files = _named(type(record), [row])
    if images or files or not is_new:
        _keep(record, False, images, files)


def _forget(record: models.Model) -> None:
    Use.objects.of(record).delete()


def _going(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """Keep what a text uses, as a foreign key keeps a cover."""
    if users := users_of(instance):
        raise models.ProtectedError(f"{instance} is in use.", set(users))


def _draft_saved(sender: type[Draft], instance: Draft, **kwargs: Any) -> None:
    model = instance.content_type.model_class()
    if model is None:
        return
    images: set[int] = set()
    files: set[int] = set()
    for part, rows in _parts(model, snapshots.read(instance.revision.data)):
        named = _named(part, rows)
        images |= named[0]
        files |= named[1]
    # A snapshot may name what was deleted since.
    images = set(Image.objects.filter(pk__in=images).values_list("pk", flat=True)) if images else images
    files = set(File.objects.filter(pk__in=files).values_list("pk", flat=True)) if files else files
    _keep(model(pk=instance.object_id), True, images, files)


def _parts(model: type[models.Model], data: snapshots.Snapshot) -> Iterator[tuple[type[models.Model], list]]:
    """Yield (model, columns of its rows): of the record of a snapshot and of its children."""
    yield model, [data["fields"]]
    for name in getattr(model, "revision_children", ()):
        rows = [row["fields"] for row in data["children"].get(name, ())]
        part: Any = model._meta.get_field(name).related_model
        yield part, rows


def _draft_deleted(sender: type[Draft], instance: Draft, **kwargs: Any) -> None:
    kind, pk = instance.content_type, instance.object_id
    Use.objects.filter(content_type=kind, object_id=pk, is_draft=True).delete()


# Who asks -------------------------------------------------------------------------------------------------


def pictures_of(record: models.Model) -> list[Image]:
    """Return the pictures that ``record`` and its children show, as they are in memory."""
    names = getattr(record, "revision_children", ())
    parts: list[models.Model] = [record]
    parts += [child for name in names for child in getattr(record, name).all()]
    pks: set[int] = set()
    for part in parts:
        row = {field.attname: getattr(part, field.attname) for field in using_fields(type(part))}
        pks |= _named(type(part), [row])[0]
    return list(Image.objects.filter(pk__in=pks)) if pks else []


def is_public(thing: Image | File) -> bool:
    """Tell whether a record that readers see uses ``thing``. A query per kind of row that uses it."""
    return any(rows.exists() for rows in public_rows(thing))


def public_rows(thing: Image | File, *languages: str) -> Iterator[models.QuerySet]:
    """Yield the records that readers see and that use ``thing``, of each kind.

    A file in a language that staff withhold of a record is not seen there, nor in one of ``languages``;
    nor is a picture that only the text in that language has.
    """
    not_withheld = {
        f"withheld_{code}": False for code in {*languages, getattr(thing, "language", "")} & {*CODES}
    }
    live = thing.uses.filter(is_draft=False)
    for kind in live.order_by().values_list("content_type", flat=True).distinct():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        owner, path = _owner(model)
        if owner:
            users = live.filter(content_type=kind).values("object_id")
            shown = owner.objects.visible().filter(**not_withheld)
            where = Q((f"{path}__in" if path else "pk__in", users))
            yield shown.filter(where & _in_shown_language(model, thing, path))


def _in_shown_language(model: Any, thing: Image | File, path: str) -> Q:
    """Return the condition on records that more than withheld text of theirs, at ``path``, has a picture."""
    if isinstance(thing, File):
        return Q()
    prefix, found = f"{path}__" if path else "", Q()
    for field in using_fields(model):
        if field.related_model is Image:
            found |= Q((f"{prefix}{field.name}", thing))
        elif isinstance(field, TranslationField):
            withheld = f"withheld_{field.language}"
            found |= Q((f"{prefix}{field.name}__contains", str(thing.key)), (withheld, False))
    return found


def _owner(model: Any) -> tuple[Any, str]:
    """Return (kind of content that a row of ``model`` belongs to, the relation from it to the row)."""
    if model and issubclass(model, Content):
        return model, ""
    parent = getattr(model, "revision_parent", "")
    if not parent:
        return None, ""
    field = model._meta.get_field(parent)
    return field.related_model, field.related_query_name()


def users_of(thing: Image | File) -> list[Translated]:
    """Return the records that use ``thing`` in their text or in their draft, each once.

    Of a file also those that it is the accessible alternative of.
    """
    found: dict[tuple[Any, int], Any] = {}
    for use in thing.uses.select_related("content_type"):
        if use.record is not None:
            owner = history.owner(use.record)
            found[type(owner), owner.pk] = owner
    for other in thing.alternative_of.all() if isinstance(thing, File) else ():
        found[type(other), other.pk] = other
    return [found[key] for key in sorted(found, key=lambda key: (key[0]._meta.label, key[1]))]
