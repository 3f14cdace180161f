"""Pictures: uploads are checked and re-encoded, and only the results are kept."""

import uuid
from collections.abc import Iterator
from typing import Any

import PIL.Image
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import Translated
from seoulsolution.media import renditions
from seoulsolution.media.models.licence import Licence


class Image(Translated):
    """A picture with its text alternative in both languages."""

    title_field = "alt"
    section = "pictures"

    #: Names the picture in addresses and in rich text, for as long as it lives.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Counts the files that the picture has had, and the crops: part of the addresses of renditions.
    version = models.PositiveIntegerField(default=0, editable=False)
    #: The master, from which renditions are made: re-encoded, and never served.
    file = models.FileField(_("file"), upload_to="images")
    #: SHA-256 of the file as it was uploaded, in hexadecimal.
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    title = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("What staff find the picture by in the library.")
    )
    alt = models.CharField(
        _("text alternative"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It says nothing that the text does not say.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence, blank=True)
    #: Where the subject is, in per cent from the left and from the top: crops keep it.
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"), default=50, validators=[MaxValueValidator(100)]
    )
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    #: What is stored and may be offered: {shape: {format: [widths in pixels, ascending]}}.
    renditions = models.JSONField(editable=False, default=dict)
    #: Whether all renditions are made, or have failed for good.
    is_complete = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects: Any = ColumnManager()
    #: The new file as ``clean`` opened it.
    _picture: PIL.Image.Image | None = None

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(is_complete=False), name="image_incomplete")
        ]

    def __str__(self) -> str:
        return self.title or super().__str__()

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
            self.version += 1
            self.width, self.height = picture.size
            widths = renditions.widths_for(picture)
            self.renditions = {"full": {"webp": widths}}
            for width in widths:
                name = self.path("full", width, "webp")
                default_storage.save(name, ContentFile(renditions.encode(picture, width)))
            # The upload is not kept: only re-encoded files are served.
            self.file = self.path("full", widths[-1], "webp")
            self._picture = None
            if kwargs.get("update_fields") is not None:
                made = {"version", "file", "width", "height", "renditions"}
                kwargs["update_fields"] = {*kwargs["update_fields"], *made}
        super().save(*args, **kwargs)

    @property
    def lacks_alternative(self) -> bool:
        """Whether it says nothing, in any language, to those who cannot see it, and is not decorative."""
        return not self.is_decorative and not self.languages

    def path(self, shape: str, width: int, format: str) -> str:
        """Return the storage name of a rendition."""
        return f"images/{self.key}/{self.version}/{shape}-{width}.{format}"

    def widths(self, shape: str = "full", format: str = "webp") -> list[int]:
        """Return the widths in pixels of the renditions that are made, ascending."""
        return self.renditions.get(shape, {}).get(format, [])

    def stored(self) -> Iterator[tuple[str, int, str]]:
        """Yield (shape, width, format) of all renditions that are made."""
        for shape, formats in self.renditions.items():
            for format, widths in formats.items():
                for width in widths:
                    yield shape, width, format

    def url(self, shape: str = "full", width: int | None = None, format: str = "webp") -> str:
        """Return the address of a rendition; of the widest one if no width is given."""
        width = width or self.widths(shape, format)[-1]
        return reverse("media:image", args=[self.key, self.version, shape, width, format])

    def srcset(self, shape: str = "full", format: str = "webp") -> str:
        """Return the ``srcset`` of an ``<img>`` or a ``<source>``: every width that is made."""
        widths = self.widths(shape, format)
        return ", ".join(f"{self.url(shape, width, format)} {width}w" for width in widths)
