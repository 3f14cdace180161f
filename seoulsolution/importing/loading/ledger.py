"""The ledger finds the record that a text belongs to, by exact keys and never by similarity."""

from collections.abc import Iterable

from django.db import models

from seoulsolution.importing.loading import identity
from seoulsolution.importing.loading.writers.base import Values
from seoulsolution.importing.models import Identity, LedgerEntry
from seoulsolution.importing.parsing.records import ParsedRecord, RecordKind

NEVER_CUT = (RecordKind.PARTNER, RecordKind.NEWSLETTER_ISSUE, RecordKind.NEWSLETTER_STORY)


class Ledger:
    """The ledger entries for the records of one file, fetched together and written together."""

    def __init__(self):
        self.entries: dict[str, LedgerEntry] = {}
        #: (kind, title key) of undated entries: only those can be parts of one truncated text.
        self.undated: set[tuple[str, str]] = set()
        self.new: list[tuple[str, LedgerEntry]] = []

    def fetch(self, keys: Iterable[str], title_keys: Iterable[str]):
        """Fetch the entries of these keys with their records, and the undated entries of these titles."""
        found = list(Identity.objects.filter(key__in=list(keys)).select_related("entry"))
        self.entries |= {known.key: known.entry for known in found}
        models.prefetch_related_objects([known.entry for known in found], "record")
        if title_keys := list(title_keys):
            undated = LedgerEntry.objects.filter(title_key__in=title_keys, date=None)
            self.undated |= set(undated.values_list("kind", "title_key"))

    def find(self, record: ParsedRecord, key: str) -> LedgerEntry | None:
        """Return the entry a record belongs to, found by key, cut title or truncated text; else None."""
        return self.entries.get(key) or self._by_cut_title(record) or self._by_cut_text(record)

    def add(self, key: str, entry: LedgerEntry):
        """Add an entry from this file, which may contain a record twice. A new one is written later."""
        self.entries[key] = entry
        if entry.date is None:
            self.undated.add((entry.kind, entry.title_key))
        if entry.pk is None:
            self.new.append((key, entry))

    def write(self):
        """Write the new entries with their keys."""
        LedgerEntry.objects.bulk_create(entry for _key, entry in self.new)
        Identity.objects.bulk_create(Identity(key=key, entry=entry) for key, entry in self.new)
        self.new.clear()

    def _by_cut_title(self, record: ParsedRecord) -> LedgerEntry | None:
        """Return the one entry with the same first 80 characters and the same date or beginning.

        One of the two titles must be cut.
        """
        prefix = identity.prefix_key(record)
        if not prefix:
            return None
        self.write()
        start = identity.body_key(record)
        found = [
            entry
            for entry in LedgerEntry.objects.filter(kind=record.kind, prefix_key=prefix)
            if entry.title_cut != record.title_cut and _same_date_or_start(entry, record, start)
        ]
        return found[0] if len(found) == 1 else None

    def _by_cut_text(self, record: ParsedRecord) -> LedgerEntry | None:
        """Return the undated entry with this title whose text begins the other, or the reverse."""
        title_key = identity.stored_key(record.title)
        if record.date or record.kind in NEVER_CUT or (record.kind, title_key) not in self.undated:
            return None
        self.write()
        text = identity.comparable(record)
        same = LedgerEntry.objects.filter(kind=record.kind, title_key=title_key, date=None)
        for entry in same.order_by("id"):
            if entry.last_in_file and identity.continues(entry.text, text):
                return entry
            if record.last_in_file and identity.continues(text, entry.text):
                return entry
        return None


def _same_date_or_start(entry: LedgerEntry, record: ParsedRecord, start: str) -> bool:
    if entry.date and record.date:
        return entry.date == record.date
    return bool(start) and entry.body_key == start


def entry_of(record: ParsedRecord, instance: models.Model, written: Values) -> LedgerEntry:
    """Return a new ledger entry for a record, unsaved."""
    return LedgerEntry(
        kind=record.kind,
        title=record.title,
        title_key=identity.stored_key(record.title),
        prefix_key=identity.prefix_key(record),
        title_cut=record.title_cut,
        date=record.date,
        body_key=identity.body_key(record),
        text=identity.comparable(record),
        last_in_file=record.last_in_file,
        written=written,
        record=instance,
    )
