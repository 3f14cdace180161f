"""What differs between two snapshots of a record, field by field, in words for people."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from seoulsolution.content import worddiff
from seoulsolution.content.fields import RichTextField
from seoulsolution.content.languages import CODES, active_language
from seoulsolution.content.pictures import PlacedPicture
from seoulsolution.content.richtext import to_text
from seoulsolution.revisions import snapshots
from seoulsolution.revisions.models import Revision
from seoulsolution.revisions.snapshots import Snapshot


@dataclass(frozen=True)
class FieldDiff:
    """One field that differs. ``part`` names the child it is of, "" for the record's own."""

    name: str
    part: str
    label: str
    language: str
    old: str
    new: str

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The two texts word by word, as pairs of "same", "old" or "new" and the words."""
        return worddiff.compare(self.old, self.new)


def compare(
    model: type[models.Model], old: Snapshot, new: Snapshot, *, with_values: bool = True
) -> list[FieldDiff]:
    """Return the fields in which two snapshots of a record of ``model`` differ, in the order of the model.

    Without values nothing is looked up: names of related records cost queries.
    """
    old, new = snapshots.read(old), snapshots.read(new)
    found = list(_columns(model, old["fields"], new["fields"], with_values))
    for name in sorted({*old["relations"], *new["relations"]}):
        before, after = (side["relations"].get(name, []) for side in (old, new))
        if before != after:
            related = _related(model, name)
            label = str(capfirst(related._meta.verbose_name_plural)) if related else name
            texts = [_names(related, pks) if with_values else "" for pks in (before, after)]
            found.append(FieldDiff(name, "", label, "", *texts))
    for name in sorted({*old["children"], *new["children"]}):
        rows = (side["children"].get(name, []) for side in (old, new))
        found += _children(_related(model, name), name, *rows, with_values)
    return found


def _related(model: type[models.Model], name: str) -> type[models.Model] | None:
    """Return the model to which a relation leads; None for a relation that is gone."""
    known = {*getattr(model, "revision_relations", ()), *getattr(model, "revision_children", ())}
    return model._meta.get_field(name).related_model if name in known else None


def labels(model: type[models.Model], old: Snapshot, new: Snapshot) -> list[str]:
    """Return the names of the fields that differ, each once, with the language of a translated one."""
    names = dict(settings.LANGUAGES)
    found = (
        " ".join(filter(None, [f"{one.part}:" if one.part else "", one.label, _in(names.get(one.language))]))
        for one in compare(model, old, new, with_values=False)
    )
    return list(dict.fromkeys(found))


def _in(language: str | None) -> str:
    return f"({language})" if language else ""


def field_labels(model: type[models.Model], names: list[str]) -> list[str]:
    """Return what people call the fields and relations ``names``; a name that is not known stays as it is."""
    known = {field.name: field for field in model._meta.get_fields()}
    labels = (getattr(known.get(name), "verbose_name", name) for name in dict.fromkeys(names))
    return [str(capfirst(label)) for label in labels]


def title(model: type[models.Model], data: Snapshot) -> str:
    """Return the title in a snapshot: in the language of the interface, else in the other."""
    codes = sorted(CODES, key=lambda code: code != active_language())
    keys = [f"{getattr(model, 'title_field', 'title')}_{code}" for code in codes]
    fields = snapshots.read(data)["fields"]
    return next((str(fields[key]) for key in [*keys, "foreign_title"] if fields.get(key)), "–")


def _children(
    model: type[models.Model] | None, name: str, old: list[dict], new: list[dict], with_values: bool
) -> Iterator[FieldDiff]:
    """Yield the differences of children that stayed, came or went; they are matched by ``uid``."""
    before = {row["uid"]: row["fields"] for row in old}
    after = {row["uid"]: row["fields"] for row in new}
    for uid in {**before, **after}:
        fields = after.get(uid) or before.get(uid, {})
        part = part_name(model, fields) if model else name
        yield from _columns(model, before.get(uid, {}), after.get(uid, {}), with_values, part)


def part_name(model: type[models.Model], fields: dict[str, Any]) -> str:
    """Return what people call a child: its kind and its number."""
    order = getattr(model, "revision_order", "position")
    return f"{capfirst(model._meta.verbose_name)} {fields.get(order, '')}".strip()


def _columns(
    model: type[models.Model] | None, old: dict, new: dict, with_values: bool, part: str = ""
) -> Iterator[FieldDiff]:
    known = {field.name: field for field in snapshots.fields_of(model)} if model else {}
    for name in {**known, **dict.fromkeys(old), **dict.fromkeys(new)}:
        before, after = old.get(name), new.get(name)
        if name in known and not known[name].editable:
            continue  # of the importer, nothing that a person wrote
        if snapshots.is_same(before, after):
            continue
        label, language = _label(known.get(name), name)
        field = known.get(name)
        texts = [show(field, value) if with_values else "" for value in (before, after)]
        yield FieldDiff(name, part, label, language, *texts)


def _label(field: models.Field | None, name: str) -> tuple[str, str]:
    """Return what people call a field and its language; a field that is gone keeps its old name."""
    if field is None:
        return name, ""
    original = getattr(field, "translated_field", None)
    return str(capfirst((original or field).verbose_name)), getattr(field, "language", "") or ""


def show(field: models.Field | None, value: Any) -> str:
    """Return a value of a snapshot as people read it, in the active language; "" for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field is None:
        return str(value)
    try:
        return _show(field, value)
    except Exception:  # a value of an older format is shown as it is
        return str(value)


def _show(field: models.Field, value: Any) -> str:
    if isinstance(getattr(field, "translated_field", None), RichTextField):
        return to_text(value, _picture_in_words)
    if isinstance(field, models.ForeignKey):
        return _names(field.related_model, [value])
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    moment = field.to_python(value)
    if isinstance(moment, datetime.datetime):
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return date_format(moment, "SHORT_DATE_FORMAT") if isinstance(moment, datetime.date) else str(value)


def _picture_in_words(picture: PlacedPicture) -> str:
    """Return all that a text says of a picture, so that no change of it goes unseen."""
    alt = _("decorative") if picture.is_decorative else picture.alt or _("no text alternative")
    named = _("[Picture: %(alt)s]") % {"alt": alt}
    return " ".join(filter(None, [named, picture.caption, picture.credit]))


def _names(model: type[models.Model] | None, pks: list[int]) -> str:
    """Return the names of related records; of a deleted one as its own history has it."""
    if model is None:
        return ", ".join(f"#{pk}" for pk in pks)
    there = {record.pk: str(record) for record in model._default_manager.filter(pk__in=pks)}
    return ", ".join(there.get(pk) or _former_name(model, pk) for pk in pks)


def _former_name(model: type[models.Model], pk: int) -> str:
    kind = ContentType.objects.get_for_model(model)
    last = Revision.objects.filter(content_type=kind, object_id=pk).first()
    column = getattr(model, "title_field", "")
    fields = snapshots.read(last.data)["fields"] if last else {}
    name = next((fields[key] for code in CODES if fields.get(key := f"{column}_{code}")), f"#{pk}")
    return _("%(name)s (deleted)") % {"name": name}
