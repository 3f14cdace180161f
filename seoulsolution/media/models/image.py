"""Pictures: uploads are checked and re-encoded, and only the results are kept."""

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, router, transaction
from django.db.models.fields.files import FieldFile
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.bulk import BulkQuerySet
from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import Translated
from seoulsolution.media import storing
from seoulsolution.media.decoding import UnusablePictureError
from seoulsolution.media.models.licence import Licence
from seoulsolution.media.renditions import Prepared, height_of, nested, prepare

#: Columns that follow from the file; ``making`` writes some of them between others' reading and saving.
OF_FILE = ("version", "file", "sha256", "width", "height", "ink", "renditions", "is_complete")


class Image(Translated):
    """A picture with its text alternative in both languages."""

    title_field = "alt"
    section = "pictures"
    #: Whoever writes in a section chooses pictures of the library, and adds to it.
    shared_actions = frozenset({"view", "add"})
    revision_computed = tuple(name for name in (*OF_FILE, "claimed_at") if name != "file")

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
    #: How much of it is not white, in per cent.
    ink = models.PositiveSmallIntegerField(editable=False, default=0)
    #: What is stored and may be offered: {shape: {format: [widths in pixels, ascending]}}.
    renditions = models.JSONField(editable=False, default=dict)
    #: Whether all renditions are made, or have failed for good.
    is_complete = models.BooleanField(default=False, editable=False)
    #: When somebody began to make its renditions; another may begin again if it takes too long.
    claimed_at = models.DateTimeField(editable=False, null=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects: ClassVar[Any] = ColumnManager.from_queryset(BulkQuerySet)()
    #: The new file as ``clean`` prepared it.
    _prepared: Prepared | None = None

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(is_complete=False), name="image_incomplete")
        ]

    def __str__(self) -> str:
        return self.title or super().__str__()

    @property
    def focal(self) -> tuple[int, int]:
        return self.focal_x, self.focal_y

    def clean(self) -> None:
        if self._has_new_file:
            try:
                self._prepared = prepare(self.file, self.focal)
            except UnusablePictureError as error:
                raise ValidationError({"file": str(error)}) from error

    @property
    def _has_new_file(self) -> bool:
        return isinstance(self.file, FieldFile) and bool(self.file) and not self.file._committed  # type: ignore[attr-defined]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; of a new file, the master and the first renditions are stored, and the upload is not.

        Another focal point asks for crops of its own. Raise UnusablePictureError.
        """
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using):
            row = self._locked_row(using)
            self._take_from(row)
            if self._has_new_file:
                self._take_in(row)
            elif row and row["focal"] != self.focal:
                self.is_complete = False
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], *OF_FILE}
            super().save(*args, **kwargs)

    def _locked_row(self, using: str | None) -> dict[str, Any]:
        """Return what the row has now of what follows from the file, and lock it; {} if there is none."""
        rows = type(self)._base_manager.using(using).select_for_update().filter(pk=self.pk)
        row: dict[str, Any] = (rows.values(*OF_FILE, "focal_x", "focal_y").first() if self.pk else None) or {}
        return row and row | {"focal": (row["focal_x"], row["focal_y"])}

    def _take_from(self, row: dict[str, Any]) -> None:
        """Have the columns of the file as ``row`` has them, but for a new file."""
        for name in OF_FILE:
            if name in row and not (name == "file" and self._has_new_file):
                setattr(self, name, row[name])

    def _take_in(self, row: dict[str, Any]) -> None:
        """Store what is made of the new file, and let go of what was made of the one in ``row``."""
        prepared = self._prepared or prepare(self.file, self.focal)
        self.sha256 = storing.digest_of(self.file)
        if row:
            storing.delete_on_commit([row["file"], *self._rendition_names()])
        self.version += 1
        self.width, self.height = prepared.size
        self.ink = prepared.ink
        self.renditions = nested(prepared.made)
        self.is_complete = False
        self._prepared = None
        master = f"images/{self.key}/{self.version}/master.webp"
        storing.write(
            {master: prepared.master}
            | {self.path(*rendition): content for rendition, content in prepared.made.items()}
        )
        self.file = master

    def _rendition_names(self) -> list[str]:
        return [self.path(*rendition) for rendition in self.stored()]

    def delete_files_on_commit(self, using: str | None) -> None:
        """Delete its files when its row is gone."""
        if row := self._locked_row(using):
            self._take_from(row)
            storing.delete_on_commit(self.stored_names())

    def stored_names(self) -> list[str]:
        """Return the names of all its files in the storage."""
        master = self.file.name if not self._has_new_file else ""
        return [*filter(None, [master]), *self._rendition_names()]

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

    @property
    def srcset(self) -> str:
        """All widths of the whole picture, for forms of staff; pages for readers ask media.figures."""
        return ", ".join(f"{self.url(width=width)} {width}w" for width in self.widths())

    def height_of(self, shape: str, width: int) -> int:
        """Return the height in pixels of a rendition."""
        return height_of((self.width, self.height), shape, width)

    @property
    def optical_size(self) -> int:
        """How large a logo is drawn, from 1 to 7, so that none outweighs another (heights: site.css).

        Wide ones and those with much ink are drawn lower. 0 is one that cannot be seen on a white plate.
        """
        if not (self.ink and self.renditions):
            return 0
        height = 3.5 * (self.height / self.width) ** 0.5 * (25 / self.ink) ** 0.25
        return min(7, max(1, round((height - 0.75) * 2)))


@receiver(models.signals.pre_delete, sender=Image)
def _delete_files(instance: Image, using: str, **kwargs: Any) -> None:
    instance.delete_files_on_commit(using)
