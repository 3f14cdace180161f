"""Which translations are behind the text that they translate.

Nobody says which language is the source: whichever is changed alone leaves the other behind, until that is
changed, too, or confirmed, or the change is taken back. A snapshot holds in "outdated", by the name of each
column that is behind, what the other language said when both were last right::

    {"title_en": "제목", "0b9d…c1 body_en": "<p>글</p>"}

A column of a child bears the child's ``uid``. So the state follows the text, wherever a draft or an old
revision takes it. Lists read the rows of ``Translation`` instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst

from seoulsolution.content.languages import CODES, other
from seoulsolution.revisions import diff, snapshots
from seoulsolution.revisions.models import Draft, Event, Revision, Translation
from seoulsolution.revisions.snapshots import Snapshot

#: Where the text before tells nothing of which rows there are, all of them are looked at.
_ELSEWHERE = (Event.DISCARDED, Event.RESTORED, Event.RECOVERED)


@cache
def columns(model: type[models.Model]) -> tuple[models.Field, ...]:
    """Return the columns of ``model`` that people translate."""
    return tuple(
        field
        for field in snapshots.fields_of(model)
        if getattr(field, "translated_field", None) is not None and field.editable
    )


def key_of(field: models.Field, language: str = "", child: models.Model | None = None) -> str:
    """Return the key in "outdated" of a column, or of its twin in ``language``."""
    name = f"{field.translated_field.name}_{language or field.language}"
    return f"{child.uid} {name}" if child is not None else name


@dataclass(frozen=True)
class Text:
    """One translated text in a snapshot, and the key of what it translates."""

    field: models.Field
    value: str
    source: str
    #: Names the child it is of, "" for the record's own.
    part: str = ""

    def says(self, value: Any) -> bool:
        """Tell whether ``value`` reads the same, whatever its markup."""
        if not (self.value and value):
            return self.value == value
        return self.value == value or self.shown == diff.show(self.field, value)

    @property
    def label(self) -> str:
        """What people call it, without its language."""
        label = capfirst(self.field.translated_field.verbose_name)
        return f"{self.part}: {label}" if self.part else label

    @property
    def shown(self) -> str:
        return diff.show(self.field, self.value)


def texts_of(model: type[models.Model], data: Snapshot) -> dict[str, Text]:
    """Return the translated texts of a snapshot, of the record and its children, by key."""
    data = snapshots.read(data)
    sides = [(model, "", "", data["fields"])]
    for name in getattr(model, "revision_children", ()):
        child = model._meta.get_field(name).related_model
        for row in data["children"].get(name, ()):
            sides.append((child, f"{row['uid']} ", diff.part_name(child, row["fields"]), row["fields"]))
    return {
        f"{prefix}{field.name}": Text(
            field, fields.get(field.name) or "", prefix + key_of(field, other(field.language)), part
        )
        for each, prefix, part, fields in sides
        for field in columns(each)
    }


def only_in(language: str, model: type[models.Model], before: Snapshot, after: Snapshot) -> Snapshot:
    """Return ``after`` with the texts of the other language, and whether it is withheld, as in ``before``."""
    code = other(language)

    def kept(model: type[models.Model], before: dict[str, Any]) -> dict[str, Any]:
        names = (each.name for each in snapshots.fields_of(model) if getattr(each, "language", "") == code)
        return {name: before.get(name, "") for name in names}

    children = {}
    for name, rows in after["children"].items():
        child = model._meta.get_field(name).related_model
        there = {row["uid"]: row["fields"] for row in before["children"].get(name, ())}
        children[name] = [
            row | {"fields": row["fields"] | kept(child, there.get(row["uid"], {}))} for row in rows
        ]
    withheld = f"withheld_{code}"
    fields = after["fields"] | kept(model, before["fields"]) | {withheld: before["fields"][withheld]}
    return after | {"fields": fields, "children": children}


def outdated_in(data: Snapshot) -> dict[str, str]:
    """Return what a snapshot says is behind; nothing for one of before this was kept."""
    found = data.get("outdated")
    return found if isinstance(found, dict) else {}


def outdated_after(model: type[models.Model], before: Snapshot, after: Snapshot) -> dict[str, str]:
    """Return what is behind once ``before`` has become ``after``."""
    known, then, now = outdated_in(before), texts_of(model, before), texts_of(model, after)
    found = {}
    for key, text in now.items():
        source = now[text.source]
        old, old_source = then.get(key), then.get(text.source)
        is_pair = text.value and source.value and old and old.value and old_source and old_source.value
        if not is_pair or not text.says(old.value):
            continue  # it is missing, or has just been written
        if source.says(old_source.value):
            found |= {key: known[key]} if key in known else {}
        elif text.source not in known:
            right = known.get(key, old_source.value)
            found |= {} if source.says(right) else {key: right}
    return found


def of(record: models.Model) -> dict[str, str]:
    """Return what is behind in the text of ``record`` that staff work on."""
    return outdated_in({"outdated": _worked_on(record).values_list("data__outdated", flat=True).first()})


def _worked_on(record: models.Model) -> models.QuerySet[Revision]:
    draft = Draft.objects.of(record).values("revision")
    revisions = Revision.objects.of(record)
    return revisions.filter(pk__in=draft) if draft else revisions.live()


def children_behind(model: type[models.Model], language: str) -> set[str]:
    """Return the uids of the children of kind ``model`` whose text in ``language`` is behind. One query."""
    field: Any = model._meta.get_field(model.revision_parent)
    stale = Translation.objects.of_model(field.related_model).filter(
        language=language, stale_since__isnull=False
    )
    about = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
    draft = Draft.objects.filter(**about).values("revision")
    live = Revision.objects.live().filter(**about).order_by("-number").values("pk")[:1]
    either = Coalesce(Subquery(draft), Subquery(live), output_field=models.BigIntegerField())
    worked_on = stale.annotate(text=either).values("text")
    found = Revision.objects.filter(pk__in=worked_on).values_list("data__outdated", flat=True)
    keys = (key for outdated in found for key in outdated if key.endswith(f"_{language}"))
    return {uid for key in keys if (uid := key.rpartition(" ")[0])}


def bring_along(record: models.Model, copy: models.Model) -> None:
    """Say of ``copy``, which has its first revision, what is behind in ``record``, of which it was made.

    Children are known by their place; where they are not as many, nothing is said of them.
    """
    text, made = _worked_on(record).first(), Revision.objects.of(copy).first()
    if text is None:  # nothing was ever changed in it
        return
    texts, uids = texts_of(type(copy), made.data), {}
    for name, rows in text.data["children"].items():
        new = made.data["children"].get(name, ())
        uids |= {old["uid"]: row["uid"] for old, row in zip(rows, new, strict=False) if len(new) == len(rows)}
    found = {}
    for key, right in outdated_in(text.data).items():
        uid, space, name = key.rpartition(" ")
        new_key = f"{uids.get(uid, uid)}{space}{name}"
        if new_key in texts and texts[new_key].value and texts[texts[new_key].source].value:
            found[new_key] = right
    put(made, found)


def note(revision: Revision, before: Snapshot | None) -> None:
    """Set in a new revision what is behind, unless its text says so; ``follow`` writes the rows.

    ``before`` is the text that it changes.
    """
    model = revision.content_type.model_class()
    before = before or snapshots.empty()
    if "outdated" not in revision.data:
        revision.data["outdated"] = outdated_after(model, before, revision.data)
    revision.was_outdated = outdated_in(before)
    then = texts_of(model, before)
    revision.written_in = {
        text.field.language
        for key, text in texts_of(model, revision.data).items()
        if not text.says(then[key].value if key in then else "")
    }


def put(revision: Revision, outdated: dict[str, str]) -> None:
    """Set what is behind in the latest revision of a record, where its text alone does not tell."""
    revision.was_outdated, revision.written_in = outdated_in(revision.data), set()
    revision.data["outdated"] = outdated
    revision.save(update_fields=["data"])
    follow([revision])


def follow(revisions: Iterable[Revision]) -> None:
    """Write the rows about the records of new ``revisions``; no statement where nothing changed.

    They are about the text that staff work on: below a draft that stays open, nothing is written.
    """
    written, behind = [], []
    right: dict[tuple[int, str], list[int]] = {}
    for revision in _above_drafts(revisions):
        now, then = _languages(revision.data["outdated"]), _languages(revision.was_outdated)
        is_elsewhere = revision.event in _ELSEWHERE
        for language in CODES:
            about = {
                "content_type_id": revision.content_type_id,
                "object_id": revision.object_id,
                "language": language,
            }
            if language in revision.written_in and revision.created_by:
                person = {"changed_at": timezone.now(), "changed_by": revision.created_by}
                written.append(Translation(**about, **person))
            if language in now and (is_elsewhere or language not in then):
                behind.append(Translation(**about, stale_since=timezone.now()))
            elif language not in now and (is_elsewhere or language in then):
                right.setdefault((revision.content_type_id, language), []).append(revision.object_id)
    _put(written, "changed_at", "changed_by")
    _put(behind, "stale_since")
    for (kind, language), pks in right.items():
        rows = Translation.objects.filter(content_type=kind, object_id__in=pks, language=language)
        rows.update(stale_since=None)


def _above_drafts(revisions: Iterable[Revision]) -> list[Revision]:
    """Return those of ``revisions`` that change something, and that no draft hides from staff."""
    found = [
        each
        for each in revisions
        if each.written_in or each.data["outdated"] != each.was_outdated or each.event in _ELSEWHERE
    ]
    live = [each for each in found if not each.is_draft]
    if not any(each.number > 1 for each in live):
        return found
    kinds, pks = {each.content_type_id for each in live}, {each.object_id for each in live}
    drafts = Draft.objects.filter(content_type__in=kinds, object_id__in=pks)
    hidden = set(drafts.values_list("content_type", "object_id"))
    return [each for each in found if each.is_draft or (each.content_type_id, each.object_id) not in hidden]


def _languages(outdated: dict[str, str]) -> set[str]:
    return {key.rpartition("_")[2] for key in outdated}


def _put(rows: list[Translation], *names: str) -> None:
    """Write the columns ``names`` of ``rows``; where a row is there, its others stay."""
    if rows:
        Translation.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["content_type", "object_id", "language"],
            update_fields=names,
        )
