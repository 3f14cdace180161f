"""The terms of language/lists/terms.txt, with which staff begin."""

from django.db import migrations

from seoulsolution.search.language import lists


def seed(apps, schema_editor):
    term = apps.get_model("search", "Term")
    rows = []
    for line in lists.lines("terms"):
        korean, sign, english = line.partition(" = " if " = " in line else " ~ ")
        rows.append(term(korean=korean, english=english, always=sign == " = "))
    term.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_keep_terms")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
