"""The terms of language/lists/more_terms.txt, beside those that staff have."""

from django.db import migrations

from seoulsolution.search.migrations import _terms


def seed(apps, schema_editor):
    _terms.add("more_terms", apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0008_fill_topic_ids")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
