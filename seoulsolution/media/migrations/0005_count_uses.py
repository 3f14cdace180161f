"""Write down which covers and logos are used: pictures are public only while a use of them is known."""

from collections.abc import Iterable
from typing import Any

from django.db import migrations, models


def count_uses(apps: Any, schema_editor: Any) -> None:
    """Make the uses of all foreign keys to pictures, in rows and in drafts; texts had no pictures yet."""
    try:
        drafts = apps.get_model("revisions", "Draft").objects.select_related("revision")
    except LookupError:
        drafts = None
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if is_picture(field)]
        if names:
            kind = kind_of(apps, model)
            rows = model._base_manager.values_list("pk", *names)
            save(apps, kind, False, ((pk, pictures) for pk, *pictures in rows.iterator()))
            of_kind = drafts.filter(content_type_id=kind.pk).iterator() if drafts is not None else ()
            save(apps, kind, True, ((draft.object_id, named(draft, names)) for draft in of_kind))


def is_picture(field: Any) -> bool:
    """Tell whether ``field`` is a column of content that names a picture."""
    return isinstance(field, models.ForeignKey) and (
        field.related_model._meta.label == "media.Image" and field.model._meta.app_label != "media"
    )


def kind_of(apps: Any, model: Any) -> Any:
    kinds = apps.get_model("contenttypes", "ContentType")._base_manager
    return kinds.get_or_create(app_label=model._meta.app_label, model=model._meta.model_name)[0]


def named(draft: Any, names: list[str]) -> list[Any]:
    fields = draft.revision.data.get("fields") or {}
    return [fields.get(name) for name in names]


def save(apps: Any, kind: Any, is_draft: bool, rows: Iterable[tuple[int, list[Any]]]) -> None:
    """``rows``: (id of a record, ids of its pictures), some of which may be gone."""
    use, image = apps.get_model("media", "Use"), apps.get_model("media", "Image")
    there = set(image._base_manager.values_list("pk", flat=True))
    about = {"content_type_id": kind.pk, "is_draft": is_draft}
    wanted = {(pk, picture) for pk, pictures in rows for picture in pictures if picture in there}
    uses = [use(object_id=pk, image_id=picture, **about) for pk, picture in sorted(wanted)]
    use._base_manager.bulk_create(uses, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("media", "0004_take_pictures_in_steps"),
    ]

    operations = [migrations.RunPython(count_uses, migrations.RunPython.noop, elidable=True)]
