"""The tables of the index. The words themselves stand in what each database has for them:
FTS5 tables on SQLite, columns of tokens on PostgreSQL (see the first migration and backends/)."""

import zlib

from django.db import models

from seoulsolution.content.languages import CODES


class CompressedTextField(models.TextField):
    """Long text that SQLite keeps compressed; PostgreSQL compresses long values by itself.

    SQLite sees bytes in it: read it through Django, and search in it with backends' ``contains()``.
    """

    def db_type(self, connection):
        return "blob" if connection.vendor == "sqlite" else super().db_type(connection)

    def deconstruct(self):
        """Be a plain TextField in migrations, which import nothing of ours; SQLite keeps bytes in it too."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return compress(value) if isinstance(value, str) and connection.vendor == "sqlite" else value

    def from_db_value(self, value, expression, connection):
        return decompress(value) if isinstance(value, bytes) else value


def compress(text: str) -> bytes:
    return zlib.compress(text.encode(), level=1, wbits=-zlib.MAX_WBITS)


def decompress(data: bytes) -> str:
    return zlib.decompress(data, wbits=-zlib.MAX_WBITS).decode()


class Facets(models.Model):
    """What results are counted by, all at once: one row for each combination that records have.

    A text holds the number of its combination, so counting results reads one number of each. Rows are
    never changed; two of the same meaning, made at the same time, do no harm.
    """

    #: The number of its registry.Source.
    kind = models.PositiveSmallIntegerField()
    #: 0 for none.
    year = models.PositiveSmallIntegerField()
    #: The ids of the topics, as :func:`topics_value` writes them.
    topics = models.TextField()

    def __str__(self):
        return f"{self.kind} {self.year} {self.topics}"


def topics_value(ids) -> str:
    """Return topics as the index writes them: ",3,17,", so that ",3," is found in it; "" for none."""
    return f",{','.join(map(str, sorted(ids)))}," if ids else ""


def topic_ids(value: str) -> list[int]:
    """Return the ids that :func:`topics_value` wrote."""
    return [int(pk) for pk in value.strip(",").split(",") if pk]


class IndexedRecord(models.Model):
    """A published record: the number under which the index knows it. Numbers are never used twice."""

    #: The number of its registry.Source.
    kind = models.PositiveSmallIntegerField()
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="indexed_record_once")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class IndexedText(models.Model):
    """What a record's text in one language is found, filtered, counted and ordered by.

    All of it stands in this one narrow row, so that tens of thousands of matches are read fast. Its id
    tells the record and the language (:func:`text_id`), so no index of either is needed.
    """

    # Given by text_id() always; an "auto" field is what SQLite keeps without an index of its own.
    id = models.BigAutoField(primary_key=True)
    facets = models.ForeignKey(
        Facets, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    #: The date to order by, as date.toordinal() counts.
    day = models.PositiveIntegerField()
    go_live_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    #: Whether the record has a text in the other language too.
    is_paired = models.BooleanField()

    def __str__(self):
        return str(self.pk)

    @property
    def language(self):
        return CODES[self.id % 2]

    @property
    def record_id(self):
        return self.id // 2


class StoredText(models.Model):
    """The text of an IndexedText (with the same id), plain and in NFC, as results show it.

    ``version`` is that of the analysis which made its tokens.
    """

    id = models.BigAutoField(primary_key=True)
    title = models.TextField()
    text = CompressedTextField()
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
