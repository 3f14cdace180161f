"""Fill the lists of topics from the former strings, such as ",3,17,"."""

from django.db import migrations


def fill(apps, schema_editor):
    rows = apps.get_model("search", "Facets").objects.using(schema_editor.connection.alias)
    filled = list(rows.filter(topic_ids=None))
    for row in filled:
        row.topic_ids = [int(pk) for pk in row.topics.split(",") if pk]
    rows.bulk_update(filled, ["topic_ids"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("search", "0007_count_topics_by_their_ids")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
