"""Put what results are filtered, counted and ordered by onto one narrow row of each text.

Everything is moved by SQL: the words stay as they are and a site can be searched at once. Building the
index anew (``manage.py rebuild_search``) afterwards only gives back the room that moving leaves free.
"""

import django.db.models.deletion
from django.db import migrations, models

from seoulsolution.search.models import CompressedTextField, compress

_TOPICS = {
    "sqlite": "(SELECT ',' || group_concat(topic_id, ',') || ',' FROM (SELECT topic_id "
    "FROM search_indexedtopic WHERE record_id = record.id ORDER BY topic_id))",
    "postgresql": "(SELECT ',' || string_agg(topic_id::text, ',' ORDER BY topic_id) || ',' "
    "FROM search_indexedtopic WHERE record_id = record.id)",
}
_DAY = {
    "sqlite": "CAST(julianday(record.sort_date) - 1721424.5 AS integer)",
    "postgresql": "record.sort_date - DATE '0001-01-01' + 1",
}
_GATHER = (
    "CREATE TEMPORARY TABLE search_moved AS SELECT record.id, record.kind, record.year, {day} AS day, "
    "record.go_live_at, record.expires_at, COALESCE({topics}, '') AS topics "
    "FROM search_indexedrecord AS record"
)
_MOVE_TEXTS = {
    "sqlite": "INSERT INTO search_storedtext (id, title, text, version) "
    "SELECT id, title, search_compress(text), version FROM search_indexedtext",
    "postgresql": "INSERT INTO search_storedtext (id, title, text, version) "
    "SELECT id, title, text, version FROM search_indexedtext",
}
# Reads tokens, which are bare words already, three times as fast as the parser of tsvector does.
_SPLIT = (
    "CREATE OR REPLACE FUNCTION search_vector(tokens text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
    "COST 100 PARALLEL UNSAFE AS 'BEGIN RETURN array_to_tsvector(string_to_array(tokens, '' '')); END'"
)
_PARSE = (
    "CREATE OR REPLACE FUNCTION search_vector(tokens text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
    "COST 100 PARALLEL UNSAFE AS 'BEGIN RETURN tokens::tsvector; END'"
)


def move_texts(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        connection.connection.create_function("search_compress", 1, compress, deterministic=True)
    schema_editor.execute(_MOVE_TEXTS[connection.vendor])


def fill_rows(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (
        _GATHER.format(day=_DAY[vendor], topics=_TOPICS[vendor]),
        "INSERT INTO search_facets (kind, year, topics) SELECT DISTINCT kind, year, topics FROM search_moved",
        "UPDATE search_indexedtext SET facets_id = facets.id, day = moved.day, "
        "go_live_at = moved.go_live_at, expires_at = moved.expires_at, "
        "is_paired = EXISTS (SELECT 1 FROM search_storedtext AS other WHERE "
        "other.id = search_indexedtext.id + 1 - 2 * (search_indexedtext.id % 2)) "
        "FROM search_moved AS moved, search_facets AS facets WHERE moved.id = search_indexedtext.id / 2 "
        "AND facets.kind = moved.kind AND facets.year = moved.year AND facets.topics = moved.topics",
        "DROP TABLE search_moved",
    ):
        # No parameters: "%" is the remainder.
        schema_editor.execute(statement, params=None)


def tune(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_SPLIT)
        # Statistics of words take long to gather, and there is only one way to find texts anyway.
        for column in ("title_tokens", "tokens"):
            schema_editor.execute(f"ALTER TABLE search_indexedtext ALTER COLUMN {column} SET STATISTICS 0")
        for index in ("search_title_tokens", "search_tokens"):
            schema_editor.execute(f"ALTER INDEX {index} ALTER COLUMN 1 SET STATISTICS 0")


def tune_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_PARSE)
        for index in ("search_title_tokens", "search_tokens"):
            schema_editor.execute(f"ALTER INDEX {index} ALTER COLUMN 1 SET STATISTICS -1")


def empty(apps, schema_editor):
    """On the way back the index is emptied: build it anew with the older version."""
    if schema_editor.connection.vendor == "sqlite":
        for table in ("search_titles", "search_words"):
            schema_editor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")  # noqa: S608
    for table in ("storedtext", "indexedtext", "facets", "indexedrecord"):
        schema_editor.execute(f"DELETE FROM search_{table}")  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("search", "0001_create_index")]

    operations = [
        migrations.CreateModel(
            name="Facets",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.PositiveSmallIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("topics", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="StoredText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.TextField()),
                ("text", CompressedTextField()),
                ("version", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.RunPython(move_texts, migrations.RunPython.noop),
        migrations.RemoveField("indexedtext", "title"),
        migrations.RemoveField("indexedtext", "text"),
        migrations.RemoveField("indexedtext", "version"),
        migrations.AddField(
            "indexedtext",
            "facets",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default=0,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="search.facets",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "indexedtext", "day", models.PositiveIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField("indexedtext", "go_live_at", models.DateTimeField(null=True)),
        migrations.AddField("indexedtext", "expires_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "indexedtext", "is_paired", models.BooleanField(default=False), preserve_default=False
        ),
        migrations.RunPython(fill_rows, migrations.RunPython.noop),
        migrations.RemoveField("indexedrecord", "sort_date"),
        migrations.RemoveField("indexedrecord", "year"),
        migrations.RemoveField("indexedrecord", "go_live_at"),
        migrations.RemoveField("indexedrecord", "expires_at"),
        migrations.DeleteModel("IndexedTopic"),
        migrations.RunPython(tune, tune_back),
        migrations.RunPython(migrations.RunPython.noop, empty),
    ]
