"""What is known of the text of a record in one language, beside the text in the other."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.revisions.models.about import AboutRecordQuerySet


class Translation(models.Model):
    """Who last wrote a record's text in ``language``, and since when it is behind the other language.

    It is about the text that staff work on, which may be ahead of the public one. A record that nobody has
    written by hand and of which nothing is behind has none. Which fields are behind, and what they were
    translated from, is in the snapshots (seoulsolution.revisions.translations).
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    language = models.CharField(max_length=10)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: None while it says what the other language says.
    stale_since = models.DateTimeField(null=True)

    objects = AboutRecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"], name="translation_once_a_language"
            )
        ]
        indexes = [
            models.Index(
                fields=["content_type", "language"],
                name="translation_stale",
                condition=models.Q(stale_since__isnull=False),
            ),
            models.Index(fields=["changed_by", "changed_at"], name="translation_of_person"),
        ]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id} {self.language}"
