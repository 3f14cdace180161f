from django.db import models


class ContentVersion(models.Model):
    """How often anything that readers can see has changed: one row, and the rows of ContentChange besides.

    ``epoch`` is drawn again when the count cannot be trusted any more: after a migration, which may change
    rows past the triggers, or when a backup brings back an older count.
    """

    epoch = models.CharField(max_length=32)
    number = models.BigIntegerField(default=0)
    #: How often lists may have become longer or shorter: the rows of CountChange come on top. It may be
    #: empty, as SQLite adds a column with a default by making the table anew, which triggers of others name.
    counts = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"


class ContentChange(models.Model):
    """A transaction that changed something readers can see, on PostgreSQL.

    A row each, because writers would wait for one another if all updated the same row. Readers add them to
    ``ContentVersion.number`` when there are many.
    """

    def __str__(self) -> str:
        return str(self.pk)


class CountChange(models.Model):
    """One of these transactions that changed more than texts, so that lists have to be counted again."""

    def __str__(self) -> str:
        return str(self.pk)
