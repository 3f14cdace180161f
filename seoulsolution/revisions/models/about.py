"""What rows about records of any kind have in common."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class AboutRecordQuerySet(models.QuerySet):
    def of(self, record):
        """Return the rows about ``record``."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def of_model(self, model):
        """Return the rows about records of ``model``."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))


class AboutRecord(models.Model):
    """A row about a record. It stays when the record is deleted, unless that deletes it."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()

    class Meta:
        abstract = True
