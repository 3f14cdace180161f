import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseFault

from seoulsolution.importing.display import Display
from seoulsolution.importing.models import Run
from seoulsolution.importing.reporting import Report, write_report
from seoulsolution.importing.runs import Importer
from seoulsolution.importing.sources import find_files
from seoulsolution.importing.undo import undo as undo_run

# Exit code of a program that Ctrl+C ended, as shells report it.
INTERRUPTED = 130


@contextmanager
def interrupts_held() -> Iterator[Callable[[], None]]:
    """Hold Ctrl+C back until the function that this yields is called; pressed twice, it comes at once.

    Within a function of ours that SQLite calls, a KeyboardInterrupt would be an error of the database.
    """
    held = False

    def hold(number, frame):
        nonlocal held
        if held:
            raise KeyboardInterrupt
        held = True

    def release():
        if held:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield release  # signals are the main thread's
        return
    before = signal.signal(signal.SIGINT, hold)
    try:
        yield release
    finally:
        signal.signal(signal.SIGINT, before)


class Command(BaseCommand):
    help = "Imports saved pages of the two old sites. Running it again with the same files changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders (default: seeds/)")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, write nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write a report in JSON")

        parser.add_argument(
            "-q", "--quiet", action="store_true", help="say only what went wrong (as --verbosity 0)"
        )
        parser.add_argument(
            "--undo",
            type=UUID,
            metavar="RUN",
            help="take a run back: remove what it created and nobody touched since, and list what stays",
        )

    def handle(self, *, paths, dry_run, report, undo, quiet, verbosity, no_color, **options):
        # Rich ends its own lines; more line ends would break the progress bar.
        self.stdout.ending = ""
        display = Display(self.stdout, 0 if quiet else verbosity, no_color)
        stopped = "Stopped. The files listed are in as a whole; the same command goes on."
        broken = "The database cannot be used"
        if undo:
            stopped, broken = "Stopped. Nothing was taken back.", f"{broken}, nothing was taken back"
        try:
            if undo:
                self.undo(undo, paths, dry_run, report, display)
            else:
                self.import_files(paths, dry_run, report, display)
        except KeyboardInterrupt:
            raise CommandError(stopped, returncode=INTERRUPTED) from None
        except DatabaseFault as error:
            raise CommandError(f"{broken}: {error}") from None
        except OSError as error:
            what = f"The report {report}" if report else "The output"
            raise CommandError(f"{what} cannot be written: {error.strerror}.") from None

    def import_files(self, paths, dry_run, report, display):
        places = [Path(os.fspath(path)) for path in paths] or [settings.SEEDS_DIR]
        importer = Importer(dry_run=dry_run)
        listing = Report(report, importer.id, dry_run) if report else nullcontext()
        with listing as written, interrupts_held() as interrupt_between_files:

            def on_result(result):
                display.show(result)
                if written:
                    written.add(result)
                interrupt_between_files()

            importer.on_result = on_result
            # Walked twice, so that no list of all files is held.
            total = sum(1 for _found in find_files(places, settings.BASE_DIR))
            with display.progressing(total):
                totals = importer.run(find_files(places, settings.BASE_DIR))
            if written:
                written.finish(totals)
        display.finish(totals, dry_run)
        if not totals.complete:
            raise CommandError("Not everything went in; see above.")

    def undo(self, run_id, paths, dry_run, report, display):
        if paths:
            raise CommandError("--undo takes no paths.")
        try:
            run = Run.objects.get(pk=run_id)
        except Run.DoesNotExist:
            raise CommandError(f"There is no run {run_id}.") from None
        if run.status == Run.Status.UNDONE:
            raise CommandError(f"The run {run_id} was taken back already.")
        undone = undo_run(run, dry_run)
        display.show_undone(undone, dry_run)
        if report:
            write_report(report, undone.as_report(dry_run))
