from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulsolution.operations.backups import BackupError
from seoulsolution.operations.backups.restoring import bring_up_to_date, restore


class Command(BaseCommand):
    help = (
        "Puts a backup in the place of database and uploads: FOLDER is one, or has several, of which the "
        "latest is taken. Its hashes are checked first. That of an older release is migrated. Restart the "
        "servers afterwards."
    )
    # The present database may be damaged, or of another release.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="also where the present database has records"
        )

    def handle(self, *, folder: Path, replace: bool, **options: Any) -> None:
        try:
            backup, manifest = restore(folder.absolute(), replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Restored {backup.folder}: {sum(manifest.rows.values())} rows, {len(manifest.media)} uploads."
        )
        if bring_up_to_date():
            self.stdout.write("The search index was not of this release or differed: built again.")
        self.stdout.write("Restart the servers: they remember things of before.")
