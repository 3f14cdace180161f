"""The JSON report of a run, written file by file so that its size does not matter to memory."""

import json
import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from seoulsolution.importing.results import FileResult, Totals


class Report:
    """Writes to a temporary neighbour that takes the report's name when it is whole.

    As a context manager it leaves no half report behind when the run breaks off. Raises OSError when
    the place cannot be written.
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


def write_report(path: Path, contents: dict):
    """Write a report that is known as a whole. Raises OSError when the place cannot be written."""
    path.write_text(json.dumps(contents, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
