"""What uses a picture or a file."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from seoulsolution.revisions.models.about import AboutRecordQuerySet


class Use(models.Model):
    """That a record, in its row or in its draft, uses a picture or a file (seoulsolution.media.uses)."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    #: Whether only the draft of the record uses it: readers do not see it.
    is_draft = models.BooleanField(default=False)
    image = models.ForeignKey("media.Image", on_delete=models.CASCADE, null=True, related_name="uses")
    file = models.ForeignKey("media.File", on_delete=models.CASCADE, null=True, related_name="uses")

    objects: Any = AboutRecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["content_type", "object_id", "is_draft", name],
                    condition=Q((f"{name}__isnull", False)),
                    name=f"use_of_{name}_once",
                )
                for name in ("image", "file")
            ),
            models.CheckConstraint(
                condition=Q(image=None, file__isnull=False) | Q(image__isnull=False, file=None),
                name="use_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.image_id or self.file_id}"
