"""Reading the index entries of records and, before these are changed, the records themselves."""

import functools

from django.db import connections
from django.db.models import prefetch_related_objects

from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.models import Facets, IndexedRecord, IndexedText, StoredText

# One statement, because a query per table took most of the time of a save. The two languages come from
# VALUES: with a UNION PostgreSQL took twice as long.
_READ = """
SELECT record.id, record.object_id, facets.id, facets.kind, facets.year, facets.topics,
    text.id, text.facets_id, text.day, text.go_live_at, text.expires_at, text.is_paired, text.first_public,
    stored.id, stored.title, stored.text, stored.version
FROM search_indexedrecord AS record CROSS JOIN (VALUES (0), (1)) AS parity
LEFT JOIN search_indexedtext AS text ON text.id = record.id * 2 + parity.column1
LEFT JOIN search_facets AS facets ON facets.id = text.facets_id
LEFT JOIN search_storedtext AS stored ON stored.id = record.id * 2 + parity.column1
WHERE record.kind = %s AND record.object_id IN ({pks})
"""


def read(source, pks, using) -> dict:
    """Return {id: row} of the index for the records ``pks`` of a kind.

    A row is an IndexedRecord with ``texts`` {language: IndexedText with its facets} and ``stored``
    {language: StoredText}.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(*_reading(source, pks))
        return _rows(source, cursor.fetchall(), connection)


def read_to_change(source, pks, using) -> tuple[list, dict, dict]:
    """Return (records ``pks`` of a kind, their topics as in Source.topics_of, their rows as in :func:`read`).

    Note the change for a rebuild that is under way, or wait while it replaces the index. Lock the records, so
    that two writers of parts of the same record do not both add it.
    """
    connection = connections[using]
    backend = backend_of(connection)
    locking, columns = _locking(source, len(pks), using)
    statements = [(locking, pks), _reading(source, pks)]
    if source.topics:
        statements.append(source.topics_statement(pks))
    entering = backend.entering(source.number, pks)
    found, indexed, *pairs = backend.ask(connection, [*entering, *statements])[len(entering) :]
    records = _records(source, found, columns, using)
    prefetch_related_objects(records, *source.parts)
    return records, source.by_record(*pairs), _rows(source, indexed, connection)


@functools.lru_cache
def _locking(source, number, using):
    """Return (SQL that reads and locks ``number`` records, its columns).

    Cached, because compiling the statement takes longer than running it.
    """
    records = source.model._base_manager.using(using).select_for_update(no_key=True)
    compiler = records.filter(pk__in=range(number)).query.get_compiler(using)
    statement, _pks = compiler.as_sql()
    return statement, [column for column, *_how in compiler.select]


def _records(source, rows, columns, using):
    """Return the objects for rows of :func:`_locking`, as a queryset does."""
    connection = connections[using]
    names = [column.target.attname for column in columns]
    for place, column in enumerate(columns):
        for convert in connection.ops.get_db_converters(column) + column.get_db_converters(connection):
            for row in rows:
                row[place] = convert(row[place], column, connection)
    return [source.model.from_db(using, names, row) for row in rows]


def _reading(source, pks):
    return _READ.format(pks=", ".join(["%s"] * len(pks)) or "NULL"), [source.number, *pks]


def _rows(source, values, connection):
    found = {}
    for number, object_id, *columns in values:
        if object_id not in found:
            found[object_id] = row = IndexedRecord(number, source.number, object_id)
            row.texts, row.stored = {}, {}
        _add_columns(found[object_id], columns, connection)
    return found


def _add_columns(row, columns, connection):
    """Add one text of _READ to the row of its record."""
    facets, text, stored = columns[:4], columns[4:11], columns[11:]
    if text[0] is not None:
        text[3:5] = (_moment(value, connection) for value in text[3:5])
        indexed = IndexedText(*text)
        indexed.facets = Facets(*facets)
        row.texts[indexed.language] = indexed
    if stored[0] is not None:
        stored[2] = StoredText._meta.get_field("text").from_db_value(stored[2], None, connection)
        kept = StoredText(*stored)
        row.stored[kept.language] = kept


def _moment(value, connection):
    """Return the datetime of a database value; SQLite stores text."""
    convert = getattr(connection.ops, "convert_datetimefield_value", None)
    return convert(value, None, connection) if convert else value
