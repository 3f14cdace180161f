from django.db import models


class ContentVersion(models.Model):
    """How often anything that readers can see has changed: one row, and the rows of ContentChange besides.

    ``epoch`` is drawn again when the count cannot be trusted any more: after a migration, which may change
    rows past the triggers, or when a backup brings back an older count.
    """

    epoch = models.CharField(max_length=32)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"


class ContentChange(models.Model):
    """A transaction that changed something readers can see, on PostgreSQL.

    A row each, because writers would wait for one another if all updated the same row. Readers add them to
    ``ContentVersion.number`` when there are many.
    """

    def __str__(self) -> str:
        return str(self.pk)
