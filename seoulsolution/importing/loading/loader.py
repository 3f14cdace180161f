"""Load the records of one file: create them, or settle what they add to those that are there."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.content.models import Content
from seoulsolution.content.old_addresses import tidied
from seoulsolution.importing.loading import identity
from seoulsolution.importing.loading.batch import Batch, review_rows
from seoulsolution.importing.loading.candidates import Candidate, each_of
from seoulsolution.importing.loading.conflicts import GAPS, Conflict, Outcome
from seoulsolution.importing.loading.former import FormerReading
from seoulsolution.importing.loading.ledger import entry_of
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.models import LedgerEntry, SourceFile
from seoulsolution.importing.parsing.page import SourcePage
from seoulsolution.importing.parsing.records import ParsedRecord, RecordKind, ReviewNote
from seoulsolution.importing.parsing.text import printable
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason


@dataclass(frozen=True)
class Loaded:
    """The outcome of one record, with its instance if there is one."""

    record: ParsedRecord
    outcome: Outcome
    published: bool
    reasons: tuple[str, ...]
    instance: models.Model | None = None
    key: str = ""


@dataclass
class Loader:
    """Loads the records of one file into a batch; ``path`` is its name in their provenance.

    ``is_new`` says that no file with these contents was loaded before.
    """

    batch: Batch
    source: SourceFile
    is_new: bool
    path: str
    page: SourcePage

    def load(self, candidates: list[Candidate]) -> list[Loaded]:
        """Load all records; return the outcome of each, in the order of the page."""
        loaded = []
        self.known_places = set() if self.is_new else self._known_places()
        listing = self.batch.listings.get(self.source.sha256, ())
        self.former = FormerReading(self.batch.ledger, listing, [each.key for each in each_of(candidates)])
        self.address = self.page.address if len(candidates) == 1 else ""
        for candidate in candidates:
            parent = self._load(candidate)
            loaded.append(parent)
            for child in candidate.children:
                if parent.instance is None:
                    loaded.append(Loaded(child.record, parent.outcome, False, ()))
                else:
                    loaded.append(self._load(child, parent.instance))
        return loaded

    def _load(self, candidate: Candidate, parent: models.Model | None = None) -> Loaded:
        record, key, writer, batch = candidate.record, candidate.key, candidate.writer, self.batch
        if record.refusal:
            return Loaded(record, Outcome.REFUSED, False, ())
        entry = self._find(record, key)
        if entry and entry.record and WRITERS[RecordKind(entry.kind)].model is not writer.model:
            return self._keep_kind(entry, record, key)
        if entry is None and key not in batch.by_hand:
            instance, entry = candidate.new(parent)
            batch.add(candidate, instance, entry)
            outcome = Outcome.CREATED
            self._keep_address(entry, instance)
        elif entry is None:
            instance = batch.by_hand[key]
            outcome = self._propose(candidate, instance)
        elif entry.pk is None and self._adds_nothing(entry, candidate):
            # Found again before it is written, as partners are on every home page.
            instance, outcome = entry.record, Outcome.UNCHANGED
        else:
            if entry.pk is None:
                batch.write()
            instance = entry.record
            if instance is None:
                return Loaded(record, Outcome.SKIPPED, False, ())
            outcome = self._settle(entry, candidate)
            instance = entry.record
        self._note_provenance(record, instance)
        if outcome in (Outcome.CREATED, Outcome.UPDATED):
            batch.titles[writer].append(record.title)
            batch.changed.append((instance, self.path))
        reasons = tuple(sorted({review.reason.value for review in candidate.reviews}))
        return Loaded(record, outcome, writer.published(instance), reasons, instance, key)

    def _find(self, record: ParsedRecord, key: str) -> LedgerEntry | None:
        """Return the entry that a record belongs to: by its text, its file, or its page's address."""
        return (
            self.batch.ledger.find(record, key)
            or self.former.find(record)
            or (self.batch.addresses.find(self.address, record) if self.address else None)
        )

    def _keep_address(self, entry: LedgerEntry, instance: Any):
        """Let the record of a page with one record remember the address that the page had."""
        if self.address and isinstance(instance, Content):
            instance.old_addresses = tidied(self.address)
            self.batch.addresses.add(self.address, entry)

    def _keep_kind(self, entry: LedgerEntry, record: ParsedRecord, key: str) -> Loaded:
        """Leave a record that the file is read as another kind now, and let staff decide what it is."""
        instance: Any = entry.record
        self.batch.ledger.remember(key, entry)
        note = ReviewNote(ReviewReason.UNCLEAR_PLACE, f"read as {record.kind}: {record.title}")
        if not instance.reviews.filter(reason=note.reason).exists():
            Review.objects.bulk_create(review_rows(instance, [note]))
        self._note_provenance(record, instance)
        published = WRITERS[RecordKind(entry.kind)].published(instance)
        return Loaded(record, Outcome.UNCHANGED, published, (note.reason.value,), instance, key)

    def _adds_nothing(self, entry: LedgerEntry, candidate: Candidate) -> bool:
        """Whether a text says of a record that is not written yet no more than the text that it came from."""
        first, record = self.batch.values_of(entry), candidate.record
        return (
            self.batch.ledger.entries.get(candidate.key) is entry
            and identity.comparable(record) == entry.text
            and record.title == entry.title
            and (record.date, record.title_cut) == (entry.date, entry.title_cut)
            and (record.last_in_file or not entry.last_in_file)
            and all(first.get(name) for name in GAPS if candidate.values.get(name))
        )

    def _propose(self, candidate: Candidate, instance: models.Model) -> Outcome:
        """Propose the values of a record that staff made by hand; return the outcome."""
        entry = entry_of(candidate.record, instance, {})
        self.batch.ledger.add(candidate.key, entry)
        self.batch.write()
        conflict = self._conflict(entry, candidate)
        conflict.propose_all()
        Review.objects.bulk_create(review_rows(instance, candidate.reviews))
        return conflict.outcome

    def _settle(self, entry: LedgerEntry, candidate: Candidate) -> Outcome:
        """Compare a text with the record that it belongs to; return what became of it."""
        conflict = self._conflict(entry, candidate)
        outcome = conflict.settle()
        entry.record = conflict.instance
        for each in {candidate.key, *conflict.keys}:
            self.batch.ledger.add(each, entry)
        _settle_reviews(conflict, candidate.reviews)
        return outcome

    def _conflict(self, entry: LedgerEntry, candidate: Candidate) -> Conflict:
        text = (candidate.record, candidate.key, candidate.values, candidate.writer)
        return Conflict(entry, entry.record, *text, partial(self.batch.saved, self.source), self.batch.run)

    def _known_places(self) -> set[tuple[int, int, int]]:
        """Return the places of this file that are noted: loading it again notes none of them twice."""
        before = Provenance.objects.filter(path=self.path, sha256=self.source.sha256).order_by()
        return set(before.values_list("content_type_id", "object_id", "first_line"))

    def _note_provenance(self, record: ParsedRecord, instance: models.Model):
        first = min(record.lines + record.reference_lines)
        last = max(record.lines + record.reference_lines)
        kind = ContentType.objects.get_for_model(instance)
        if (kind.pk, instance.pk, first) in self.known_places:
            return
        row = Provenance(
            path=self.path,
            sha256=self.source.sha256,
            encoding=self.source.encoding,
            first_line=first,
            last_line=last,
            raw_text=printable(self.page.raw_text(first, last)),
            run=self.batch.run,
        )
        self.batch.provenances.append((instance, row))


def _settle_reviews(conflict: Conflict, reviews: list[ReviewNote]):
    """Delete the reviews that no longer hold and add those of the later text.

    Resolved reviews stay resolved.
    """
    gone, brought = set(conflict.settled), []
    if conflict.outcome is Outcome.UPDATED:
        brought = [review for review in reviews if review.reason not in conflict.settled]
    if conflict.repaired:
        gone |= {review.reason for review in reviews}
    if conflict.proposed:
        brought = [*brought, ReviewNote(ReviewReason.SECOND_TEXT)]
    if gone:
        conflict.instance.reviews.filter(reason__in=[r.value for r in gone], resolved_at=None).delete()
    if brought:
        known = set(conflict.instance.reviews.values_list("reason", flat=True))
        new = [review for review in brought if review.reason.value not in known]
        Review.objects.bulk_create(review_rows(conflict.instance, new))
