"""Pictures: uploads are checked and re-encoded into fixed widths, and only the results are kept."""

import datetime
import uuid
from typing import Any, Self

import PIL.Image
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import Content, Translated
from seoulsolution.media import renditions


class ImageQuerySet(models.QuerySet):
    def public(self, at: datetime.datetime | None = None) -> Self:
        """Return the pictures that some visible record shows."""
        shown = models.Q(pk__in=[])
        for relation in self.model._meta.related_objects:
            if issubclass(relation.related_model, Content):
                records = relation.related_model.objects.visible(at=at)
                shown |= models.Q(pk__in=records.values(relation.field.name))
        return self.filter(shown)


class Image(Translated):
    """A picture with its text alternative in both languages."""

    title_field = "alt"
    section = "pictures"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to="images")
    alt = models.CharField(
        _("text alternative"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    #: Widths in pixels for which a WebP rendition is stored, ascending.
    widths = models.JSONField(editable=False, default=list)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ColumnManager.from_queryset(ImageQuerySet)()
    #: The new file as ``clean`` opened it.
    _picture: PIL.Image.Image | None = None

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-id"]

    def clean(self) -> None:
        if self._has_new_file:
            try:
                self._picture = renditions.open_checked(self.file)
            except renditions.UnusablePictureError as error:
                raise ValidationError({"file": str(error)}) from error

    @property
    def _has_new_file(self) -> bool:
        return isinstance(self.file, FieldFile) and bool(self.file) and not self.file._committed  # type: ignore[attr-defined]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new file is checked and replaced by its re-encoded renditions first."""
        if self._has_new_file:
            picture = self._picture or renditions.open_checked(self.file)
            self.key = uuid.uuid4()
            self.width, self.height = picture.size
            self.widths = renditions.widths_for(picture)
            for width in self.widths:
                default_storage.save(self.path(width), ContentFile(renditions.encode(picture, width)))
            # The upload is not kept: only re-encoded files are served.
            self.file = self.path(self.widths[-1])
            self._picture = None
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {
                    *kwargs["update_fields"],
                    "key",
                    "file",
                    "width",
                    "height",
                    "widths",
                }
        super().save(*args, **kwargs)

    def path(self, width: int) -> str:
        """Return the storage name of the rendition ``width`` pixels wide."""
        return f"images/{self.key}/{width}.webp"

    def url(self, width: int | None = None) -> str:
        return reverse("media:image", args=[self.key, width or self.widths[-1]])

    @property
    def srcset(self) -> str:
        """The ``srcset`` of an ``<img>``: every stored width with its descriptor."""
        return ", ".join(f"{self.url(width)} {width}w" for width in self.widths)


def pictures_of(record: models.Model) -> list[Image]:
    """Return the pictures that ``record`` shows, as it is in memory."""
    fields = (field for field in record._meta.concrete_fields if field.related_model is Image)
    return [picture for field in fields if (picture := getattr(record, field.name))]
