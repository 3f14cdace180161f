"""A topic keeps its drawings when its slug changes."""

from django.db import migrations, models

from seoulsolution.content.art import art_key


def keep_art(apps, schema_editor):
    using = schema_editor.connection.alias
    former = apps.get_model("news", "FormerSlug").objects.using(using).order_by("pk")
    for topic in apps.get_model("news", "Topic").objects.using(using).order_by("pk"):
        slugs = [topic.slug, *former.filter(topic=topic).values_list("slug", flat=True)]
        topic.art = next(filter(None, map(art_key, slugs)), "")
        topic.save(update_fields=["art"])


class Migration(migrations.Migration):
    dependencies = [("news", "0014_fill_in_moments_and_excerpts")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="art",
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.RunPython(keep_art, migrations.RunPython.noop),
    ]
