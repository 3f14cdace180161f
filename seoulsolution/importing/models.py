"""What the importer remembers: runs, files, unplaced lines, and what it wrote into which record."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seoulsolution.importing.parsing.records import RecordKind
from seoulsolution.reviews.models import Provenance


class Run(models.Model):
    """One run of the import command. A dry run leaves none."""

    class Status(models.TextChoices):
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        INCOMPLETE = "incomplete", _("finished, not every file went in")
        BROKEN = "broken", _("broken off")
        UNDONE = "undone", _("taken back")

    id = models.UUIDField(_("import run"), primary_key=True, default=uuid.uuid4, editable=False)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RUNNING)
    totals = models.JSONField(_("totals"), default=dict)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-started_at"]

    def __str__(self):
        return str(self.id)


class SourceFile(models.Model):
    """The contents of an imported file, kept once, whatever its names are."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    encoding = models.CharField(_("encoding"), max_length=20)
    layout = models.CharField(_("kind of page"), max_length=60)
    text = models.TextField(_("text"))
    lines_total = models.PositiveIntegerField(_("lines"))
    lines_nonblank = models.PositiveIntegerField(_("lines with text"))
    lines_record = models.PositiveIntegerField(_("lines in records"))
    lines_boilerplate = models.PositiveIntegerField(_("lines of page furniture"))
    lines_unplaced = models.PositiveIntegerField(_("lines without a place"))
    #: Line number to kind of boilerplate.
    boilerplate = models.JSONField(_("page furniture"), default=dict)
    #: formats.VERSION that parsed the file: it is not parsed again as long as that is the same.
    parser_version = models.PositiveIntegerField()
    #: Rows of the report, so that a known file is reported without being parsed.
    listing = models.JSONField(default=dict)
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["-imported_at", "-id"]

    def __str__(self):
        paths = {outcome.path for outcome in self.outcomes.all()}
        return ", ".join(sorted(paths)) or self.sha256


class FileOutcome(models.Model):
    """What a run did with the file at a path."""

    class Status(models.TextChoices):
        IMPORTED = "imported", _("imported")
        UNCHANGED = "unchanged", _("unchanged")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    #: The file's contents are in the database.
    WENT_IN = (Status.IMPORTED, Status.UNCHANGED)

    run = models.ForeignKey(
        Run, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("import run")
    )
    source = models.ForeignKey(
        SourceFile,
        on_delete=models.CASCADE,
        null=True,
        related_name="outcomes",
        verbose_name=_("imported file"),
    )
    path = models.CharField(_("file"), max_length=1000)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("file of a run")
        verbose_name_plural = _("files of runs")
        ordering = ["-run__started_at", "path", "id"]
        indexes = [models.Index(fields=["source", "path"], name="file_outcome_source_path")]

    def __str__(self):
        return self.path


class Decided(models.Model):
    """A row that staff resolve, with who did and when."""

    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    class Meta:
        abstract = True

    def resolve(self, user):
        """Record that ``user`` decided now, and save the row with whatever else was set on it."""
        self.resolved_at, self.resolved_by = timezone.now(), user
        self.save()


class UnplacedLine(Decided):
    """A line with text that no format could place: kept for staff."""

    source = models.ForeignKey(
        SourceFile, on_delete=models.CASCADE, related_name="unplaced", verbose_name=_("imported file")
    )
    number = models.PositiveIntegerField(_("line"))
    text = models.TextField(_("text"))
    #: Set when staff made a record of it: the place in that record's provenance.
    provenance = models.ForeignKey(
        Provenance, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("unplaced line")
        verbose_name_plural = _("unplaced lines")
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="unplaced_line_once")]

    def __str__(self):
        return f"{self.number}: {self.text[:80]}"


class LedgerEntryQuerySet(models.QuerySet):
    def of(self, record: models.Model) -> Self:
        """Return the entry of a record, if it has one."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


class LedgerEntry(models.Model):
    """What the importer wrote into a record, so that a later file can find, complete or skip it.

    The entry outlives its record, so that a record that staff deleted is not imported again.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=RecordKind)
    title = models.CharField(_("title"), max_length=300)
    title_key = models.CharField(max_length=600, db_index=True)
    #: Key of the first 80 characters, by which a cut title and the whole one are matched.
    prefix_key = models.CharField(max_length=600, blank=True, db_index=True)
    title_cut = models.BooleanField(default=False)
    date = models.DateField(_("date"), null=True)
    body_key = models.CharField(max_length=64, blank=True)
    #: The imported running text, white space folded.
    text = models.TextField(_("text"), blank=True)
    last_in_file = models.BooleanField(default=False)
    #: The value written into each field: where the record differs now, staff changed it.
    written = models.JSONField(default=dict)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()

    objects: ClassVar[Any] = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="ledger_entry_once_a_record")
        ]

    def __str__(self):
        return self.title


class Identity(models.Model):
    """A key by which files find a record. A record whose cut title was completed has two."""

    key = models.CharField(max_length=64, unique=True)
    entry = models.ForeignKey(LedgerEntry, on_delete=models.CASCADE, related_name="identities")

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    def __str__(self):
        return self.key


class Proposal(Decided):
    """Another text for an existing record; the record stays as it is until staff decide."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("taken over")
        DISMISSED = "dismissed", _("dismissed")

    entry = models.ForeignKey(
        LedgerEntry, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("record")
    )
    source = models.ForeignKey(
        SourceFile, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("imported file")
    )
    run = models.UUIDField(_("import run"))
    first_line = models.PositiveIntegerField(_("first line"))
    last_line = models.PositiveIntegerField(_("last line"))
    #: The fields that differ, with the file's values.
    values = models.JSONField(_("proposed values"))
    values_key = models.CharField(max_length=64)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["status", "-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["entry", "values_key"], name="proposal_once_a_text")]

    def __str__(self):
        return f"{self.entry} ({self.get_status_display()})"


class TitleReference(models.Model):
    """The key of a popular title of an issue, by which a post imported later is linked to it."""

    title_key = models.CharField(max_length=600, db_index=True)
    popular_title = models.OneToOneField(
        "news.PopularTitle", on_delete=models.CASCADE, related_name="title_reference"
    )

    class Meta:
        verbose_name = _("reference to a title")
        verbose_name_plural = _("references to titles")

    def __str__(self):
        return self.title_key
