"""When readers last saw a change is kept per language: a translation changes one page and not the other."""

from django.db import migrations, models


def fill(apps, schema_editor):
    using = schema_editor.connection.alias
    for name in ("Post", "Document", "Issue"):
        apps.get_model("news", name).objects.using(using).update(edited_at_ko=models.F("edited_at_en"))


class Migration(migrations.Migration):
    dependencies = [("news", "0015_keep_the_art_of_topics")]

    operations = [
        migrations.RenameField("post", "edited_at", "edited_at_en"),
        migrations.AddField("post", "edited_at_ko", models.DateTimeField(editable=False, null=True)),
        migrations.RenameField("document", "edited_at", "edited_at_en"),
        migrations.AddField("document", "edited_at_ko", models.DateTimeField(editable=False, null=True)),
        migrations.RenameField("issue", "edited_at", "edited_at_en"),
        migrations.AddField("issue", "edited_at_ko", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
