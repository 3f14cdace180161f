from django.db import migrations

from seoulsolution.content import excerpts


def make_again(apps, schema_editor):
    """Make the excerpts of records that were saved before they lost more datelines, and marks of items."""
    for name in ("Post", "Document"):
        model = apps.get_model("news", name)
        records = model.objects.using(schema_editor.connection.alias)
        for record in records.order_by("pk").iterator(chunk_size=500):
            made = {}
            for code in ("en", "ko"):
                parts = (getattr(record, f"{part}_{code}") for part in ("title", "summary", "body"))
                excerpt = excerpts.make(*parts, is_imported=bool(record.import_key))
                if excerpt != getattr(record, f"excerpt_{code}"):
                    made[f"excerpt_{code}"] = excerpt
            if made:
                records.filter(pk=record.pk).update(**made)


class Migration(migrations.Migration):
    dependencies = [("news", "0014_empty_invisible_texts")]
    operations = [migrations.RunPython(make_again, migrations.RunPython.noop)]
