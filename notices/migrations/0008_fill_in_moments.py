"""When texts of before this release became public, as far as that is known.

It is apart from the columns, and not one transaction, so that nobody waits for it.
"""

from django.db import migrations

from seoulsolution.content import first_public


def fill_in(apps, schema_editor):
    first_public.fill(
        apps.get_model("notices", "notice"), lambda record: record.date or record.submission_opens
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notices", "0007_check_years_of_steps")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
