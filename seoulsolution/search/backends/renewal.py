"""Rebuilding the index on PostgreSQL: new tables are filled and then replace the old ones.

Readers use the old tables until then. Indexes are created after the rows, which is much faster than row by
row, and the new tables have no dead rows.
"""

from seoulsolution.search.backends.rows import MODELS, columns

SUFFIX = "_next"
_TABLES = [model._meta.db_table for model in MODELS]
#: maintenance_work_mem for the indexes. With much less, pages are written too often. With more, tokens arrive
#: in few long sorted runs, which leave pages half empty, and lookups wait for memory.
_MEMORY = "32MB"
_INDEXES = """
SELECT index.relname, pg_get_indexdef(index.oid), pg_index.indisunique, pg_constraint.contype
FROM pg_index JOIN pg_class AS index ON index.oid = pg_index.indexrelid
LEFT JOIN pg_constraint ON pg_constraint.conindid = pg_index.indexrelid AND contype IN ('p', 'u')
WHERE pg_index.indrelid = %s::regclass
"""
_CONSTRAINTS = {"p": "PRIMARY KEY", "u": "UNIQUE"}
_OPTIONS = "SELECT unnest(reloptions) FROM pg_class WHERE oid = %s::regclass"


def begin(cursor):
    """Create the new tables, empty and without indexes."""
    for table in _TABLES:
        cursor.execute(f"CREATE TABLE {table}{SUFFIX} (LIKE {table} INCLUDING ALL EXCLUDING INDEXES)")
        cursor.execute(_OPTIONS, [table])
        for (option,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table}{SUFFIX} SET ({option})")
    for column in ("title_tokens", "tokens"):
        cursor.execute(f"ALTER TABLE search_indexedtext{SUFFIX} ALTER COLUMN {column} SET STATISTICS 0")


def finish(cursor):
    """Create the indexes of the new tables, and replace the old tables with them."""
    cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
    indexes = {table: _index(cursor, table) for table in _TABLES}
    for model in MODELS:
        # Before readers have to wait: what follows takes a moment. The columns of tokens are left out.
        cursor.execute(f"ANALYZE {model._meta.db_table}{SUFFIX} ({', '.join(columns(model))})")
    for table in _TABLES:
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE {table}{SUFFIX} RENAME TO {table}")
        for name, constraint in indexes[table]:
            if constraint:
                using = f"{_CONSTRAINTS[constraint]} USING INDEX {name}{SUFFIX}"
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {using}")
            else:
                cursor.execute(f"ALTER INDEX {name}{SUFFIX} RENAME TO {name}")
        _keep_counting(cursor, table)


def _index(cursor, table):
    """Create the indexes of the old table on the new one; return [(name, kind of constraint or None)]."""
    cursor.execute(_INDEXES, [table])
    indexes = []
    for name, definition, is_unique, constraint in cursor.fetchall():
        how = definition[definition.index(" USING ") :]
        cursor.execute(f"CREATE {'UNIQUE ' * is_unique}INDEX {name}{SUFFIX} ON {table}{SUFFIX}{how}")
        if " gin " in how:
            cursor.execute(f"ALTER INDEX {name}{SUFFIX} ALTER COLUMN 1 SET STATISTICS 0")
        indexes.append((name, constraint))
    return indexes


def _keep_counting(cursor, table):
    """Let new ids follow the highest one."""
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, 'id'), MAX(id)) FROM {table} HAVING MAX(id) > 0",  # noqa: S608
        [table],
    )
