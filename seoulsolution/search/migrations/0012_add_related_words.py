"""The terms of language/lists/related.txt, beside those that staff have."""

from django.db import migrations

from seoulsolution.search.migrations import _terms


def seed(apps, schema_editor):
    _terms.add("related", apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0011_say_what_always_does")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
