"""The terms that staff keep, beginning with those of language/lists/terms.txt."""

from django.db import migrations, models

from seoulsolution.search.language import lists


def seed(apps, schema_editor):
    term = apps.get_model("search", "Term")
    rows = []
    for line in lists.lines("terms"):
        korean, sign, english = line.partition(" = " if " = " in line else " ~ ")
        rows.append(term(korean=korean, english=english, always=sign == " = "))
    term.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_order_feeds_by_first_public")]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "korean",
                    models.CharField(
                        blank=True,
                        help_text="Names and spellings, separated by commas.",
                        max_length=500,
                        verbose_name="Korean",
                    ),
                ),
                (
                    "english",
                    models.CharField(
                        blank=True,
                        help_text="Names and spellings, separated by commas.",
                        max_length=500,
                        verbose_name="English",
                    ),
                ),
                (
                    "always",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="For names that mean nothing else, such as 명예시민 and “honorary citizen”. "
                        "The others are tried when a search finds nothing.",
                        verbose_name="always look for all names",
                    ),
                ),
            ],
            options={
                "verbose_name": "search term",
                "verbose_name_plural": "search terms",
                "ordering": ["korean", "english"],
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
