"""What a run reports: rows of files and records in plain values, and the sums over them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from seoulsolution.importing.loading.conflicts import Outcome
from seoulsolution.importing.loading.loader import Loaded
from seoulsolution.importing.models import FileOutcome
from seoulsolution.importing.parsing.records import LineCounts, Note, RecordKind

Status = FileOutcome.Status
NO_LINES = LineCounts(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class FileResult:
    """One file's row of the report. ``records`` are dictionaries as the report shows them."""

    path: str
    status: Status
    sha256: str = ""
    encoding: str = ""
    frame: str = ""
    reason: str = ""
    lines: LineCounts = NO_LINES
    records: tuple[dict[str, Any], ...] = ()
    warnings: tuple[Note, ...] = ()
    unplaced: tuple[Note, ...] = ()

    def as_report(self) -> dict[str, Any]:
        """The row in the shape of the JSON report."""
        return {
            "path": self.path,
            "sha256": self.sha256 or None,
            "encoding": self.encoding or None,
            "frame": self.frame or None,
            "status": str(self.status),
            "reason": self.reason or None,
            "lines": vars(self.lines),
            "records": list(self.records),
            "warnings": [{"line": note.line, "message": note.message} for note in self.warnings],
        }


def record_row(loaded: Loaded) -> dict[str, Any]:
    """A record's row of the report. Its date has the precision of the source: an issue's is a month."""
    record = loaded.record
    return {
        "kind": str(record.kind),
        "title": record.title_as_appears,
        "date": record.stated_date,
        "language": record.language,
        "lines": [record.first_line, record.last_line],
        "outcome": str(loaded.outcome),
        "published": loaded.published,
        "review": list(loaded.reasons),
    }


@dataclass
class Totals:
    """Sums over a run's files."""

    files: Counter = field(default_factory=Counter)
    outcomes: dict[str, Counter] = field(
        default_factory=lambda: {str(kind): Counter() for kind in RecordKind}
    )
    lines: Counter = field(default_factory=Counter)

    def add(self, result: FileResult):
        self.files[str(result.status)] += 1
        self.lines.update(vars(result.lines))
        for record in result.records:
            self.outcomes[record["kind"]][record["outcome"]] += 1

    @property
    def complete(self) -> bool:
        """Whether every file went in, and every item of them."""
        refused = sum(counter[Outcome.REFUSED] for counter in self.outcomes.values())
        return not (self.files[Status.REFUSED] or self.files[Status.FAILED] or refused)

    def as_report(self) -> dict[str, Any]:
        return {
            "files": {str(status): self.files[str(status)] for status in Status},
            "records": {
                kind: {str(outcome): counter[str(outcome)] for outcome in Outcome}
                for kind, counter in self.outcomes.items()
            },
            "lines": {name: self.lines[name] for name in vars(NO_LINES)},
        }
