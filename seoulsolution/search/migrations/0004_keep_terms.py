"""The terms that staff keep."""

from django.db import migrations, models


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
    ]
