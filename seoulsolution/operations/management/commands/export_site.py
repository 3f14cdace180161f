from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulsolution.operations.export import ExportError
from seoulsolution.operations.export.places import place_at
from seoulsolution.operations.export.writing import export


class Command(BaseCommand):
    help = (
        "Writes the public site into a folder as files, compressed as well, for nginx (deployment nginx "
        "--export FOLDER), or into a bucket. Again, it writes what differs and removes what is "
        "gone. For a timer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "place",
            metavar="FOLDER",
            help="its own, and nothing else's; made if it is not there. Or a bucket: s3://NAME",
        )

    def handle(self, *, place: str, **options: Any) -> None:
        try:
            result = export(place_at(place))
        except ExportError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{place} cannot be written: {error.strerror or error}.") from error
        if result is None:
            self.stdout.write("Nothing has changed.")
            return
        self.stdout.write(
            f"{result.addresses} addresses: {result.written} written, {result.removed} files removed."
        )
