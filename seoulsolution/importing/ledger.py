"""The ledger: which record a text belongs to, found by exact keys and never by likeness."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models

from seoulsolution.importing import identity
from seoulsolution.importing.models import Identity, LedgerEntry
from seoulsolution.importing.records import Kind, Record
from seoulsolution.importing.writers.base import Values


class Ledger:
    """The entries that the records of one file belong to, fetched together."""

    def __init__(self):
        self.entries: dict[str, LedgerEntry] = {}

    def fetch(self, keys: Iterable[str]):
        """Look all keys up at once, with the records behind them."""
        found = Identity.objects.filter(key__in=list(keys)).select_related("entry")
        self.entries |= {known.key: known.entry for known in found}
        models.prefetch_related_objects(list(self.entries.values()), "record")

    def find(self, record: Record, key: str) -> LedgerEntry | None:
        """The entry of the record a text belongs to: by its key, its cut title, or its cut-off text."""
        return self.entries.get(key) or _by_cut_title(record) or _by_cut_text(record)

    def add(self, key: str, entry: LedgerEntry):
        """Know an entry of this very file, which may hold a record twice."""
        self.entries[key] = entry


def _by_cut_title(record: Record) -> LedgerEntry | None:
    """The one entry with the same first 80 characters, one of the two cut, and the same date or beginning."""
    prefix = identity.prefix_key(record)
    if not prefix:
        return None
    start = identity.body_key(record)
    found = [
        entry
        for entry in LedgerEntry.objects.filter(kind=record.kind, prefix_key=prefix)
        if entry.title_cut != record.title_cut and _same_date_or_start(entry, record, start)
    ]
    return found[0] if len(found) == 1 else None


def _same_date_or_start(entry: LedgerEntry, record: Record, start: str) -> bool:
    if entry.date and record.date:
        return entry.date == record.date
    return bool(start) and entry.body_key == start


def _by_cut_text(record: Record) -> LedgerEntry | None:
    """An undated entry of the same title of which one text is the beginning of the other's."""
    if record.date or record.kind in (Kind.PARTNER, Kind.NEWSLETTER_ISSUE, Kind.NEWSLETTER_STORY):
        return None
    text = identity.comparable(record)
    for entry in LedgerEntry.objects.filter(
        kind=record.kind, title_key=identity.stored_key(record.title), date=None
    ).order_by("id"):
        if entry.last_in_file and identity.continues(entry.text, text):
            return entry
        if record.last_in_file and identity.continues(text, entry.text):
            return entry
    return None


def enter(record: Record, key: str, instance: models.Model, written: Values) -> LedgerEntry:
    """Write a record into the ledger under its key."""
    entry = LedgerEntry.objects.create(
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
        content_type=ContentType.objects.get_for_model(instance),
        object_id=instance.pk,
    )
    Identity.objects.create(key=key, entry=entry)
    return entry
