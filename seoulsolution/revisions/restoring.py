"""Bringing back what a revision holds: into a record that is there, or as a record that was deleted."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from seoulsolution.content.models import Child, Translated
from seoulsolution.revisions import applying, drafts, history, snapshots
from seoulsolution.revisions.applying import Applied
from seoulsolution.revisions.models import Event, Revision
from seoulsolution.revisions.snapshots import PUBLICATION


def restore(revision: Revision, record: models.Model, *, user=None, note: str = "") -> Applied:
    """Give ``record`` the texts, children and relations of ``revision``, and return what was left out.

    State, times and withheld languages stay as they are. What no longer exists is left out. Of a published
    record it becomes a draft.
    """
    with history.change([record], user=user, event=Event.RESTORED, note=note) as [locked]:
        now, data = drafts.current(locked), snapshots.read(revision.data)
        kept = {name: value for name, value in now["fields"].items() if name in PUBLICATION}
        data, left_out = applying.usable(locked, data | {"fields": data["fields"] | kept})
        if drafts.are_kept_of(locked):
            drafts.save(locked, data, user=user, event=Event.RESTORED, note=note)
            return Applied(locked, left_out)
        applied = drafts.replace(locked, data, user=user, event=Event.RESTORED, note=note)
    return Applied(locked, left_out + applied.left_out)


def recover(revision: Revision, *, user=None, note: str = "") -> Applied:
    """Bring the record of its last revision back under its number, as a draft, with all that went with it."""
    model = revision.content_type.model_class()
    with transaction.atomic():
        data, left_out = applying.usable(model(pk=revision.object_id), revision.data)
        if "state" in data["fields"]:
            data["fields"]["state"] = "draft"
        applied = applying.apply(model(pk=revision.object_id), data)
        own = [row for row in revision.data.get("origin", ()) if not row["of"]]
        applying.bring_back_origin(applied.record, own)
        history.write([applied.record], user=user, event=Event.RECOVERED, note=note)
        _put_back_links(revision, user, note)
    return Applied(applied.record, left_out + applied.left_out)


def _put_back_links(revision: Revision, user, note: str) -> None:
    """Let others name a record again that is recovered, where nobody has chosen otherwise meanwhile."""
    links: dict[tuple[str, str], list[dict]] = {}
    for link in revision.data.get("links", ()):
        links.setdefault((link["model"], link["field"]), []).append(link)
    for (label, name), rows in links.items():
        try:
            field = apps.get_model(label)._meta.get_field(name)
        except (LookupError, FieldDoesNotExist):
            continue  # of an older format
        has_history = issubclass(field.model, Translated | Child)
        there = field.model._default_manager.filter(pk__in=[row["id"] for row in rows])
        with history.change(there if has_history else (), user=user, note=note):
            put_back = _put_back_related if field.many_to_many else _put_back_key
            put_back(field, rows, revision)


def _put_back_key(field: models.ForeignKey, links: list[dict], revision: Revision) -> None:
    """Fill the foreign keys that the deletion emptied and that are still empty."""
    there = field.model._default_manager.in_bulk([link["id"] for link in links])
    targets = field.related_model._default_manager.in_bulk([link["to"] for link in links])
    for link in links:
        record = there.get(link["id"])
        if record and link["to"] in targets and getattr(record, field.attname) is None:
            setattr(record, field.attname, link["to"])
            record.save()


def _put_back_related(field: models.ManyToManyField, links: list[dict], revision: Revision) -> None:
    """Name the record again where the others named are still those that the deletion left.

    What was deleted or recovered since then is nobody's choice.
    """
    manager = field.related_model._default_manager
    left = manager.filter(pk__in={pk for link in links for pk in link["left"]})
    still = set(left.values_list("pk", flat=True))
    kind = ContentType.objects.get_for_model(field.related_model)
    recovered = Revision.objects.filter(content_type=kind, event=Event.RECOVERED, pk__gt=revision.pk)
    again = set(recovered.values_list("object_id", flat=True))
    there = field.model._default_manager.prefetch_related(field.name).in_bulk([link["id"] for link in links])
    for link in links:
        if record := there.get(link["id"]):
            related = getattr(record, field.name)
            if {other.pk for other in related.all()} - again == still & set(link["left"]) - again:
                related.add(link["to"])
