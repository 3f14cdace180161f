"""The record that a page had before, where its text no longer leads to it.

An undated text is known by its beginning. A later version of the importer may read that in another shape,
and a page saved again may have a corrected one: then the lines of the same file, or the page's address on
its former site, say which record it is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType

from seoulsolution.content.old_addresses import OldAddress, tidied
from seoulsolution.importing.loading import identity
from seoulsolution.importing.loading.ledger import NEVER_CUT, Ledger
from seoulsolution.importing.models import LedgerEntry
from seoulsolution.importing.parsing.records import ParsedRecord


class Addresses:
    """Ledger entries by the address that their page had."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        self._entries: dict[str, list[LedgerEntry]] = defaultdict(list)

    def fetch(self, addresses: Iterable[str]) -> None:
        """Look up the entries of the pages that had these addresses, "" for none."""
        asked = {key for address in addresses if (key := _key(address))}
        if not asked:
            return
        at = {
            (row.kind, row.object_id): row.address
            for row in OldAddress.objects.reaching(asked)
            if row.address in asked
        }
        for label in {label for label, _pk in at}:
            kind = ContentType.objects.get_by_natural_key(*label.split("."))
            ids = [pk for each, pk in at if each == label]
            for entry in self.ledger.of_records(kind, ids):
                self._entries[at[label, entry.object_id]].append(entry)

    def add(self, address: str, entry: LedgerEntry) -> None:
        self._entries[_key(address)].append(entry)

    def find(self, address: str, record: ParsedRecord) -> LedgerEntry | None:
        """Return the only undated entry with this address and the record's title, or None."""
        title = identity.stored_key(record.title)
        found = [
            entry
            for entry in self._entries.get(_key(address), ())
            if (entry.kind, entry.title_key) == (record.kind, title) and not (entry.date or record.date)
        ]
        return found[0] if len(found) == 1 else None


def _key(address: str) -> str:
    return tidied(address).casefold()


class FormerReading:
    """What a file was read as before: ``rows`` are those of its listing, ``keys`` those of its records now.

    A record that one of the keys leads to is found by it, and none is found twice.
    """

    def __init__(self, ledger: Ledger, rows: Iterable[dict[str, Any]], keys: Collection[str]):
        self.ledger = ledger
        self.rows = [row for row in rows if row["kind"] not in NEVER_CUT]
        self._taken = {id(ledger.entries[key]) for key in keys if key in ledger.entries}

    def find(self, record: ParsedRecord) -> LedgerEntry | None:
        """Return the entry whose record had most of this record's lines, of whatever kind it is, or None."""
        if record.kind in NEVER_CUT:
            return None
        shared = [
            (min(last, record.last_line) - max(first, record.first_line), entry)
            for row in self.rows
            for first, last in [row["lines"]]
            if (entry := self.ledger.entries.get(row["key"])) and id(entry) not in self._taken
        ]
        lines, entry = max(shared, key=lambda each: each[0], default=(-1, None))
        if lines < 0 or entry is None:
            return None
        self._taken.add(id(entry))
        return entry
