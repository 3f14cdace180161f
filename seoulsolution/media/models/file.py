"""Files that readers download, and their attachment to records."""

import uuid
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.bulk import BulkManager, BulkQuerySet
from seoulsolution.content.languages import CODES
from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import Child, Translated
from seoulsolution.media import documents, storing
from seoulsolution.media.documents.names import without_ending
from seoulsolution.media.models.licence import Licence

#: Columns with what is known of a file by its content.
OF_CONTENT = ("name", "format", "size", "sha256", "pages", "text", "problem")
#: Columns that are read for nobody but who asks for the text.
TEXTS = ("text", "alternative_text")


def storage_name(file: "File", name: str) -> str:
    """Return where a version of ``file`` is stored: never by the name it came with."""
    return f"files/{file.key}/{file.version}.{file.format}"


class File(Translated):
    """A file that readers download, in one language. A new version keeps its address."""

    section = "pictures"
    #: What follows from the file. Versions are only counted up, so that a restored one has its own number.
    revision_computed = ("text", "has_text", "version")

    class Format(models.TextChoices):
        """Known by their content, never by their name."""

        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        XLSX = "xlsx", "XLSX"
        PPTX = "pptx", "PPTX"
        HWPX = "hwpx", "HWPX"
        HWP = "hwp", "HWP"
        TEXT = "txt", "TXT"
        CSV = "csv", "CSV"

    class Language(models.TextChoices):
        KOREAN = "ko", _("Korean")
        ENGLISH = "en", _("English")
        OTHER = "", _("another, or several")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=storage_name)
    #: The name that readers save it under, with its ending.
    name = models.CharField(_("file name"), max_length=200, editable=False)
    title = models.CharField(_("title"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.KOREAN, blank=True
    )
    licence = models.CharField(_("licence"), max_length=10, choices=Licence, blank=True)
    format = models.CharField(_("format"), max_length=5, choices=Format, editable=False)
    #: In bytes.
    size = models.PositiveBigIntegerField(_("size"), editable=False, default=0)
    pages = models.PositiveIntegerField(_("pages"), editable=False, null=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    #: What could be read from it, for search and for those who cannot open it.
    text = models.TextField(editable=False, blank=True)
    #: Why there is no text, a key of seoulsolution.media.documents.PROBLEMS; empty if there is.
    problem = models.CharField(max_length=20, editable=False, blank=True)
    #: Whether readers can read it without the file: its text, or one that staff wrote.
    has_text = models.BooleanField(editable=False, default=False)
    #: For readers who cannot use the file: another one, or a text.
    alternative_file = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alternative_of",
        verbose_name=_("accessible file"),
        help_text=_("The same in a format that everybody can open and hear read aloud."),
    )
    alternative_text = models.TextField(
        _("accessible text"), blank=True, help_text=_("Shown instead of the text that the file itself holds.")
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects: ClassVar[Any] = ColumnManager.from_queryset(BulkQuerySet)()
    #: The new file as ``clean`` examined it.
    _examined: documents.Examined | None = None
    #: The name in the storage of the file that ``text`` was taken from, as far as it was read.
    _stored_name: str | None = None

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        titled = super().__str__()
        return self.name if titled == "–" else titled

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        record = super().from_db(*args, **kwargs)
        stored = record.__dict__.get("file")
        record._stored_name = getattr(stored, "name", stored)
        return record

    @property
    def _has_new_file(self) -> bool:
        return isinstance(self.file, FieldFile) and bool(self.file) and not self.file._committed  # type: ignore[attr-defined]

    def clean(self) -> None:
        if self._has_new_file:
            try:
                self._examined = documents.examine(self.file.file)
            except documents.UnusableFileError as error:
                raise ValidationError({"file": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; of a new file, and of one that a restore brought back, all that is known of it as well."""
        is_new, before = self._has_new_file, self._stored_name
        if is_new:
            self._take_in(self._examined or documents.examine(self.file.file))
        elif before is not None and self.file.name != before:
            self._read_again()
        self.has_text = bool(self.text or self.alternative_text)
        if (names := kwargs.get("update_fields")) is not None:
            follows = {"version", *OF_CONTENT} if "file" in names else set()
            kwargs["update_fields"] = {*names, "has_text", *follows}
        try:
            super().save(*args, **kwargs)
        except Exception:
            if is_new and self.file.name != before and self.file._committed:  # type: ignore[attr-defined]
                default_storage.delete(str(self.file.name))
            raise
        if is_new:
            storing.keep_on_commit([str(self.file.name)])
        self._stored_name, self._examined = self.file.name, None

    def _take_in(self, examined: documents.Examined) -> None:
        """Set what is known of the file by its content; untitled, it gets its name for a title."""
        is_first = not self.version
        self.version += 1
        for name in OF_CONTENT:
            setattr(self, name, getattr(examined, name))
        if is_first and not any(self.title_in(code) for code in CODES):
            setattr(self, f"title_{self.language or CODES[0]}", without_ending(self.name)[:300])

    def _read_again(self) -> None:
        self.version += 1
        try:
            with default_storage.open(str(self.file.name)) as stored:
                self.text = documents.examine(stored).text
        except (FileNotFoundError, documents.UnusableFileError):
            self.text, self.problem = "", "missing"

    @property
    def url(self) -> str:
        """The address from which readers download the present version."""
        return reverse("media:file", args=[self.key, self.name])

    def get_problem_display(self) -> str:
        """Return in words why there is no text."""
        return str(documents.PROBLEMS[self.problem]) if self.problem else ""

    @property
    def readable(self) -> str:
        """What is read instead of the file: the text that staff wrote, else its own."""
        return self.alternative_text or self.text

    @property
    def needs_alternative(self) -> bool:
        """Whether some readers can do nothing with the file, and have nothing instead."""
        is_closed = self.format == self.Format.HWP or (self.format == self.Format.PDF and self.problem)
        return bool(is_closed) and not self.alternative_text and self.alternative_file_id is None


class AttachmentManager(BulkManager):
    """Reads attachments with their files, which they are never shown without, but not what the files say."""

    def get_queryset(self) -> models.QuerySet[Any]:
        files = super().get_queryset().select_related("file__alternative_file")
        return files.defer(
            *(f"{path}__{name}" for path in ("file", "file__alternative_file") for name in TEXTS)
        )


class Attachment(Child):
    """A file at a place among those of a record. A kind of content that has them makes a model of it."""

    position = models.PositiveSmallIntegerField(_("position"))
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))

    objects: ClassVar[Any] = AttachmentManager()

    class Meta:
        abstract = True
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return str(self.file)
