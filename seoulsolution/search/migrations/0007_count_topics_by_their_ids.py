"""The topics of Facets as a list of ids.

The release before goes on reading and writing its own column of them.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0006_forget_rebuilds")]

    operations = [
        migrations.AddField(
            model_name="facets",
            name="topic_ids",
            field=models.JSONField(null=True),
        ),
        # A default of Django, which the column does not know.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="facets",
                    name="topics",
                    field=models.TextField(default="", editable=False),
                ),
            ]
        ),
    ]
