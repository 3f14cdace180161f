"""Undo a run: remove the records it created that nobody touched since, keep and list the others."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models, transaction

from news.models import Story
from seoulsolution.content.postponing import postponed
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.models import LedgerEntry, Proposal, Run, SourceFile
from seoulsolution.importing.parsing.records import RecordKind
from seoulsolution.importing.runs import wait_for_other_imports
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions import history
from seoulsolution.revisions.drafts import worked_on
from seoulsolution.revisions.models import Event, Revision

# Fields that change without staff.
NOT_BY_STAFF = ("id", "created_at", "updated_at", "import_key", "issue", "old_addresses")


@dataclass
class Undone:
    """The removed and the kept records as rows of the report."""

    run: UUID
    removed: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)

    def as_report(self, dry_run: bool) -> dict[str, Any]:
        return {"undone": str(self.run), "dry_run": dry_run, "removed": self.removed, "kept": self.kept}


def undo(run: Run, dry_run: bool = False) -> Undone:
    """Undo a run in one transaction. A dry run only returns what would be removed and what kept."""
    with transaction.atomic(), postponed():
        wait_for_other_imports()
        done = Undone(run.id)
        going = []
        for entry in _entries(run):
            row = {"kind": entry.kind, "title": entry.title}
            reason = _why_kept(entry, run)
            if reason:
                done.kept.append(row | {"reason": reason})
            else:
                done.removed.append(row)
                going.append(entry)
        if not dry_run:
            _remove(going, run)
    return done


def _entries(run: Run) -> list[LedgerEntry]:
    """Return the records the run created: their first provenance is of this run. Stories come last."""
    first = Provenance.objects.filter(
        content_type=models.OuterRef("content_type"), object_id=models.OuterRef("object_id")
    ).order_by("id")
    entries = LedgerEntry.objects.annotate(first_run=models.Subquery(first.values("run")[:1]))
    found = entries.filter(first_run=run.id).prefetch_related("record").order_by("id")
    return sorted(found, key=lambda entry: entry.kind == RecordKind.NEWSLETTER_STORY)


def _why_kept(entry: LedgerEntry, run: Run) -> str:
    """Return why a record is kept, in a few words; "" when only this run has to do with it."""
    record = entry.record
    if record is None:
        return "deleted by staff"
    if not entry.written:
        return "made by staff"
    reason = _touched(entry, record, run)
    if isinstance(record, Story) and not reason:
        issue = LedgerEntry.objects.of(record.issue).first()
        return "its issue stays" if issue is None or _why_kept(issue, run) else ""
    if entry.kind == RecordKind.NEWSLETTER_ISSUE and not reason:
        for story in record.stories.all():
            own = LedgerEntry.objects.of(story).first()
            if own is None or _touched(own, story, run):
                return "a story of it stays"
    return reason


def _touched(entry: LedgerEntry, record: models.Model, run: Run) -> str:
    if record.provenances.exclude(run=run.id).exists():
        return "in a file of another run"
    writer = WRITERS[RecordKind(entry.kind)]
    if writer.current(record, entry.written) != entry.written or _has_more(entry, record):
        return "changed by staff"
    if record.reviews.exclude(resolved_at=None).exists():
        return "reviewed by staff"
    if entry.proposals.exclude(status=Proposal.Status.OPEN).exists():
        return "a second text was decided on"
    if worked_on(record):
        return "changed by staff"
    by_staff = Revision.objects.of(history.owner(record)).exclude(event__in=(Event.FOUND, Event.IMPORTED))
    return "changed by staff" if by_staff.exists() else ""


def _has_more(entry: LedgerEntry, record: models.Model) -> bool:
    """Whether a field that the importer did not write has a value now, such as a translation."""
    plain = type(record)()
    return any(
        (getattr(record, f.attname) or None) != (getattr(plain, f.attname) or None)
        for f in record._meta.concrete_fields
        if f.editable
        and not f.generated
        and f.name not in entry.written
        and f.name not in NOT_BY_STAFF
        and f.name not in record.translated_fields
    )


def _remove(entries: list[LedgerEntry], run: Run):
    """Delete the records with their ledger entries, so that the same files can be imported again."""
    records = [entry.record for entry in entries]
    for entry in entries:
        entry.delete()
    history.delete(records, note=str(run.id))
    _remove_proposals(run)
    files = SourceFile.objects.filter(outcomes__run=run, outcomes__status="imported")
    for source in files.distinct().defer("text"):
        if Provenance.objects.filter(sha256=source.sha256).exists():
            # Parsed again next time: some of its records are gone.
            SourceFile.objects.filter(pk=source.pk).update(parser_version=0)
        else:
            source.outcomes.update(source=None)
            source.delete()
    run.status = Run.Status.UNDONE
    run.save(update_fields=["status"])


def _remove_proposals(run: Run):
    """Delete the open proposals of this run, and the reviews that no longer have one."""
    proposals = Proposal.objects.filter(run=run.id, status=Proposal.Status.OPEN)
    entries = list(LedgerEntry.objects.filter(proposals__in=proposals).distinct())
    proposals.delete()
    for entry in entries:
        if not entry.proposals.filter(status=Proposal.Status.OPEN).exists():
            Review.objects.filter(
                content_type=entry.content_type,
                object_id=entry.object_id,
                reason=ReviewReason.SECOND_TEXT.value,
                resolved_at=None,
            ).delete()
