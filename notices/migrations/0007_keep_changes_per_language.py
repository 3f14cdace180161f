"""When readers last saw a change is kept per language: a translation changes one page and not the other."""

from django.db import migrations, models


def fill(apps, schema_editor):
    using = schema_editor.connection.alias
    apps.get_model("notices", "Notice").objects.using(using).update(edited_at_ko=models.F("edited_at_en"))


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_empty_invisible_texts")]

    operations = [
        migrations.RenameField("notice", "edited_at", "edited_at_en"),
        migrations.AddField("notice", "edited_at_ko", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
