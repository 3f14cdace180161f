"""Texts saved before the rule that a language is public only when a visible character of it remains."""

from django.db import migrations

from seoulsolution.content.fields import empty_invisible


def empty(apps, schema_editor):
    using = schema_editor.connection.alias
    empty_invisible(apps.get_model("pages", "Page"), "title", "body", using=using)


class Migration(migrations.Migration):
    dependencies = [("pages", "0006_add_alerts")]
    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
