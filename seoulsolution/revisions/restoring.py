"""Bringing back what a revision holds: into a record that is there, or as a record that was deleted."""

from django.db import models

from seoulsolution.revisions import applying, drafts, history
from seoulsolution.revisions.applying import Applied
from seoulsolution.revisions.models import Event, Revision
from seoulsolution.revisions.snapshots import PUBLICATION


def restore(revision: Revision, record: models.Model, *, user=None, note: str = "") -> Applied:
    """Give ``record`` the texts, children and relations of ``revision``, and return what was left out.

    State, times and withheld languages stay as they are. What no longer exists is left out. Of a published
    record it becomes a draft.
    """
    with history.change([record], user=user, event=Event.RESTORED, note=note) as [locked]:
        now = drafts.current(locked)
        kept = {name: value for name, value in now["fields"].items() if name in PUBLICATION}
        data = revision.data | {"fields": revision.data["fields"] | kept}
        data, left_out = applying.usable(locked, data)
        if drafts.are_kept_of(locked):
            drafts.save(locked, data, user=user, event=Event.RESTORED, note=note)
            return Applied(locked, left_out)
        applying.apply(locked, data)
        drafts.forget(locked)
    return Applied(locked, left_out)


def recover(revision: Revision, *, user=None, note: str = "") -> Applied:
    """Bring the record of its last revision back under its number, as a draft, with all that went with it."""
    model = revision.content_type.model_class()
    with history.transaction.atomic():
        data, left_out = applying.usable(model(pk=revision.object_id), revision.data)
        if "state" in data["fields"]:
            data["fields"]["state"] = "draft"
        record = applying.apply(model(pk=revision.object_id), data).record
        own = [row for row in revision.data.get("origin", ()) if not row["of"]]
        applying.bring_back_origin(record, own)
        history.write([record], user=user, event=Event.RECOVERED, note=note)
    return Applied(record, left_out)
