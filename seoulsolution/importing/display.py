"""Console output of an import: progress, problems, and a table at the end."""

from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from seoulsolution.importing.loading.conflicts import Outcome
from seoulsolution.importing.models import FileOutcome
from seoulsolution.importing.reporting import FileResult, Totals
from seoulsolution.importing.undo import Undone

MOST_UNPLACED = 20
LINE_WIDTH = 100


class Display:
    """Shows a run on a stream: a progress bar on a terminal, else plain lines; quiet shows problems only."""

    def __init__(self, stream, verbosity: int = 1, no_color: bool = False):
        self.console = Console(file=stream, no_color=no_color, highlight=False, soft_wrap=True)
        if not self.console.is_terminal:
            self.console.width = LINE_WIDTH
        self.verbosity = verbosity
        self.unplaced: list[tuple[str, int, str]] = []
        self.unplaced_count = 0
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files, {task.fields[records]} records, time left"),
            TimeRemainingColumn(),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal or verbosity < 1,
        )
        self.task = self.progress.add_task("Importing", total=None, records=0)
        self.records = 0

    @contextmanager
    def progressing(self, total: int):
        """Show a progress bar for ``total`` files while the block runs, on a terminal only."""
        self.progress.update(self.task, total=total)
        with self.progress:
            yield

    def show(self, result: FileResult):
        """Show a file's result. Quiet shows it only with a problem; verbosity 2 shows its records, too."""
        self.records += len(result.records)
        self.progress.update(self.task, advance=1, records=f"{self.records:,}")
        self._collect_unplaced(result)
        has_problem = result.status in (FileOutcome.Status.REFUSED, FileOutcome.Status.FAILED)
        if has_problem or self.verbosity > 0:
            text = result.reason if has_problem else _count(len(result.records), "record")
            self.console.print(f"{result.status:<9} {escape(result.path)}: {escape(text)}")
        if self.verbosity > 1:
            for row in result.records:
                self.console.print(f"          {row['outcome']:<9} {_name(row)}")
        if self.verbosity > 0:
            for note in result.warnings:
                self.console.print(f"          {escape(result.path)}:{note.line}: {escape(note.message)}")

    def _collect_unplaced(self, result: FileResult):
        self.unplaced_count += len(result.unplaced)
        room = MOST_UNPLACED - len(self.unplaced)
        self.unplaced += [(result.path, note.line, note.message) for note in result.unplaced[:room]]

    def finish(self, totals: Totals, dry_run: bool):
        """Show the table of kinds and outcomes, and the first unplaced lines."""
        if self.verbosity < 1:
            return
        self.console.print(_table(totals))
        files = ", ".join(f"{number} {status}" for status, number in totals.files.items()) or "none"
        lines = totals.lines
        self.console.print(
            f"Files: {files}. Lines with text: {lines['nonblank']}, of them {lines['record']} in records, "
            f"{lines['boilerplate']} furniture, {lines['unplaced']} unplaced."
        )
        for path, line, text in self.unplaced:
            self.console.print(f"unplaced  {escape(path)}:{line}: {escape(text.strip()[:LINE_WIDTH])}")
        if self.unplaced_count > len(self.unplaced):
            self.console.print(f"… and {self.unplaced_count - len(self.unplaced)} more, all in the admin")
        if dry_run:
            self.console.print("Dry run: nothing was written.")

    def show_undone(self, undone: Undone, dry_run: bool):
        """Show the records that were removed and those that were kept, with the reason."""
        if self.verbosity < 1:
            return
        for row in undone.removed:
            self.console.print(f"removed   {_name(row)}")
        for row in undone.kept:
            self.console.print(f"kept      {_name(row)}: {row['reason']}")
        self.console.print(f"Records: {len(undone.removed)} removed, {len(undone.kept)} kept.")
        if dry_run:
            self.console.print("Dry run: nothing was written.")


def _name(row: dict) -> str:
    return f"{row['kind'].replace('_', ' ')} “{escape(row['title'])}”"


def _table(totals: Totals) -> Table:
    table = Table("kind", *(str(outcome) for outcome in Outcome), box=box.SIMPLE, pad_edge=False)
    table.columns[0].no_wrap = True
    for column in table.columns[1:]:
        column.justify, column.no_wrap = "right", True
    for kind, counter in totals.outcomes.items():
        table.add_row(kind.replace("_", " "), *(str(counter[str(outcome)]) for outcome in Outcome))
    return table


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
