"""The tables of the index. The words themselves stand in what each database has for them:
an FTS5 table on SQLite, tsvector columns on PostgreSQL (see the first migration and backends/)."""

from django.db import models

from seoulsolution.content.languages import CODES


class IndexedRecord(models.Model):
    """A published record: what results are filtered and ordered by. Narrow, so that many are read fast."""

    #: The number of its registry.Source.
    kind = models.PositiveSmallIntegerField()
    object_id = models.PositiveBigIntegerField()
    sort_date = models.DateField()
    #: 0 for none.
    year = models.PositiveSmallIntegerField()
    go_live_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="indexed_record_once")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class IndexedTopic(models.Model):
    """A topic of a record."""

    # The constraint's index begins with the record: no other one is needed.
    record = models.ForeignKey(IndexedRecord, on_delete=models.CASCADE, related_name="topics", db_index=False)
    topic_id = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "topic_id"], name="indexed_topic_once")]

    def __str__(self):
        return f"{self.record_id}: {self.topic_id}"


class IndexedText(models.Model):
    """A record's text in one language it is available in, plain and in NFC, as results show it.

    Its id tells the record and the language (:func:`text_id`), so no index of either is needed.
    ``version`` is that of the analysis which made its tokens.
    """

    # Given by text_id() always; an "auto" field is what SQLite keeps without an index of its own.
    id = models.BigAutoField(primary_key=True)
    title = models.TextField()
    text = models.TextField()
    version = models.PositiveSmallIntegerField()

    def __str__(self):
        return self.title

    @property
    def language(self):
        return CODES[self.id % 2]

    @property
    def record_id(self):
        return self.id // 2


def text_id(record_id: int, language: str) -> int:
    """Return the id of a record's text: record and language can be told from it without a join."""
    return record_id * 2 + CODES.index(language)
