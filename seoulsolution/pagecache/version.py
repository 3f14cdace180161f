"""The content version: equal as long as nothing has changed that readers can see."""

import logging
import secrets
from dataclasses import dataclass, field

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection, transaction

from seoulsolution.monitoring.outages import outage_of
from seoulsolution.pagecache.models import ContentVersion

logger = logging.getLogger(__name__)

#: With more rows of changes than this, they are added to the number.
MOST_CHANGES = 300

_READ = """
SELECT epoch, number, (SELECT COUNT(*) FROM pagecache_contentchange),
    COALESCE(counts, 0) + (SELECT COUNT(*) FROM pagecache_countchange), {schema}
FROM pagecache_contentversion LIMIT 1
"""
# SQLite counts up a number with each change of a table or trigger. On PostgreSQL tables keep their triggers.
_SCHEMA = {"sqlite": "(SELECT schema_version FROM pragma_schema_version)", "postgresql": "0"}
# In one statement, so that each change counts once whoever reads meanwhile. Whoever adds them up at the same
# time waits for these rows, and finds them gone.
_FOLD = """
WITH folded AS (DELETE FROM {table} RETURNING 1)
UPDATE pagecache_contentversion SET {column} = COALESCE({column}, 0) + (SELECT COUNT(*) FROM folded)
"""
_FOLDED = {"pagecache_contentchange": "number", "pagecache_countchange": "counts"}
#: The statement that changes the version. Triggers run it, too.
NOTE_CHANGE = {
    "postgresql": "INSERT INTO pagecache_contentchange DEFAULT VALUES",
    "sqlite": "UPDATE pagecache_contentversion SET number = number + 1",
}
#: And that which says that lists have to be counted again.
NOTE_COUNT = {
    "postgresql": "INSERT INTO pagecache_countchange DEFAULT VALUES",
    "sqlite": "UPDATE pagecache_contentversion SET counts = COALESCE(counts, 0) + 1",
}


@dataclass(frozen=True)
class Version:
    """Two are equal if readers see the same. The number grows; another epoch says nothing of an older one.

    ``schema`` differs when the tables may have changed (SQLite). With the same ``counts``, too, lists are as
    long as they were: texts alone have changed.
    """

    epoch: str
    number: int
    schema: int = 0
    counts: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}-{self.schema}"

    def is_before(self, other: "Version | None") -> bool:
        """Return whether this is known to be older than ``other``."""
        return other is not None and self.epoch == other.epoch and self.number < other.number

    def counts_like(self, other: "Version") -> bool:
        """Return whether all lists are as long as in ``other``."""
        return (self.epoch, self.schema, self.counts) == (other.epoch, other.schema, other.counts)


def read() -> Version | None:
    """Return the content version, or None while it is not known.

    It is unknown inside a transaction, whose changes may yet be rolled back, and in a database that is not
    migrated. One query; what is read after it is of this version or newer. Raise the database's error in an
    outage (``monitoring.outages``).
    """
    if connection.in_atomic_block:
        return None
    # This statement shows whether a connection of an earlier request is alive: Django need not ask before.
    connection.health_check_done = True  # type: ignore[attr-defined]
    was_open = connection.connection is not None
    try:
        try:
            row = _row()
        except (OperationalError, InterfaceError):
            connection.close()
            if not was_open:
                raise
            row = _row()
    except Error as error:
        if outage_of(error):
            raise
        logger.warning("The content version cannot be read", exc_info=True)
        return None
    if row is None:
        return None
    epoch, number, changes, counts, schema = row
    if changes > MOST_CHANGES:
        _fold()
    return Version(epoch, number + changes, schema, counts)


def _row() -> tuple[str, int, int, int, int] | None:
    with connection.cursor() as cursor:
        cursor.execute(_READ.format(schema=_SCHEMA[connection.vendor]))
        return cursor.fetchone()


def _fold() -> None:
    """Add the rows of changes to the numbers; the version stays the same. Only PostgreSQL has such rows."""
    try:
        with connection.cursor() as cursor:
            for table, column in _FOLDED.items():
                cursor.execute(_FOLD.format(table=table, column=column))
    except DatabaseError:  # it may be read-only
        logger.info("The changes of the content cannot be added up", exc_info=True)


def note_change() -> None:
    """Change the content version by hand, with the transaction that calls it.

    For what readers see and no trigger watches. The tables of records have triggers (triggers.py).
    """
    with connection.cursor() as cursor:
        cursor.execute(NOTE_CHANGE[connection.vendor])


def renew() -> None:
    """Draw a new epoch: no page that was kept before is given out again."""
    epoch = secrets.token_hex(8)
    with transaction.atomic():
        if not ContentVersion.objects.update(epoch=epoch):
            ContentVersion.objects.create(pk=1, epoch=epoch)
