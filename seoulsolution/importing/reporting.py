"""What a run reports: a row per file and record, totals, and the JSON file."""

import json
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from seoulsolution.importing.loading.conflicts import Outcome
from seoulsolution.importing.loading.loader import Loaded
from seoulsolution.importing.models import FileOutcome
from seoulsolution.importing.parsing.records import LineCounts, Note, RecordKind

NO_LINES = LineCounts(0, 0, 0, 0, 0)
#: Keys of the report that differ from the names here; operators' scripts rely on them.
REPORT_KEYS = {"layout": "frame", "boilerplate": "furniture"}


@dataclass(frozen=True)
class FileResult:
    """A file's row of the report. ``records`` are rows as ``record_row`` returns them."""

    path: str
    status: FileOutcome.Status
    sha256: str = ""
    encoding: str = ""
    layout: str = ""
    reason: str = ""
    lines: LineCounts = NO_LINES
    records: tuple[dict[str, Any], ...] = ()
    warnings: tuple[Note, ...] = ()
    unplaced: tuple[Note, ...] = ()

    def as_report(self) -> dict[str, Any]:
        """Return the row as the JSON report has it."""
        return {
            "path": self.path,
            "sha256": self.sha256 or None,
            "encoding": self.encoding or None,
            REPORT_KEYS["layout"]: self.layout or None,
            "status": str(self.status),
            "reason": self.reason or None,
            "lines": _lines_report(vars(self.lines)),
            "records": list(self.records),
            "warnings": [{"line": note.line, "message": note.message} for note in self.warnings],
        }


def _lines_report(counts: Mapping[str, int]) -> dict[str, int]:
    return {REPORT_KEYS.get(name, name): counts[name] for name in vars(NO_LINES)}


def record_row(loaded: Loaded) -> dict[str, Any]:
    """Return a record's row of the report. Its date is as precise as the source: an issue's is a month."""
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
    """Totals over a run's files."""

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
        """Whether every file was imported with all of its records."""
        refused = sum(counter[Outcome.REFUSED] for counter in self.outcomes.values())
        failed = self.files[FileOutcome.Status.REFUSED] or self.files[FileOutcome.Status.FAILED]
        return not (failed or refused)

    def as_report(self) -> dict[str, Any]:
        """Return the totals as the JSON report has them."""
        return {
            "files": {str(status): self.files[str(status)] for status in FileOutcome.Status},
            "records": {
                kind: {str(outcome): counter[str(outcome)] for outcome in Outcome}
                for kind, counter in self.outcomes.items()
            },
            "lines": _lines_report(self.lines),
        }


class Report:
    """The JSON report of a run, written file by file so that its size does not matter to memory.

    It is written to a temporary file beside ``path``, which is renamed once it is complete. As a context
    manager it removes that file when the run stops early. Raise OSError when the file cannot be written.
    """

    def __init__(self, path: Path, run: UUID, dry_run: bool):
        self.path = path
        self.partial = path.with_name(f"{path.name}.part")
        self.file = open(self.partial, "w", encoding="utf-8")  # noqa: SIM115 - closed at the exit
        self.file.write(f'{{"run": "{run}", "dry_run": {json.dumps(dry_run)}, "files": [')
        self.separator = "\n"

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        with suppress(OSError):
            self.file.close()
        self.partial.unlink(missing_ok=True)

    def add(self, result: FileResult):
        self.file.write(self.separator + json.dumps(result.as_report(), ensure_ascii=False))
        self.separator = ",\n"

    def finish(self, totals: Totals):
        self.file.write(f'\n], "totals": {json.dumps(totals.as_report())}}}\n')
        self.file.close()
        os.replace(self.partial, self.path)


def write_report(path: Path, contents: dict[str, Any]):
    """Write a report that is complete. Raise OSError when the file cannot be written."""
    path.write_text(json.dumps(contents, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
