"""Texts saved before the rule that a language is public only when a visible character of it remains."""

from django.db import migrations

from seoulsolution.content.fields import empty_invisible


def empty(apps, schema_editor):
    using = schema_editor.connection.alias
    empty_invisible(apps.get_model("news", "Post"), "title", "body", using=using)
    empty_invisible(apps.get_model("news", "Document"), "title", "body", using=using)
    empty_invisible(apps.get_model("news", "Issue"), "title", using=using)
    empty_invisible(apps.get_model("news", "Story"), "title", "body", using=using)


class Migration(migrations.Migration):
    dependencies = [("news", "0012_mark_documents_that_are_titles_alone")]
    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
