"""Model fields that every kind of content uses."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django_prose_editor.fields import ProseEditorFormField

from seoulsolution.content import characters, languages, richtext
from seoulsolution.content.chunks import in_batches

#: Rows in one statement of a migration.
BATCH = 500
#: What a record without a date is sorted by.
UNDATED = datetime.date(1, 1, 1)


class RichTextField(models.TextField):
    """HTML with the tags that the editor knows, cleaned on every save (form, importer or shell)."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = getattr(model_instance, self.attname)
        if value is not None:
            if not getattr(model_instance, "is_prepared", False):
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


def sort_date(*fields: str) -> models.GeneratedField:
    """Return a column that orders by the first known of ``fields`` (default: the date), the undated last."""
    dates = [F(field) for field in fields or ("date",)]
    field: Any = models.GeneratedField(
        expression=Coalesce(*dates, Value(UNDATED)), output_field=models.DateField(), db_persist=True
    )
    names = fields or ("date",)
    field.compute = lambda record: next((day for name in names if (day := getattr(record, name))), UNDATED)
    return field


def year_range(first: int) -> list[BaseValidator]:
    """Return the validators of a year that is not before ``first``."""
    return [MinValueValidator(first), MaxValueValidator(2199)]


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
            for pks in in_batches(found, BATCH):
                model.objects.using(using).filter(pk__in=pks).update(**{column: ""})
