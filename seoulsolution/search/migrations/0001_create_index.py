"""The tables of the index, and the storage of its tokens on each database.

SQLite: two contentless FTS5 tables, for titles and for all words, which store only the texts of each token. The
tokenizer "ascii" leaves our tokens as they are.

PostgreSQL: text columns of tokens, each with a GIN index of their tsvector. As text they compress to less than
half the size. They are wide, so they are moved out of the rows early (toast_tuple_target) to keep rows quick to
read.

The vocabulary lists the words of all texts, to find corrections for a word that no text has. Each word is listed
twice, forwards and (after "<") backwards, so that words with the same prefix and words with the same suffix are
next to each other. On PostgreSQL there is no unique constraint: two writers that add the same new words could
deadlock.
"""

import django.db.models.deletion
from django.db import migrations, models

STATEMENTS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_titles USING fts5(words, content='', detail='none', tokenize='ascii')",
        "CREATE VIRTUAL TABLE search_words USING fts5("
        "words, content='', detail='none', columnsize=0, tokenize='ascii')",
        "CREATE TABLE search_vocabulary (word text NOT NULL PRIMARY KEY) WITHOUT ROWID",
    ],
    "postgresql": [
        "ALTER TABLE search_indexedtext ADD COLUMN title_tokens text, ADD COLUMN tokens text",
        "ALTER TABLE search_indexedtext SET (toast_tuple_target = 128)",
        # Reads tokens, which need no parsing, three times as fast as the parser of tsvector. Its cost (100 is
        # the default of its language) is high enough that the planner uses the index instead of reading all
        # texts, and low enough that it does not use JIT. Parallel workers do not pay.
        "CREATE FUNCTION search_vector(tokens text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
        "COST 100 PARALLEL UNSAFE AS 'BEGIN RETURN array_to_tsvector(string_to_array(tokens, '' '')); END'",
        "CREATE INDEX search_title_tokens ON search_indexedtext USING gin (search_vector(title_tokens))",
        "CREATE INDEX search_tokens ON search_indexedtext USING gin (search_vector(tokens))",
        # Statistics of tokens take long to collect, and there is only one way to find texts anyway.
        "ALTER TABLE search_indexedtext ALTER COLUMN title_tokens SET STATISTICS 0, "
        "ALTER COLUMN tokens SET STATISTICS 0",
        "ALTER INDEX search_title_tokens ALTER COLUMN 1 SET STATISTICS 0",
        "ALTER INDEX search_tokens ALTER COLUMN 1 SET STATISTICS 0",
        'CREATE TABLE search_vocabulary (word text COLLATE "C" NOT NULL)',
        "CREATE INDEX search_vocabulary_word ON search_vocabulary (word)",
    ],
}
REVERSE = {
    "sqlite": ["DROP TABLE search_vocabulary", "DROP TABLE search_words", "DROP TABLE search_titles"],
    "postgresql": [
        "DROP TABLE search_vocabulary",
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
                ("text", models.TextField()),
                ("version", models.PositiveSmallIntegerField()),
            ],
        ),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="indexed_record_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexedText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.PositiveIntegerField()),
                ("go_live_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("is_paired", models.BooleanField()),
                (
                    "facets",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="search.facets",
                    ),
                ),
            ],
        ),
        migrations.RunPython(run(STATEMENTS), run(REVERSE)),
    ]
