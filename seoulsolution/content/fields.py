"""Model fields that every kind of content uses."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django_prose_editor.fields import ProseEditorFormField

from seoulsolution.content import characters, languages, richtext

#: Rows in one statement of a migration.
BATCH = 500


class RichTextField(models.TextField):
    """HTML with the tags that the editor knows, cleaned on every save (form, importer or shell)."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = getattr(model_instance, self.attname)
        if value is not None:
            value = self.normalise(value)
            setattr(model_instance, self.attname, value)
        return value

    def normalise(self, value: str) -> str:
        """Return ``value`` as it is saved."""
        return richtext.clean(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        defaults = {
            "form_class": ProseEditorFormField,
            "config": {"extensions": richtext.EXTENSIONS},
            "preset": "configurable",
        }
        return super().formfield(**defaults | kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Appear as a plain TextField in migrations: the column is one, and they need no editor."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def normalise(field: Any, value: Any) -> Any:
    """Return ``value`` as a text ``field`` of a model saves it; any other value stays."""
    if (
        not isinstance(value, str)
        or field.choices
        or not isinstance(field, models.CharField | models.TextField)
    ):
        return value
    if isinstance(field, RichTextField):
        return field.normalise(value)
    return characters.tidy(characters.one_line(value) if isinstance(field, models.CharField) else value)


def empty_invisible(model: Any, plain: str, rich: str = "", using: str = "default") -> None:
    """Empty the texts of the rows of which no character is visible, for a migration.

    ``plain`` and ``rich`` are the names of the translated fields that a language needs; rich text with a
    picture is visible. All other texts stay as they are, and so do revisions.
    """
    for name, normalise in ((plain, characters.tidy), (rich, richtext.clean)):
        for code in languages.CODES if name else ():
            column = f"{name}_{code}"
            texts = model.objects.using(using).filter(**{f"{column}__gt": ""}).order_by("pk")
            found = [
                pk for pk, text in texts.values_list("pk", column).iterator(BATCH) if not normalise(text)
            ]
            for start in range(0, len(found), BATCH):
                rows = model.objects.using(using).filter(pk__in=found[start : start + BATCH])
                rows.update(**{column: ""})
