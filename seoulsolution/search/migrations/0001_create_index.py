"""Tables of the index, and where its words stand on each database.

SQLite: an FTS5 table without content of its own, which keeps for each token the texts and columns it is in.
The tokenizer "ascii" leaves our tokens as they are. PostgreSQL: tsvector columns with a GIN index each;
they are wide, so they are moved out of the rows early (the toast target), and rows stay quick to read.
"""

import django.db.models.deletion
from django.db import migrations, models

STATEMENTS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_words USING fts5("
        "title, text, content='', detail='column', tokenize='ascii')",
    ],
    "postgresql": [
        "ALTER TABLE search_indexedtext ADD COLUMN title_tokens tsvector, ADD COLUMN tokens tsvector",
        "ALTER TABLE search_indexedtext SET (toast_tuple_target = 128)",
        "CREATE INDEX search_title_tokens ON search_indexedtext USING gin (title_tokens)",
        "CREATE INDEX search_tokens ON search_indexedtext USING gin (tokens)",
    ],
}
REVERSE = {
    "sqlite": ["DROP TABLE search_words"],
    "postgresql": ["ALTER TABLE search_indexedtext DROP COLUMN title_tokens, DROP COLUMN tokens"],
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
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.PositiveBigIntegerField()),
                ("sort_date", models.DateField()),
                ("year", models.PositiveSmallIntegerField(null=True)),
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
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="search.indexedrecord",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "id__gte",
                                models.expressions.CombinedExpression(
                                    models.F("record_id"), "*", models.Value(2)
                                ),
                            ),
                            (
                                "id__lte",
                                models.expressions.CombinedExpression(
                                    models.expressions.CombinedExpression(
                                        models.F("record_id"), "*", models.Value(2)
                                    ),
                                    "+",
                                    models.Value(1),
                                ),
                            ),
                        ),
                        name="indexed_text_id_tells_record_and_language",
                    ),
                ],
            },
        ),
        migrations.RunPython(run(STATEMENTS), run(REVERSE)),
    ]
