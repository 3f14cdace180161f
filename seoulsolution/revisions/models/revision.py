"""A revision is the unit of history: one record, its children and both languages, at one moment."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seoulsolution.revisions.models.about import AboutRecord, AboutRecordQuerySet


class Event(models.TextChoices):
    """What made a revision."""

    FOUND = "found", pgettext_lazy("event", "as it was found")
    CREATED = "created", pgettext_lazy("event", "created")
    EDITED = "edited", pgettext_lazy("event", "edited")
    PUBLISHED = "published", pgettext_lazy("event", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("event", "withdrawn")
    IMPORTED = "imported", pgettext_lazy("event", "imported")
    RESTORED = "restored", pgettext_lazy("event", "restored")
    SCHEDULED = "scheduled", pgettext_lazy("event", "scheduled")
    UNSCHEDULED = "unscheduled", pgettext_lazy("event", "no longer scheduled")
    DISCARDED = "discarded", pgettext_lazy("event", "draft discarded")
    SUBMITTED = "submitted", pgettext_lazy("event", "submitted")
    RETURNED = "returned", pgettext_lazy("event", "returned")
    APPROVED = "approved", pgettext_lazy("event", "approved")
    CONFIRMED = "confirmed", pgettext_lazy("event", "translation still right")
    DELETED = "deleted", pgettext_lazy("event", "deleted")
    RECOVERED = "recovered", pgettext_lazy("event", "recovered")
    ERASED = "erased", pgettext_lazy("event", "erased")


class RevisionQuerySet(AboutRecordQuerySet):
    """The revisions of a record come the latest first, and outlive it."""

    def live(self):
        """Return those that hold what the database row of their record held."""
        return self.filter(is_draft=False)

    def erased(self, model):
        """Return the last revision of each erased record of ``model``, the latest first."""
        kind = ContentType.objects.get_for_model(model)
        found = self.filter(content_type=kind, event=Event.ERASED)
        return found.select_related("created_by").order_by("-created_at", "-pk")

    def deleted(self, model):
        """Return the last revision of each deleted record of ``model``, the latest first."""
        kind = ContentType.objects.get_for_model(model)
        later = Revision.objects.filter(
            content_type=kind, object_id=models.OuterRef("object_id"), number__gt=models.OuterRef("number")
        )
        last = self.filter(~models.Exists(later), content_type=kind, event=Event.DELETED)
        return last.select_related("created_by").order_by("-created_at", "-pk")


class Revision(AboutRecord):
    """A record as it was after one change; ``data`` is a snapshot (seoulsolution.revisions.snapshots).

    Numbers count from 1 for each record. The relation to the record is generic and without a cascade, so
    that the history of a deleted record stays and can bring it back.
    """

    number = models.PositiveIntegerField(_("number"))
    data = models.JSONField()
    event = models.CharField(_("event"), max_length=12, choices=Event)
    note = models.TextField(_("note"), blank=True)
    #: Whether readers go on seeing the text before it: the record is public, and this is a draft of it.
    is_draft = models.BooleanField(_("draft"), default=False)
    #: The moment for which it was planned, of what was published by the clock.
    due_at = models.DateTimeField(_("planned for"), null=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        default_permissions = ()
        permissions = [("erase_text", _("Can erase a text for good"))]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="revision_number_once_a_record"
            )
        ]
        indexes = [models.Index(fields=["event", "-created_at"], name="revision_event")]

    def __str__(self):
        return f"{self.number} ({self.get_event_display()})"
