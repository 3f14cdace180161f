"""A new draft from a record: this round's notice from the last one's, an issue from the one before."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import models, transaction

from seoulsolution.revisions import applying, building, drafts, history, snapshots, translations
from seoulsolution.revisions.models import Event
from seoulsolution.revisions.snapshots import Snapshot

#: What a copy does not share with what it was made of.
_OWN = snapshots.PUBLICATION | {"import_key", "old_addresses", "foreign_language", "foreign_title"}


def copy(
    record: models.Model, *, user, note: str = "", prepare: Callable[[Snapshot], None] = lambda data: None
) -> models.Model:
    """Return a new draft with the text that staff work on of ``record``, its children and relations.

    It is not published, has no times of publication and nothing that says where ``record`` came from.
    ``prepare`` may change the snapshot that becomes the copy; a column that it takes out is empty there.
    """
    data = snapshots.read(drafts.current(record))
    data["fields"] = _without_own(data["fields"])
    for rows in data["children"].values():
        for row in rows:
            row |= {"uid": str(uuid.uuid4()), "id": None, "fields": _without_own(row["fields"])}
    prepare(data)
    with transaction.atomic():
        made = type(record)()
        building.apply_columns(made, data["fields"])
        building.empty_dead_keys(made)
        made.save()
        made = applying.apply(made, data).record
        history.write([made], user=user, event=Event.CREATED, note=note)
        translations.bring_along(record, made)
    return made


def _without_own(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in _OWN}
