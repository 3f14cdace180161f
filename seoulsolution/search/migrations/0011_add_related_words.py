"""The terms of language/lists/related.txt, beside those that staff have; and a fuller help text of "always"."""

from django.db import migrations, models

from seoulsolution.search.migrations import _terms


def seed(apps, schema_editor):
    _terms.add("related", apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0010_add_names_and_words")]

    operations = [
        migrations.AlterField(
            "term",
            "always",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="For names that mean nothing else, such as 명예시민 and “honorary citizen”: every "
                "search looks for all of them, and translators are told of them. The others are tried when a "
                "search finds nothing.",
                verbose_name="always look for all names",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
