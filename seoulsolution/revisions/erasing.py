"""Erasing a text for good, such as personal data: who did what and when stays, the text does not."""

from collections.abc import Iterator

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.dispatch import Signal

from seoulsolution.revisions import history, snapshots, translations
from seoulsolution.revisions.models import Autosave, Comment, EditingSession, Event, Revision, SubmittedForm
from seoulsolution.revisions.snapshots import Snapshot

#: Sent by ``erase()`` inside its transaction, when the record is gone: ``keys`` are (content type id, id) of
#: the record and of every child it ever had, ``origins`` what its provenance said of them.
erased = Signal()


def erase(model: type[models.Model], pk: int, *, user, reason: str) -> None:
    """Delete the record ``pk`` of ``model`` if it is there, and its text from everything that remembers it.

    Nobody can recover it. A last revision bears ``reason``, which must not repeat what is erased.
    """
    with transaction.atomic():
        history.delete(model._default_manager.filter(pk=pk), user=user)  # locks it and who names it
        revisions = Revision.objects.of(model(pk=pk))
        texts = [snapshots.read(data) for data in revisions.values_list("data", flat=True)]
        keys, number = _keys(model, pk, texts), history.latest_number(model(pk=pk))
        revisions.update(data=snapshots.empty(), note="")
        Revision.objects.create(
            content_type=ContentType.objects.get_for_model(model),
            object_id=pk,
            number=number + 1,
            data=snapshots.empty(),
            event=Event.ERASED,
            note=reason,
            created_by=user,
        )
        for kind, object_id in keys:
            log = LogEntry.objects.filter(content_type=kind, object_id=str(object_id))
            log.update(object_repr="", change_message="")
            for about in (Autosave, Comment, SubmittedForm, EditingSession):
                about.objects.filter(content_type=kind, object_id=object_id).delete()
        _erase_moved(model, pk, {row["uid"] for _name, row in _rows(texts)})
        erased.send(sender=model, keys=keys, origins=_origins(texts))


def _rows(texts: list[Snapshot]) -> Iterator[tuple[str, dict]]:
    """Yield the relation and the row of every child in ``texts``."""
    for data in texts:
        for name, rows in data.get("children", {}).items():
            yield from ((name, row) for row in rows)


def _keys(model: type[models.Model], pk: int, texts: list[Snapshot]) -> set[tuple[int, int]]:
    """Return content type and id of the record and of all children that ``texts`` know."""
    kinds = {
        name: ContentType.objects.get_for_model(model._meta.get_field(name).related_model).pk
        for name in getattr(model, "revision_children", ())
    }
    children = {(kinds[name], row["id"]) for name, row in _rows(texts) if name in kinds and row["id"]}
    return {(ContentType.objects.get_for_model(model).pk, pk)} | children


def _erase_moved(model: type[models.Model], pk: int, uids: set[str]) -> None:
    """Erase children from the revisions of other records in which they were before they were moved."""
    kind = ContentType.objects.get_for_model(model)
    others = Revision.objects.filter(content_type=kind).exclude(object_id=pk)
    for revision in others.iterator(chunk_size=100) if uids else ():
        moved = [row for _name, row in _rows([revision.data]) if row.get("uid") in uids]
        for row in moved:
            row["fields"] = {}
        outdated = translations.outdated_in(revision.data)
        for key in [key for key in outdated if key.partition(" ")[0] in uids]:
            del outdated[key]
        if moved:
            revision.save(update_fields=["data"])


def _origins(texts: list[Snapshot]) -> list[dict]:
    """Return the provenance that ``texts`` keep of the record and its children."""
    rows = (row for data in texts for row in data.get("origin") or ())
    return [row["fields"] for row in rows if row["relation"] == "provenances"]
