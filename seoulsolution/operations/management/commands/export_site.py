from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulsolution.operations.export import ExportError
from seoulsolution.operations.export.writing import export


class Command(BaseCommand):
    help = (
        "Writes the public site into FOLDER as files, compressed as well, for nginx (deployment nginx "
        "--export FOLDER). Again, it writes what has changed and removes what is gone. For a timer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="its own, and nothing else's; made if it is not there")

    def handle(self, *, folder: Path, **options: Any) -> None:
        folder = folder.absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            result = export(folder)
        except ExportError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror or error}.") from error
        if result is None:
            self.stdout.write("Nothing has changed.")
            return
        self.stdout.write(
            f"{result.addresses} addresses: {result.written} written, {result.removed} files removed."
        )
