"""Rebuilds need no notes any more.

Only Django forgets the tables: the release before reads them while servers are rolled.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0005_begin_with_terms")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="MissedChange"),
                migrations.DeleteModel(name="Rebuild"),
            ]
        )
    ]
