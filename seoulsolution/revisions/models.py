"""A revision is the unit of history: one record, its children and both languages, at one moment."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    DELETED = "deleted", pgettext_lazy("event", "deleted")
    RECOVERED = "recovered", pgettext_lazy("event", "recovered")


class RevisionQuerySet(models.QuerySet):
    def of(self, record):
        """Return the revisions of ``record``, the latest first. They outlive it."""
        kind = ContentType.objects.get_for_model(record)
        return self.filter(content_type=kind, object_id=record.pk)

    def live(self):
        """Return those that hold what the database row of their record held."""
        return self.filter(is_draft=False)

    def deleted(self, model):
        """Return the last revision of each deleted record of ``model``, the latest first."""
        kind = ContentType.objects.get_for_model(model)
        later = Revision.objects.filter(
            content_type=kind, object_id=models.OuterRef("object_id"), number__gt=models.OuterRef("number")
        )
        last = self.filter(~models.Exists(later), content_type=kind, event=Event.DELETED)
        return last.select_related("created_by").order_by("-created_at", "-pk")


class Revision(models.Model):
    """A record as it was after one change; ``data`` is a snapshot (seoulsolution.revisions.snapshots).

    Numbers count from 1 for each record. The relation to the record is generic and without a cascade, so
    that the history of a deleted record stays and can bring it back.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
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
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="revision_number_once_a_record"
            )
        ]
        indexes = [models.Index(fields=["event", "-created_at"], name="revision_event")]

    def __str__(self):
        return f"{self.number} ({self.get_event_display()})"


class AboutRecordQuerySet(models.QuerySet):
    """Rows about records of any kind, at most one of each."""

    def of(self, record):
        """Return the row about ``record``: one or none."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def of_model(self, model):
        return self.filter(content_type=ContentType.objects.get_for_model(model))


class DraftQuerySet(AboutRecordQuerySet):
    def due(self, at):
        """Return the drafts to be published at ``at`` or before, but for those that could not be."""
        return self.filter(publish_at__lte=at, failed_at=None)


class Draft(models.Model):
    """The text of a published record that its readers do not see yet: a revision, and what it began from.

    While a record is not published, its row is its draft, and it has none of these.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    #: The public text when the draft was begun.
    base = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: When it was due and could not be published, and why, in each language; it is not tried again.
    failed_at = models.DateTimeField(null=True)
    problem = models.JSONField(_("problem"), default=dict)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_draft_per_record")
        ]
        indexes = [
            models.Index(
                fields=["publish_at"],
                name="draft_due",
                condition=models.Q(publish_at__isnull=False, failed_at=None),
            )
        ]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id}: {self.revision_id}"


class Submission(models.Model):
    """A text that waits for others: submitted to them, returned with remarks, or approved."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)
    note = models.TextField(_("note"), blank=True)
    #: What whoever returned it says about single fields, by their name.
    remarks = models.JSONField(_("remarks"), default=dict)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("time"), auto_now=True)

    objects = AboutRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_submission_per_record")
        ]
        indexes = [models.Index(fields=["status", "-changed_at"], name="submission_status")]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id}: {self.get_status_display()}"


class PreviewLinkQuerySet(AboutRecordQuerySet):
    """Links to previews. A record may have several."""

    def usable(self, at=None):
        """Return the links that are neither revoked nor expired at ``at`` (default: now)."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class PreviewLink(models.Model):
    """An address at which people without an account read a text that is not published.

    The address holds a secret token, of which only the digest is kept. A link is deleted when its draft is
    published, discarded or deleted (seoulsolution.revisions.preview_links).
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    #: SHA-256 of the token, in hexadecimal.
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="preview_link_of_record")]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id}: {self.expires_at:%Y-%m-%d}"
