"""Forms that are open, half written or sent: nothing is lost, and nothing is done twice."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import models, transaction


class OfRecordQuerySet(models.QuerySet):
    #: Rows deleted on the way at most.
    AT_ONCE = 100

    def of(self, model: type[models.Model], object_id: int | None):
        """Return the rows of one record, or of a new record of ``model`` where ``object_id`` is None."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id=object_id)

    def delete_some(self):
        """Delete a limited number of rows; those that another transaction deletes are left to it."""
        with transaction.atomic(using=self.db):
            rows = self.select_for_update(skip_locked=True).order_by("pk")
            pks = list(rows.values_list("pk", flat=True)[: self.AT_ONCE])
            if pks:
                self.model._default_manager.filter(pk__in=pks).delete()


class SubmittedForm(models.Model):
    """A form that was saved: sent again, it gets the same answer and changes nothing.

    ``digest`` is of what was sent: the same form with another content is another save. An empty
    ``redirect`` is the answer of a pop-up window.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    redirect = models.TextField(blank=True)
    messages = models.JSONField(default=list, encoder=MessageEncoder, decoder=MessageDecoder)

    objects = OfRecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "key", "digest"], name="submitted_form_once"),
        ]

    def __str__(self):
        return str(self.key)


class AutosaveQuerySet(OfRecordQuerySet):
    def unsaved(self):
        """Leave out what arrived in the moment in which its form was saved."""
        saved = SubmittedForm.objects.filter(user=models.OuterRef("user"), key=models.OuterRef("key"))
        return self.filter(~models.Exists(saved))


class Autosave(models.Model):
    """What somebody has typed into a form and not saved: one per person and record, seen by nobody else.

    ``data`` is {name of an input: [values]}, ``number`` that of the revision that the form was opened from,
    ``key`` the form that wrote last. Without an ``object_id`` it is of a new record.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    key = models.UUIDField()
    number = models.PositiveIntegerField(default=0)
    data = models.JSONField()
    updated_at = models.DateTimeField()

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"], name="autosave_once_a_record"
            ),
            models.UniqueConstraint(
                fields=["user", "content_type"],
                condition=models.Q(object_id=None),
                name="autosave_once_a_kind_of_new_records",
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="autosave_record")]

    def __str__(self):
        return str(self.key)


class EditingSession(models.Model):
    """Somebody has the form of a record open, and did so a moment ago."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    seen_at = models.DateTimeField(db_index=True)

    objects = OfRecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"], name="editing_session_once_a_record"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="editing_session_record")]

    def __str__(self):
        return f"{self.user} {self.seen_at}"
