"""Erasing a text for good, such as personal data: who did what and when stays, the text does not."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.dispatch import Signal

from seoulsolution.revisions import history, snapshots
from seoulsolution.revisions.models import Autosave, EditingSession, Event, Revision, SubmittedForm

#: Sent by ``erase()`` inside its transaction, when the record is gone: ``keys`` are (content type id, id) of
#: the record and of every child it ever had, ``origins`` what its provenance said of them.
erased = Signal()


def erase(model: type[models.Model], pk: int, *, user, reason: str) -> None:
    """Delete the record ``pk`` of ``model`` if it is there, and its text from everything that remembers it.

    Nobody can recover it. A last revision bears ``reason``, which must not repeat what is erased.
    """
    with transaction.atomic():
        history.delete(
            model._default_manager.filter(pk=pk), user=user
        )  # it locks the record and its referrers
        revisions = Revision.objects.of(model(pk=pk))
        keys, origins, uids = _keys(model, pk, revisions), _origins(revisions), _uids(revisions)
        number = history.latest_number(model(pk=pk))
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
            for model_of_form in (Autosave, SubmittedForm, EditingSession):
                model_of_form.objects.filter(content_type=kind, object_id=object_id).delete()
        _erase_moved(model, pk, uids)
        erased.send(sender=model, keys=keys, origins=origins)


def _keys(model: type[models.Model], pk: int, revisions) -> set[tuple[int, int]]:
    """Return content type and id of the record and of all children that its revisions know."""
    keys = {(ContentType.objects.get_for_model(model).pk, pk)}
    for data in revisions.values_list("data", flat=True):
        for name, rows in data.get("children", {}).items():
            if name in getattr(model, "revision_children", ()):
                child = model._meta.get_field(name).related_model
                kind = ContentType.objects.get_for_model(child).pk
                keys |= {(kind, row["id"]) for row in rows if row["id"]}
    return keys


def _uids(revisions) -> set[str]:
    """Return the ``uid`` of every child that the revisions know."""
    children = (data.get("children", {}) for data in revisions.values_list("data", flat=True))
    return {row["uid"] for each in children for rows in each.values() for row in rows if "uid" in row}


def _erase_moved(model: type[models.Model], pk: int, uids: set[str]) -> None:
    """Erase children from the revisions of other records in which they were before they were moved."""
    kind = ContentType.objects.get_for_model(model)
    others = Revision.objects.filter(content_type=kind).exclude(object_id=pk)
    for revision in others.iterator(chunk_size=100) if uids else ():
        for rows in revision.data.get("children", {}).values():
            for row in (row for row in rows if row.get("uid") in uids):
                row["fields"] = {}
                revision.save(update_fields=["data"])


def _origins(revisions) -> list[dict]:
    """Return the provenance that the revisions keep of the record and its children."""
    rows = (row for data in revisions.values_list("data", flat=True) for row in data.get("origin") or ())
    return [row["fields"] for row in rows if row["relation"] == "provenances"]
