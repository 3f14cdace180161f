"""What happens to a text whose record already exists.

The first text stays and a later one is proposed to staff, unless it completes a cut title, fills an empty
field, or repairs the last record of a truncated file. What staff changed is never overwritten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db import models

from seoulsolution.importing.loading import identity
from seoulsolution.importing.loading.writers.base import Values, Writer, storable
from seoulsolution.importing.models import Identity, LedgerEntry, Proposal, SourceFile
from seoulsolution.importing.parsing.records import ParsedRecord
from seoulsolution.importing.parsing.text import ends_sentence
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions import history
from seoulsolution.revisions.drafts import worked_on

GAPS = ("date", "author", "source_name", "source_url")
# Guesses and positions do not make another text.
NOT_PROPOSED = ("topics", "position", "state", "title_cut", "is_site_owner", "kind")


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    PROPOSED = "proposed"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass
class Conflict:
    """A text whose record already exists, with the record and its ledger entry.

    ``source`` returns the file that the text is in, saved; ``run`` is the run that found it.
    """

    entry: LedgerEntry
    instance: models.Model
    record: ParsedRecord
    key: str
    values: Values
    writer: Writer
    source: Callable[[], SourceFile]
    run: UUID
    outcome: Outcome = Outcome.UNCHANGED
    #: Reasons for review that no longer hold.
    settled: set[ReviewReason] = field(default_factory=set)
    #: Whether a proposal was created, and whether a truncated text was repaired.
    proposed: bool = False
    repaired: bool = False
    #: Keys that lead to the record from now on, besides that of the text.
    keys: set[str] = field(default_factory=set)

    def settle(self) -> Outcome:
        """Fill, complete, repair, propose or do nothing; return which."""
        text = identity.comparable(self.record)
        same = text == self.entry.text
        completes = self.entry.title_cut and not self.record.title_cut
        repairs = self.entry.last_in_file and identity.continues(self.entry.text, text)
        partial = self.record.last_in_file and identity.continues(text, self.entry.text)
        if partial and not ends_sentence(text):
            repairs = False
        values = self._gaps()
        if completes:
            values |= {name: self.values[name] for name in self.values if name.startswith("title")}
        if repairs:
            values |= self._repaired(same)
            self.repaired = not same
        self._take(values)
        if same:
            self._propose(self._second_head())
        elif not (repairs or partial):
            self._propose(self._second_text())
        self._update_entry(text, completes, repairs, same)
        return self.outcome

    def propose_all(self):
        """Propose every value of the text: staff made the record, so nothing is overwritten."""
        self._propose(self._second_text())

    def _gaps(self) -> Values:
        """Return the values that the record lacks and this text has."""
        written = self.entry.written
        return {name: self.values[name] for name in GAPS if self.values.get(name) and not written.get(name)}

    def _repaired(self, same: bool) -> Values:
        """Return the values of the whole text, but no cut title where the whole one is known."""
        if same:
            # The text was whole after all, so the record need not stay a draft for being truncated.
            whole = not self.record.last_in_file and "state" in self.values
            return {"state": self.values["state"]} if whole else {}
        keeps_title = self.record.title_cut and not self.entry.title_cut
        return {
            name: value
            for name, value in self.values.items()
            if not (keeps_title and name.startswith("title")) and (value or name not in GAPS)
        }

    def _take(self, values: Values):
        """Write the values of fields that staff did not change; propose the others."""
        if not values or not self._lock():
            return
        current = self.writer.current(self.instance, values)
        differing = {name: value for name, value in values.items() if storable(value) != current[name]}
        written = self.entry.written
        free = {name: v for name, v in differing.items() if current[name] == written.get(name, "")}
        if free and worked_on(self.instance):
            free = {}
        self._propose({name: value for name, value in differing.items() if name not in free})
        if free:
            history.keep_first([history.owner(self.instance)])
            self.writer.write(self.instance, free)
            self.entry.written = {**written, **self.writer.current(self.instance, free)}
            self.outcome = Outcome.UPDATED

    def _lock(self) -> bool:
        """Read the record again, locked: staff may have changed it since; return whether it is there."""
        locked = type(self.instance)._default_manager.select_for_update(of=("self",))
        found = locked.filter(pk=self.instance.pk).first()
        self.instance = found or self.instance
        return found is not None

    def _second_text(self) -> Values:
        return {
            name: value
            for name, value in self.values.items()
            if name not in NOT_PROPOSED and storable(value) != self.entry.written.get(name)
        }

    def _second_head(self) -> Values:
        """Return the title and date that the same text has now, where it was read otherwise before."""
        is_cut = self.record.title_cut or self.entry.title_cut
        is_renamed = not is_cut and identity.stored_key(self.record.title) != self.entry.title_key
        names = [name for name in self.values if is_renamed and name.startswith("title_")]
        return {name: v for name, v in self._second_text().items() if v and name in (*names, "date")}

    def _propose(self, values: Values):
        """Propose values to staff, only once however often the file is imported."""
        stored = {name: storable(value) for name, value in values.items()}
        if not stored or stored == self.writer.current(self.instance, stored):
            # The record already says this, whoever wrote it.
            return
        _proposal, is_new = Proposal.objects.get_or_create(
            entry=self.entry,
            values_key=identity.digest(*(f"{name}={stored[name]}" for name in sorted(stored))),
            defaults={
                "source": self.source,
                "run": self.run,
                "first_line": self.record.first_line,
                "last_line": self.record.last_line,
                "values": stored,
            },
        )
        self.proposed = self.proposed or is_new
        if is_new and self.outcome is Outcome.UNCHANGED:
            self.outcome = Outcome.PROPOSED

    def _update_entry(self, text: str, completes: bool, repairs: bool, same: bool):
        """Update the ledger entry to what is imported now."""
        entry, record = self.entry, self.record
        before = {name: getattr(entry, name) for name in ("title", "date", "text", "last_in_file")}
        if completes:
            entry.title, entry.title_key = record.title, identity.stored_key(record.title)
            entry.title_cut = False
            entry.prefix_key = identity.prefix_key(record)
            self.settled.add(ReviewReason.CUT_TITLE)
        if repairs and not same:
            entry.text, entry.body_key = text, identity.body_key(record)
            self.settled.add(ReviewReason.TITLE_ONLY)
        if entry.last_in_file and (repairs or same) and not record.last_in_file:
            entry.last_in_file = False
            self.settled.add(ReviewReason.INCOMPLETE)
        if record.date and not entry.date:
            entry.date = record.date
            self.settled.add(ReviewReason.NO_DATE)
        if self.outcome is Outcome.UPDATED or any(getattr(entry, n) != value for n, value in before.items()):
            entry.save()
        self._remember_keys()

    def _remember_keys(self):
        """Let the key of this text lead to the record; give a completed record its final key."""
        entry, final = self.entry, self.key
        if entry.title_key != identity.stored_key(self.record.title) or entry.date != self.record.date:
            final = identity.import_key(self.record, title=entry.title, date=entry.date)
        if final == self.key == self.instance.import_key:
            return
        self.keys = {self.key, final}
        for key in self.keys:
            Identity.objects.get_or_create(key=key, defaults={"entry": entry})
        is_ours = Identity.objects.filter(key=final, entry=entry).exists()
        if is_ours and self.outcome is Outcome.UPDATED:
            self.instance.import_key = final
            self.instance.save(update_fields=["import_key"])
