"""When texts of before this release became public, as far as that is known.

It is apart from the columns, and not one transaction, so that nobody waits for it.
"""

from django.db import migrations

from seoulsolution.content import first_public


def fill_in(apps, schema_editor):
    first_public.fill(apps.get_model("partners", "partner"))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("partners", "0005_empty_invisible_texts")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
