"""What the files of a chunk bring, collected and written together: a fixed number of statements per kind."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.importing.loading.candidates import Candidate
from seoulsolution.importing.loading.former import Addresses
from seoulsolution.importing.loading.ledger import Ledger
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.loading.writers.base import Values, Writer, forget_rows
from seoulsolution.importing.models import FileOutcome, LedgerEntry, SourceFile, UnplacedLine
from seoulsolution.importing.parsing.records import ParsedRecord, ReviewNote
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.revisions import history, snapshots
from seoulsolution.revisions.models import Event


@dataclass(frozen=True)
class NewRecord:
    """A record that is not in the database yet, with its ledger entry."""

    candidate: Candidate
    instance: models.Model
    entry: LedgerEntry


@dataclass
class Batch:
    """Collects the rows of some files. ``write`` writes them, in the caller's transaction, and may be called
    again: a text whose record is among them can be compared only with what is in the database.
    """

    run: UUID
    ledger: Ledger = field(default_factory=Ledger)
    #: The ids of known files, and what they were read as, by the SHA-256 of their contents.
    known: dict[str, int] = field(default_factory=dict)
    listings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    addresses: Addresses = field(init=False)
    #: Records that staff made by hand where the database allows only one, by import key.
    by_hand: dict[str, models.Model] = field(default_factory=dict)
    new: list[NewRecord] = field(default_factory=list)
    provenances: list[tuple[models.Model, Provenance]] = field(default_factory=list)
    #: New files, by the SHA-256 of their contents, with their unplaced lines.
    sources: dict[str, SourceFile] = field(default_factory=dict)
    unplaced: list[UnplacedLine] = field(default_factory=list)
    outcomes: list[FileOutcome] = field(default_factory=list)
    #: The created and updated records with the path that changed them, and their titles by writer.
    changed: list[tuple[models.Model, str]] = field(default_factory=list)
    #: New records whose rows are in their prefetch caches.
    loaded: list[models.Model] = field(default_factory=list)
    titles: dict[Writer, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        self.addresses = Addresses(self.ledger)

    def fetch(self, candidates: Collection[Candidate], digests: Iterable[str], addresses: Iterable[str]):
        """Look up what is known of the files, of all their records and of the addresses that they had."""
        keys = [each.key for each in candidates]
        known = SourceFile.objects.filter(sha256__in=set(digests)).order_by()
        for sha256, pk, listing in known.values_list("sha256", "pk", "listing"):
            self.known[sha256] = pk
            self.listings[sha256] = listing.get("records", [])
        keys += [row["key"] for rows in self.listings.values() for row in rows]
        self.ledger.fetch((each.record for each in candidates), keys)
        self.addresses.fetch(addresses)
        by_writer: dict[Writer, list[ParsedRecord]] = defaultdict(list)
        for each in candidates:
            if not each.record.refusal:
                by_writer[each.writer].append(each.record)
        for writer, some in by_writer.items():
            self.by_hand |= writer.existing(some)

    def add(self, candidate: Candidate, instance: models.Model, entry: LedgerEntry):
        """Add a record that is to be created, with its entry."""
        self.ledger.add(candidate.key, entry)
        self.new.append(NewRecord(candidate, instance, entry))

    def values_of(self, entry: LedgerEntry) -> Values:
        """Return the values of a record that is to be created, of which there is only the entry."""
        return next(each.candidate.values for each in reversed(self.new) if each.entry is entry)

    def saved(self, source: SourceFile) -> SourceFile:
        """Return a file's row, which others may refer to: saved, even if its file is not loaded yet."""
        if source.pk is None:
            self._write_sources()
        return source

    def write(self):
        """Write what was collected since the last time."""
        self._write_sources()
        self._write_records()
        self._write_provenances()
        self._write_revisions()
        for writer, titles in self.titles.items():
            writer.after(titles)
        self.titles.clear()
        FileOutcome.objects.bulk_create(self.outcomes)
        self.outcomes.clear()

    def _write_sources(self):
        SourceFile.objects.bulk_create(self.sources.values())
        self.known |= {sha256: source.pk for sha256, source in self.sources.items()}
        self.sources.clear()
        UnplacedLine.objects.bulk_create(self.unplaced)
        self.unplaced.clear()

    def _write_records(self):
        """Write the new records kind by kind: stories follow their issues, and these the posts they name."""
        by_model: dict[type[models.Model], list[NewRecord]] = {
            writer.model: [] for writer in WRITERS.values()
        }
        for each in self.new:
            by_model[each.candidate.writer.model].append(each)
        for some in filter(None, by_model.values()):
            writer = some[0].candidate.writer
            writer.create_all([(each.instance, each.candidate.values) for each in some])
            for each in some:
                each.entry.record = each.instance
                each.entry.written = writer.current(each.instance, each.candidate.values)
                self._know_rows(writer, each.instance)
            # Those of posts are needed to link what names them.
            self.ledger.write({each.entry.kind for each in some})
        self.ledger.write()
        Review.objects.bulk_create(
            row for each in self.new for row in review_rows(each.instance, each.candidate.reviews)
        )
        self.new.clear()

    def _know_rows(self, writer: Writer, new: models.Model):
        """Spare reading the rows of a new record, which has no others, until its revision is written."""
        if not writer.has_all_rows:
            forget_rows(new)
            return
        for name in snapshots.prefetches(type(new)):
            vars(new).setdefault("_prefetched_objects_cache", {}).setdefault(name, [])
        self.loaded.append(new)

    def _write_provenances(self):
        """Write each place of a record once."""
        rows = {}
        for instance, row in self.provenances:
            row.content_type, row.object_id = ContentType.objects.get_for_model(instance), instance.pk
            rows[row.content_type_id, row.object_id, row.path, row.sha256, row.first_line] = row
        Provenance.objects.bulk_create(rows.values())
        self.provenances.clear()

    def _write_revisions(self):
        """Write one revision per record that was created or updated, its children with it."""
        notes = {history.owner(instance): path for instance, path in self.changed}
        history.write(list(notes), event=Event.IMPORTED, notes=notes, loaded=self.loaded)
        self.changed.clear()
        for instance in self.loaded:
            forget_rows(instance)
        self.loaded.clear()


def review_rows(instance: models.Model, reviews: list[ReviewNote]) -> list[Review]:
    """Return the reviews of a record, unsaved, one per reason."""
    details = defaultdict(list)
    for review in reviews:
        details[review.reason].append(review.detail)
    kind = ContentType.objects.get_for_model(instance)
    return [
        Review(
            content_type=kind,
            object_id=instance.pk,
            reason=reason.value,
            detail="\n".join(filter(None, texts)),
        )
        for reason, texts in details.items()
    ]
