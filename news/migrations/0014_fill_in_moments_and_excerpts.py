"""When texts of before this release became public, as far as that is known; and excerpts of whole sentences.

It is apart from the columns, and not one transaction, so that nobody waits for it.
"""

import datetime

from django.db import migrations

from seoulsolution.content import excerpts, first_public


def fill_in_moments(apps, schema_editor):
    first_public.fill(apps.get_model("news", "post"), lambda record: record.date)
    first_public.fill(apps.get_model("news", "document"), lambda record: record.date)
    first_public.fill(
        apps.get_model("news", "issue"), lambda record: datetime.date(record.year, record.month, 1)
    )


def make_excerpts(apps, schema_editor):
    for name in ("Post", "Document"):
        excerpts.make_all_again(apps.get_model("news", name))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("news", "0013_empty_invisible_texts")]
    operations = [
        migrations.RunPython(fill_in_moments, migrations.RunPython.noop),
        migrations.RunPython(make_excerpts, migrations.RunPython.noop),
    ]
