"""What is ahead of a public text: its draft, what was decided about it, and links to look at it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seoulsolution.revisions.models.about import AboutRecord, AboutRecordQuerySet
from seoulsolution.revisions.models.revision import Revision


class SubmissionQuerySet(AboutRecordQuerySet):
    def approved(self):
        return self.filter(status=Submission.Status.APPROVED)


class DraftQuerySet(AboutRecordQuerySet):
    def due(self, at):
        """Return the drafts to be published at ``at`` or before, but for those that could not be."""
        return self.filter(publish_at__lte=at, failed_at=None)


class Draft(AboutRecord):
    """The text of a published record that its readers do not see yet: a revision, and what it began from.

    While a record is not published, its row is its draft, and it has none of these.
    """

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


class Submission(AboutRecord):
    """A text that waits for others: submitted to them, returned with remarks, or approved."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

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

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("text", "submission")
        verbose_name_plural = pgettext_lazy("text", "submissions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_submission_per_record")
        ]
        indexes = [models.Index(fields=["status", "-changed_at"], name="submission_status")]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id}: {self.get_status_display()}"


class PreviewLinkQuerySet(AboutRecordQuerySet):
    def usable(self, at=None):
        """Return the links that are neither revoked nor expired at ``at`` (default: now)."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class PreviewLink(AboutRecord):
    """An address at which people without an account read a text that is not published.

    The address holds a secret token, of which only the digest is kept. A link is deleted when its draft is
    published, discarded or deleted (seoulsolution.revisions.preview_links).
    """

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
