"""The tables of the index.

The tokens are in what each database has for them: FTS5 tables on SQLite, columns on PostgreSQL (see the
migration and backends/).
"""

import re
import zlib

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.languages import CODES


class CompressedTextField(models.TextField):
    """Long text, stored compressed on SQLite; PostgreSQL compresses long values by itself.

    On SQLite the column has bytes: read it through Django.
    """

    def db_type(self, connection):
        return "blob" if connection.vendor == "sqlite" else super().db_type(connection)

    def deconstruct(self):
        """Return a plain TextField: migrations import nothing of ours, and SQLite stores bytes in it too."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return compress(value) if isinstance(value, str) and connection.vendor == "sqlite" else value

    def from_db_value(self, value, expression, connection):
        return plain_text(value)


def compress(text: str) -> bytes:
    return zlib.compress(text.encode(), level=1, wbits=-zlib.MAX_WBITS)


def plain_text(value: str | bytes | None) -> str | None:
    """Return what a CompressedTextField has, from its column as the database gives it."""
    return zlib.decompress(value, wbits=-zlib.MAX_WBITS).decode() if isinstance(value, bytes) else value


class Facets(models.Model):
    """What results are counted by: one row per combination of kind, year and topics.

    A text refers to its combination, so counting reads one number per text. Rows are never changed. Two equal
    rows, created at the same time, do no harm.
    """

    #: The number of its Kind.
    kind = models.PositiveSmallIntegerField()
    #: May be NO_YEAR.
    year = models.PositiveSmallIntegerField()
    #: The ids of the topics in ascending order; None in rows of the release before, which match no text.
    topic_ids = models.JSONField(null=True)
    #: What the release before reads and must find filled.
    topics = models.TextField(default="", editable=False)

    def __str__(self):
        return f"{self.kind} {self.year} {self.topic_ids}"

    @property
    def key(self):
        """(kind, year, topics), as a key of a dictionary."""
        return self.kind, self.year, None if self.topic_ids is None else tuple(self.topic_ids)

    @classmethod
    def ids(cls, topic: int | None = None, **conditions) -> list[int]:
        """Return the ids of the combinations with ``topic`` (None: any) that meet ``conditions``."""
        rows = cls.objects.filter(**conditions)
        if topic is None:
            return list(rows.values_list("pk", flat=True))
        return [pk for pk, topics in rows.values_list("pk", "topic_ids") if topic in (topics or ())]


class IndexedRecord(models.Model):
    """A published record and its id in the index. Ids are never reused."""

    #: The number of its Kind.
    kind = models.PositiveSmallIntegerField()
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="indexed_record_once")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class IndexedText(models.Model):
    """What a record's text in one language is found, filtered, counted and ordered by.

    The row is narrow, so that tens of thousands of matches are read fast. Its id gives the record and the
    language (:func:`text_id`), so neither needs an index.
    """

    # Always set by text_id(). It is an "auto" field because SQLite then needs no separate index.
    id = models.BigAutoField(primary_key=True)
    facets = models.ForeignKey(
        Facets, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    #: The date to order by, as date.toordinal().
    day = models.PositiveIntegerField()
    go_live_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    #: Whether the record has a text in the other language too.
    is_paired = models.BooleanField()
    #: When the text first became public (content.first_public), in seconds since 1970: the order of feeds.
    first_public = models.BigIntegerField()

    def __str__(self):
        return str(self.pk)

    @property
    def language(self):
        return CODES[self.id % 2]


class StoredText(models.Model):
    """The text of the IndexedText with the same id, plain and in NFC, as results show it.

    ``version`` is tokens.VERSION when its tokens were made.
    """

    id = models.BigAutoField(primary_key=True)
    title = models.TextField()
    text = CompressedTextField()
    version = models.PositiveSmallIntegerField()

    def __str__(self):
        return self.title


class Term(models.Model):
    """Names of one thing, in one language or both, which staff keep: what finds one name finds the others."""

    korean = models.CharField(
        _("Korean"), max_length=500, blank=True, help_text=_("Names and spellings, separated by commas.")
    )
    english = models.CharField(
        _("English"), max_length=500, blank=True, help_text=_("Names and spellings, separated by commas.")
    )
    always = models.BooleanField(
        _("always look for all names"),
        default=False,
        db_default=False,
        help_text=_(
            "For names that mean nothing else, such as 명예시민 and “honorary citizen”: every search looks "
            "for all of them, and translators are told of them. The others are tried when a search finds "
            "nothing."
        ),
    )

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        ordering = ["korean", "english"]

    def __str__(self):
        return " = ".join(filter(None, (self.korean, self.english)))

    def clean(self):
        names = names_in(self.korean) + names_in(self.english)
        if len({name.casefold() for name in names}) < 2:
            raise ValidationError(
                _("Give at least two different names: one in each language, or two in one.")
            )


def names_in(field: str) -> tuple[str, ...]:
    """Return the names in a field of a Term; what has no letter or digit is none."""
    names = (name.strip() for name in re.split("[,，、]", field))
    return tuple(name for name in names if any(map(str.isalnum, name)))


def text_id(record_id: int, language: str) -> int:
    """Return the id of a record's text, which gives record and language without a join."""
    return record_id * 2 + CODES.index(language)


def upsert(connection, model, rows, columns=()) -> None:
    """Write rows of a model of the index, in place of those with the same ids.

    Each has the values of the fields and those of further ``columns`` of the table. ``rows`` may be computed
    while they are asked for: PostgreSQL writes the first ones meanwhile.
    """
    if not rows:
        return
    fields = model._meta.local_concrete_fields
    names = [*(field.column for field in fields), *columns]
    statement = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: S608 - our names
        f"VALUES ({', '.join(['%s'] * len(names))}) ON CONFLICT (id) DO UPDATE SET "
        + ", ".join(f"{name} = EXCLUDED.{name}" for name in names[1:])
    )

    def prepared(row):
        own = zip(fields, row, strict=False)
        # Databases take numbers, most of what there is, as they are.
        return [
            *(
                value if isinstance(value, int) else field.get_db_prep_save(value, connection)
                for field, value in own
            ),
            *row[len(fields) :],
        ]

    with connection.cursor() as cursor:
        cursor.executemany(statement, map(prepared, rows))
