"""Texts saved before the rule that a language is public only when a visible character of it remains."""

from django.db import migrations

from seoulsolution.content.fields import empty_invisible


def empty(apps, schema_editor):
    using = schema_editor.connection.alias
    empty_invisible(apps.get_model("notices", "Notice"), "title", "intro", using=using)
    empty_invisible(apps.get_model("notices", "NoticePart"), "title", "body", using=using)
    empty_invisible(apps.get_model("notices", "SelectionStep"), "title", using=using)


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_add_addresses_of_former_sites")]
    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
