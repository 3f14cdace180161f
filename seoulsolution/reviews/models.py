"""Reasons to review a record, and the files a record came from, for records of any model."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seoulsolution.reviews.reasons import ReviewReason


class Provenance(models.Model):
    """The place of a record in an imported file. A record has one per file that holds it."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    path = models.CharField(_("file"), max_length=1000)
    sha256 = models.CharField("SHA-256", max_length=64)
    encoding = models.CharField(_("encoding"), max_length=20)
    first_line = models.PositiveIntegerField(_("first line"))
    last_line = models.PositiveIntegerField(_("last line"))
    raw_text = models.TextField(_("text as found"))
    run = models.UUIDField(_("import run"))

    class Meta:
        verbose_name = _("provenance")
        verbose_name_plural = _("provenance")
        ordering = ["path", "first_line"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="provenance_record"),
            models.Index(fields=["sha256", "first_line"], name="provenance_file_line"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "path", "sha256", "first_line"],
                name="provenance_once_a_place",
            )
        ]

    def __str__(self):
        return f"{self.path}:{self.first_line}–{self.last_line}"


class Review(models.Model):
    """One reason to look at a record, open until somebody resolves it."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    reason = models.CharField(_("reason"), max_length=30, choices=ReviewReason)
    detail = models.TextField(_("detail"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["resolved_at", "reason"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="review_record"),
            models.Index(fields=["reason", "resolved_at"], name="review_reason"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "reason"], name="review_once_a_reason"
            )
        ]

    def __str__(self):
        return self.get_reason_display()

    def resolve(self, user):
        """Mark the review as resolved by ``user``."""
        self.resolved_at, self.resolved_by = timezone.now(), user
        self.save(update_fields=["resolved_at", "resolved_by"])
