"""The ledger finds the record that a text belongs to, by exact keys and never by similarity."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.content.chunks import in_batches
from seoulsolution.importing.loading import identity
from seoulsolution.importing.loading.writers.base import Values
from seoulsolution.importing.models import Identity, LedgerEntry
from seoulsolution.importing.parsing.records import ParsedRecord, RecordKind

NEVER_CUT = (RecordKind.PARTNER, RecordKind.NEWSLETTER_ISSUE, RecordKind.NEWSLETTER_STORY)


class Ledger:
    """The ledger entries for the records of some files, fetched together and written together.

    An entry is one object here, however it is found, so that each file sees what the ones before changed.
    """

    def __init__(self):
        self.entries: dict[str, LedgerEntry] = {}
        self.new: list[tuple[str, LedgerEntry]] = []
        self._by_id: dict[int, LedgerEntry] = {}
        #: By kind and title key, and by kind and key of the first 80 characters: each entry once.
        self._by_title: dict[tuple[str, str], dict[int, LedgerEntry]] = defaultdict(dict)
        self._by_prefix: dict[tuple[str, str], dict[int, LedgerEntry]] = defaultdict(dict)

    def fetch(self, records: Iterable[ParsedRecord], keys: Iterable[str]):
        """Fetch the entries with these keys and their records, and those that ``records`` may be parts of."""
        found = [known for some in _steps(keys) for known in self._identities(some)]
        self.entries |= {known.key: self._one(known.entry) for known in found}
        models.prefetch_related_objects([known.entry for known in found], "record")
        titles, prefixes = set(), set()
        for record in records:
            prefixes.add(identity.prefix_key(record))
            if not record.date and record.kind not in NEVER_CUT:
                titles.add(identity.stored_key(record.title))
        for some in _steps(titles):
            for entry in LedgerEntry.objects.filter(title_key__in=some, date=None).order_by("id"):
                self._index(self._one(entry))
        for some in _steps(prefixes - {""}):
            for entry in LedgerEntry.objects.filter(prefix_key__in=some).order_by("id"):
                self._index(self._one(entry))

    @staticmethod
    def _identities(keys: tuple[str, ...]) -> models.QuerySet[Identity]:
        return Identity.objects.filter(key__in=keys).select_related("entry")

    def of_records(self, kind: ContentType, ids: Collection[int]) -> list[LedgerEntry]:
        """Return the entries of some records of one kind."""
        return [
            self._one(entry) for entry in LedgerEntry.objects.filter(content_type=kind, object_id__in=ids)
        ]

    def _one(self, entry: LedgerEntry) -> LedgerEntry:
        """Return the object that stands for this row."""
        return self._by_id.setdefault(entry.pk, entry)

    def _index(self, entry: LedgerEntry):
        self._by_title[entry.kind, entry.title_key][id(entry)] = entry
        if entry.prefix_key:
            self._by_prefix[entry.kind, entry.prefix_key][id(entry)] = entry

    def find(self, record: ParsedRecord, key: str) -> LedgerEntry | None:
        """Return the entry a record belongs to, found by key, cut title or truncated text; else None."""
        return self.entries.get(key) or self._by_cut_title(record) or self._by_cut_text(record)

    def add(self, key: str, entry: LedgerEntry):
        """Add an entry, by which later records are found. A new one is written later."""
        self.entries[key] = entry
        self._index(entry)
        if entry.pk is None:
            self.new.append((key, entry))

    def remember(self, key: str, entry: LedgerEntry):
        """Let a key lead to the entry of a record that is in the database."""
        Identity.objects.get_or_create(key=key, defaults={"entry": entry})
        self.entries.setdefault(key, entry)

    def write(self, kinds: Collection[str] = tuple(RecordKind)):
        """Write the new entries of these kinds, whose records are saved by now, with their keys."""
        ready = [(key, entry) for key, entry in self.new if entry.kind in kinds]
        self.new = [(key, entry) for key, entry in self.new if entry.kind not in kinds]
        LedgerEntry.objects.bulk_create([entry for _key, entry in ready])
        Identity.objects.bulk_create([Identity(key=key, entry=entry) for key, entry in ready])
        self._by_id |= {entry.pk: entry for _key, entry in ready}

    def _by_cut_title(self, record: ParsedRecord) -> LedgerEntry | None:
        """Return the one entry with the same first 80 characters and the same date or beginning.

        One of the two titles must be cut.
        """
        prefix = identity.prefix_key(record)
        if not prefix:
            return None
        start = identity.body_key(record)
        found = [
            entry
            for entry in self._by_prefix[record.kind, prefix].values()
            if entry.title_cut != record.title_cut and _same_date_or_start(entry, record, start)
        ]
        return found[0] if len(found) == 1 else None

    def _by_cut_text(self, record: ParsedRecord) -> LedgerEntry | None:
        """Return the undated entry with this title whose text begins the other, or the reverse."""
        if record.date or record.kind in NEVER_CUT:
            return None
        text, title_key = identity.comparable(record), identity.stored_key(record.title)
        for entry in self._by_title[record.kind, title_key].values():
            if entry.date or entry.title_key != title_key:
                continue
            if entry.last_in_file and identity.continues(entry.text, text):
                return entry
            if record.last_in_file and identity.continues(text, entry.text):
                return entry
        return None


def _steps(keys: Iterable[str]) -> Iterator[Sequence[str]]:
    """Return the keys, each once, as many at a time as one statement takes."""
    return in_batches(tuple(dict.fromkeys(keys)))


def _same_date_or_start(entry: LedgerEntry, record: ParsedRecord, start: str) -> bool:
    if entry.date and record.date:
        return entry.date == record.date
    return bool(start) and entry.body_key == start


def entry_of(record: ParsedRecord, instance: models.Model, written: Values) -> LedgerEntry:
    """Return a new ledger entry for a record, unsaved."""
    return LedgerEntry(**facts_of(record), written=written, record=instance)


def facts_of(record: ParsedRecord) -> dict[str, Any]:
    """Return the fields of a ledger entry that follow from the text alone."""
    return {
        "kind": record.kind,
        "title": record.title,
        "title_key": identity.stored_key(record.title),
        "prefix_key": identity.prefix_key(record),
        "title_cut": record.title_cut,
        "date": record.date,
        "body_key": identity.body_key(record),
        "text": identity.comparable(record),
        "last_in_file": record.last_in_file,
    }
