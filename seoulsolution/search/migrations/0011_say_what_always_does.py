from django.db import migrations, models


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
    ]
