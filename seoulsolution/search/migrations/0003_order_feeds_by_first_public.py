"""The moment at which a text first became public, by which feeds are ordered.

Until the index is rebuilt, this is the date by which they were ordered before.
"""

from django.db import migrations, models
from django.db.models.functions import Cast

#: 1970-01-01, as date.toordinal() gives it.
EPOCH, SECONDS = 719_163, 86_400


def fill(apps, schema_editor):
    texts = apps.get_model("search", "IndexedText").objects.using(schema_editor.connection.alias)
    texts.update(first_public=(Cast("day", models.BigIntegerField()) - EPOCH) * SECONDS)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_note_changes_during_a_rebuild")]

    operations = [
        migrations.AddField(
            model_name="indexedtext",
            name="first_public",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
