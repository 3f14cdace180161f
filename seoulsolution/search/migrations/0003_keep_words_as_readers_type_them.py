"""A list of the words of all texts, by which a word that is found nowhere is compared with those that are.

Each word stands there twice, forwards and (behind "<") backwards, so that those with one beginning and those
with one end lie together. It is filled as texts are written, and whole by ``manage.py rebuild_search``.

On PostgreSQL nothing forbids a word to stand there more often: two writers who bring the same new word would
wait for one another otherwise, each while holding what the other needs.
"""

from django.db import migrations

STATEMENTS = {
    "sqlite": ["CREATE TABLE search_vocabulary (word text NOT NULL PRIMARY KEY) WITHOUT ROWID"],
    "postgresql": [
        'CREATE TABLE search_vocabulary (word text COLLATE "C" NOT NULL)',
        "CREATE INDEX search_vocabulary_word ON search_vocabulary (word)",
    ],
}


def create(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_vocabulary")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_narrow_rows_of_texts")]

    operations = [migrations.RunPython(create, drop)]
