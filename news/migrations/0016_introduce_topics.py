"""A sentence or two that open the page of a topic."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0015_keep_the_art_of_topics"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="introduction",
            field=models.CharField(
                blank=True,
                help_text="One or two sentences, above what is listed on its page.",
                max_length=300,
                verbose_name="introduction",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="introduction_en",
            field=models.CharField(
                blank=True,
                help_text="One or two sentences, above what is listed on its page.",
                max_length=300,
                null=True,
                verbose_name="introduction",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="introduction_ko",
            field=models.CharField(
                blank=True,
                help_text="One or two sentences, above what is listed on its page.",
                max_length=300,
                null=True,
                verbose_name="introduction",
            ),
        ),
    ]
