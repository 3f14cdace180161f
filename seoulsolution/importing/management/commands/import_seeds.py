import os
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
        verbosity = 0 if quiet else verbosity
        # Rich ends its own lines; the wrapper would break the progress bar with more.
        self.stdout.ending = ""
        if undo:
            if paths:
                raise CommandError("--undo takes no paths.")
            self.undo(undo, dry_run, report, Display(self.stdout, 0, verbosity, no_color))
            return
        places = [Path(os.fspath(path)) for path in paths] or [settings.SEEDS_DIR]
        files = list(find_files(places, settings.BASE_DIR))
        importer = Importer(dry_run=dry_run)
        try:
            written = Report(report, importer.id, dry_run) if report else None
        except OSError as error:
            raise CommandError(f"The report {report} cannot be written: {error.strerror}.") from None
        totals = self.run_with_display(importer, files, written, verbosity, no_color)
        if not totals.complete:
            raise CommandError("Not everything went in; see above.")

    def run_with_display(self, importer, files, written, verbosity, no_color):
        with Display(self.stdout, len(files), verbosity, no_color) as display:

            def on_result(result):
                display.show(result)
                if written:
                    written.add(result)

            importer.on_result = on_result
            try:
                totals = importer.run(files)
            except DatabaseFault as error:
                if written:
                    written.discard()
                raise CommandError(f"The database cannot be used: {error}") from None
            except KeyboardInterrupt:
                if written:
                    written.discard()
                raise CommandError(
                    "Stopped. The files listed are in as a whole; the same command goes on."
                ) from None
        if written:
            written.finish(totals)
        display.finish(totals, importer.dry_run)
        return totals

    def undo(self, run_id, dry_run, report, display):
        try:
            run = Run.objects.get(pk=run_id)
            if run.status == Run.Status.UNDONE:
                raise CommandError(f"The run {run_id} was taken back already.")
            undone = undo_run(run, dry_run)
        except Run.DoesNotExist:
            raise CommandError(f"There is no run {run_id}.") from None
        except DatabaseFault as error:
            raise CommandError(f"The database cannot be used, nothing was taken back: {error}") from None
        display.show_undone(undone, dry_run)
        if report:
            try:
                write_report(report, undone.as_report(dry_run))
            except OSError as error:
                raise CommandError(f"The report {report} cannot be written: {error.strerror}.") from None
