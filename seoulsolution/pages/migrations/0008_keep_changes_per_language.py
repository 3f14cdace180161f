"""When readers last saw a change is kept per language: a translation changes one page and not the other."""

from django.db import migrations, models


def fill(apps, schema_editor):
    using = schema_editor.connection.alias
    for name in ("Page", "Alert"):
        apps.get_model("pages", name).objects.using(using).update(edited_at_ko=models.F("edited_at_en"))


class Migration(migrations.Migration):
    dependencies = [("pages", "0007_empty_invisible_texts")]

    operations = [
        migrations.RenameField("page", "edited_at", "edited_at_en"),
        migrations.AddField("page", "edited_at_ko", models.DateTimeField(editable=False, null=True)),
        migrations.RenameField("alert", "edited_at", "edited_at_en"),
        migrations.AddField("alert", "edited_at_ko", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
