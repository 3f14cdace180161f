"""What is being written and not saved yet: who has a form open, and texts kept on the way."""

import datetime
import uuid

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from seoulsolution.revisions import history
from seoulsolution.revisions.models import Autosave, EditingSession, SubmittedForm

#: How long a sent form is known, so that sending it again answers the same.
REMEMBERED = datetime.timedelta(days=7)
#: A form whose browser was silent for longer is taken as closed. It reports every 20 seconds.
OPEN_FOR = datetime.timedelta(minutes=1)


def autosaves_of(record: models.Model) -> models.QuerySet[Autosave]:
    """Return the unsaved texts that concern ``record``: its own form's, its parent's and its children's."""
    owner = history.owner(record)
    condition = _of(type(record), record.pk) | _of(type(owner), owner.pk)
    for name in getattr(record, "revision_children", ()):
        children = getattr(record, name).order_by()
        condition |= _of(children.model, children.values("pk"))
    return Autosave.objects.unsaved().filter(condition)


def _of(model: type[models.Model], pk) -> models.Q:
    lookup = "object_id__in" if isinstance(pk, models.QuerySet) else "object_id"
    return models.Q(content_type=ContentType.objects.get_for_model(model), **{lookup: pk})


def keep(
    user,
    model: type[models.Model],
    object_id: int | None,
    data: dict[str, list[str]],
    *,
    key: uuid.UUID,
    continues: uuid.UUID | None,
    number: int,
) -> bool:
    """Keep ``data`` of the form ``key``, which may continue what the form ``continues`` has kept.

    Return False, and keep nothing, where the person has other unsaved text of this record: it would be lost.
    """
    kept = Autosave.objects.filter(user=user).of(model, object_id)
    values = {"key": key, "number": number, "data": data, "updated_at": timezone.now()}
    if kept.filter(key__in=[key, continues]).update(**values):
        return True
    if SubmittedForm.objects.filter(user=user, key=key).exists():  # it was on its way when the form was saved
        return True
    kind = ContentType.objects.get_for_model(model)
    try:
        with transaction.atomic():
            Autosave.objects.create(user=user, content_type=kind, object_id=object_id, **values)
    except IntegrityError:
        return False
    return True


def forget(user, model: type[models.Model], object_id: int | None, keys: list[uuid.UUID | None]) -> None:
    """Delete what the forms ``keys`` have kept of a record."""
    Autosave.objects.filter(user=user, key__in=keys).of(model, object_id).delete()


def note_open(record: models.Model, user) -> None:
    """Note that ``user`` has the form of ``record`` open now."""
    kind = ContentType.objects.get_for_model(record)
    session = EditingSession(user=user, content_type=kind, object_id=record.pk, seen_at=timezone.now())
    EditingSession.objects.bulk_create(
        [session],
        update_conflicts=True,
        unique_fields=["user", "content_type", "object_id"],
        update_fields=["seen_at"],
    )


def note_closed(record: models.Model, user) -> None:
    """Note that ``user`` has left the form of ``record``, and forget the sessions that have expired."""
    EditingSession.objects.of(type(record), record.pk).filter(user=user).delete()
    EditingSession.objects.filter(seen_at__lt=timezone.now() - OPEN_FOR).delete_some()


def other_editors(record: models.Model, user) -> list[str]:
    """Return the names of the other people who have the form of ``record`` open."""
    sessions = EditingSession.objects.of(type(record), record.pk).exclude(user=user)
    found = sessions.filter(seen_at__gt=timezone.now() - OPEN_FOR).select_related("user").order_by("pk")
    return [session.user.get_full_name() or session.user.get_username() for session in found]


def forget_submitted() -> None:
    """Forget forms that were sent long ago."""
    SubmittedForm.objects.filter(created_at__lt=timezone.now() - REMEMBERED).delete_some()
