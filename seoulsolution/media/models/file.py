"""Files that readers download, and their attachment to records."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import Child, Translated
from seoulsolution.media.models.licence import Licence


class File(Translated):
    """A file that readers download, in one language. A new version keeps its address."""

    section = "pictures"

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
        ZIP = "zip", "ZIP"

    class Language(models.TextChoices):
        KOREAN = "ko", _("Korean")
        ENGLISH = "en", _("English")
        OTHER = "", _("another, or several")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to="files")
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
    #: Why its text could not be read, a key of seoulsolution.media.documents; empty if it could.
    problem = models.CharField(max_length=20, editable=False, blank=True)
    #: For readers who cannot use the file: another one, or a text.
    alternative_file = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="alternative_of",
        verbose_name=_("accessible file"),
    )
    alternative_text = models.TextField(_("accessible text"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects: Any = ColumnManager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        titled = super().__str__()
        return self.name if titled == "–" else titled


class Attachment(Child):
    """A file at a place among those of a record. A kind of content that has them makes a model of it."""

    position = models.PositiveSmallIntegerField(_("position"))
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        abstract = True
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return str(self.file)
