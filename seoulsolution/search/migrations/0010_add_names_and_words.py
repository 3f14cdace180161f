"""The terms of language/lists/names.txt and words.txt, beside those that staff have."""

from django.db import migrations

from seoulsolution.search.migrations import _terms


def seed(apps, schema_editor):
    for name in ("names", "words"):
        _terms.add(name, apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0009_add_more_terms")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
