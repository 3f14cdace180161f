"""Tables of the index, and where its words stand on each database.

SQLite: two FTS5 tables without content of their own, of titles and of all words, which keep for each token
just the texts it is in. The tokenizer "ascii" leaves our tokens as they are.

PostgreSQL: columns of tokens with a GIN index each of the tsvector that they read as; as text they compress
to less than half. They are wide, so they are moved out of the rows early (the toast target), and rows stay
quick to read.
"""

import django.db.models.deletion
from django.db import migrations, models

STATEMENTS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_titles USING fts5(words, content='', detail='none', tokenize='ascii')",
        "CREATE VIRTUAL TABLE search_words USING fts5("
        "words, content='', detail='none', columnsize=0, tokenize='ascii')",
    ],
    "postgresql": [
        "ALTER TABLE search_indexedtext ADD COLUMN title_tokens text, ADD COLUMN tokens text",
        "ALTER TABLE search_indexedtext SET (toast_tuple_target = 128)",
        # Its cost (100 is usual for its language) keeps the planner from reading all texts anew instead of
        # asking the index, and is not so high that the planner compiles queries; and workers do not pay.
        "CREATE FUNCTION search_vector(tokens text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
        "COST 100 PARALLEL UNSAFE AS 'BEGIN RETURN tokens::tsvector; END'",
        "CREATE INDEX search_title_tokens ON search_indexedtext USING gin (search_vector(title_tokens))",
        "CREATE INDEX search_tokens ON search_indexedtext USING gin (search_vector(tokens))",
    ],
}
REVERSE = {
    "sqlite": ["DROP TABLE search_words", "DROP TABLE search_titles"],
    "postgresql": [
        "ALTER TABLE search_indexedtext DROP COLUMN title_tokens, DROP COLUMN tokens",
        "DROP FUNCTION search_vector(text)",
    ],
}


def run(statements):
    def execute(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IndexedRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.PositiveSmallIntegerField()),
                ("object_id", models.PositiveBigIntegerField()),
                ("sort_date", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("go_live_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="indexed_record_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexedTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic_id", models.PositiveBigIntegerField(db_index=True)),
                (
                    "record",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topics",
                        to="search.indexedrecord",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("record", "topic_id"), name="indexed_topic_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexedText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("version", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.RunPython(run(STATEMENTS), run(REVERSE)),
    ]
