"""Write the records of one file into the database, inside the caller's transaction."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.content.models import Content
from seoulsolution.importing.loading import identity
from seoulsolution.importing.loading.conflicts import Conflict, Location, Outcome
from seoulsolution.importing.loading.ledger import Ledger, entry_of
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.loading.writers.base import Context, Values, Writer
from seoulsolution.importing.models import LedgerEntry, SourceFile
from seoulsolution.importing.parsing.page import SourcePage
from seoulsolution.importing.parsing.records import ParsedPage, ParsedRecord, ReviewNote
from seoulsolution.importing.parsing.text import printable
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Event


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
    """Loads the records of one file; ``path`` is its name in their provenance.

    ``is_new`` says that no file with these contents was loaded before.
    """

    source: SourceFile
    is_new: bool
    path: str
    run: UUID
    page: SourcePage
    topics: tuple
    ledger: Ledger = field(default_factory=Ledger)
    provenances: list[Provenance] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    #: Titles of the created and updated records, by writer.
    titles: dict[Writer, list[str]] = field(default_factory=lambda: defaultdict(list))

    def load(self, parsed: ParsedPage) -> list[Loaded]:
        """Write all records; return the outcome of each, in the order of the page."""
        loaded = []
        undated = [record for record in parsed.all_records() if not record.date]
        self.ledger.fetch(_keys(parsed), {identity.stored_key(record.title) for record in undated})
        for record in parsed.records:
            parent = self._load(record, Context(topics=self.topics))
            loaded.append(parent)
            for position, child in enumerate(record.children, start=1):
                if parent.instance is None:
                    loaded.append(Loaded(child, parent.outcome, False, ()))
                    continue
                context = Context(parent=parent.instance, position=position)
                loaded.append(self._load(child, context, parent.key))
        self._write()
        self._save_provenances()
        for writer, titles in self.titles.items():
            writer.after(titles)
        self._keep_address(loaded)
        self._write_revisions(loaded)
        return loaded

    def _keep_address(self, loaded: list[Loaded]):
        """Let the record of a page with one record remember the address that the page had."""
        records = [each for each in loaded if isinstance(each.instance, Content)]
        if self.page.address and len(records) == 1 and records[0].outcome is Outcome.CREATED:
            record: Any = records[0].instance
            record.old_addresses = self.page.address
            record.save(update_fields=["old_addresses"])

    def _write_revisions(self, loaded: list[Loaded]):
        """Write one revision per record that was created or updated, its children with it."""
        written = (Outcome.CREATED, Outcome.UPDATED)
        changed = [history.owner(each.instance) for each in loaded if each.outcome in written]
        unique = {(type(record), record.pk): record for record in changed}
        history.write(list(unique.values()), event=Event.IMPORTED, note=self.path)

    def _load(self, record: ParsedRecord, context: Context, parent_key: str = "") -> Loaded:
        if record.refusal:
            return Loaded(record, Outcome.REFUSED, False, ())
        writer = WRITERS[record.kind]
        key = identity.import_key(record, parent_key)
        entry = self.ledger.find(record, key)
        values = writer.values(record, context)
        reviews = writer.reviews(record, values)
        if entry is None:
            instance, outcome = self._create(record, key, writer, values, context)
            self.reviews += review_rows(instance, reviews)
        else:
            # The existing record may come from this file.
            self._write()
            instance = entry.record
            if instance is None:
                return Loaded(record, Outcome.SKIPPED, False, ())
            conflict = self._conflict(entry, record, key, values)
            outcome = conflict.settle()
            self.ledger.add(key, entry)
            _settle_reviews(conflict, reviews)
        self._note_provenance(record, instance)
        if outcome in (Outcome.CREATED, Outcome.UPDATED):
            self.titles[writer].append(record.title)
        reasons = tuple(sorted({review.reason.value for review in reviews}))
        return Loaded(record, outcome, writer.published(instance), reasons, instance, key)

    def _create(
        self, record: ParsedRecord, key: str, writer: Writer, values: Values, context: Context
    ) -> tuple[models.Model, Outcome]:
        """Create a record, or propose its values when staff made it by hand; return it and the outcome."""
        instance = writer.existing(record)
        if instance is None:
            instance = writer.create(values, key, context)
            self.ledger.add(key, entry_of(record, instance, writer.created(instance, values)))
            return instance, Outcome.CREATED
        entry = entry_of(record, instance, {})
        self.ledger.add(key, entry)
        self._write()
        conflict = self._conflict(entry, record, key, values)
        conflict.propose_all()
        return instance, conflict.outcome

    def _conflict(self, entry: LedgerEntry, record: ParsedRecord, key: str, values: Values) -> Conflict:
        location = Location(self.source, str(self.run), record.first_line, record.last_line)
        return Conflict(entry, entry.record, record, key, values, WRITERS[record.kind], location)

    def _note_provenance(self, record: ParsedRecord, instance: models.Model):
        first = min(record.lines + record.reference_lines)
        last = max(record.lines + record.reference_lines)
        self.provenances.append(
            Provenance(
                content_type=ContentType.objects.get_for_model(instance),
                object_id=instance.pk,
                path=self.path,
                sha256=self.source.sha256,
                encoding=self.source.encoding,
                first_line=first,
                last_line=last,
                raw_text=printable(self.page.raw_text(first, last)),
                run=self.run,
            )
        )

    def _write(self):
        """Write the collected ledger entries and reviews."""
        self.ledger.write()
        Review.objects.bulk_create(self.reviews)
        self.reviews.clear()

    def _save_provenances(self):
        """Write the collected provenances that do not exist yet: parsing a file again adds none."""
        before = Provenance.objects.filter(path=self.path, sha256=self.source.sha256).order_by()
        places = before.values_list("content_type_id", "object_id", "first_line")
        known = set() if self.is_new else set(places)
        new = {
            (row.content_type_id, row.object_id, row.first_line): row
            for row in self.provenances
            if (row.content_type_id, row.object_id, row.first_line) not in known
        }
        Provenance.objects.bulk_create(new.values())


def _keys(parsed: ParsedPage) -> list[str]:
    """Return the keys of all records of a page."""
    keys = []
    for record in parsed.records:
        key = identity.import_key(record)
        keys += [key, *(identity.import_key(child, key) for child in record.children)]
    return keys


def review_rows(instance: models.Model, reviews: list[ReviewNote]) -> list[Review]:
    """Return the reviews of a record, unsaved, one per reason."""
    details = defaultdict(list)
    for review in reviews:
        details[review.reason].append(review.detail)
    return [
        Review(
            content_type=ContentType.objects.get_for_model(instance),
            object_id=instance.pk,
            reason=reason.value,
            detail="\n".join(filter(None, texts)),
        )
        for reason, texts in details.items()
    ]


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
