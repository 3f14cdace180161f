"""Tables of the index, and where its words are kept on each database.

SQLite: two FTS5 tables without content of their own, of titles and of all words, which keep for each token
just the texts it is in. The tokenizer "ascii" leaves our tokens as they are.

PostgreSQL: columns of tokens with a GIN index each of the tsvector that they read as; as text they compress
to less than half. They are wide, so they are moved out of the rows early (the toast target), and rows stay
quick to read.

The vocabulary lists the words of all texts, by which a word that is found nowhere is compared with those that
are. Each word is listed twice, forwards and (behind "<") backwards, so that those with one beginning and
those with one end lie together. On PostgreSQL nothing forbids a word to be listed more often: two writers who
bring the same new word would wait for one another otherwise, each while holding what the other needs.
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
        # Reads tokens, which are bare words already, three times as fast as the parser of tsvector does. Its
        # cost (100 is usual for its language) keeps the planner from reading all texts instead of asking the
        # index, and is not so high that the planner compiles queries; and workers do not pay.
        "CREATE FUNCTION search_vector(tokens text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
        "COST 100 PARALLEL UNSAFE AS 'BEGIN RETURN array_to_tsvector(string_to_array(tokens, '' '')); END'",
        "CREATE INDEX search_title_tokens ON search_indexedtext USING gin (search_vector(title_tokens))",
        "CREATE INDEX search_tokens ON search_indexedtext USING gin (search_vector(tokens))",
        # Statistics of words take long to gather, and there is only one way to find texts anyway.
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
