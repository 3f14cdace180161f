from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulsolution.operations.backups import BackupError
from seoulsolution.operations.backups.making import make


class Command(BaseCommand):
    help = (
        "Copies database and uploads into a new folder in FOLDER, while the site is used, and reads the copy "
        "again. Uploads that the backup before has are linked to it. SECRET_KEY is not in a backup: "
        "keep it apart."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups are; made if it is not there")
        parser.add_argument("--keep", type=int, metavar="N", help="then remove all but the latest N backups")

    def handle(self, *, folder: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep takes 1 or more: the backup that was just made stays.")
        try:
            made = make(folder.absolute(), keep)
        except BackupError as error:
            raise CommandError(str(error)) from None
        manifest = made.manifest
        rows, size = sum(manifest.rows.values()), manifest.database.size
        size += sum(stored.size for stored in manifest.media.values())
        self.stdout.write(
            f"{made.backup.folder}: {rows} rows, {len(manifest.media)} uploads, {size / 1e6:.1f} MB; "
            "all read again."
        )
        for name in made.removed:
            self.stdout.write(f"Removed {name}.")
        if manifest.missing:
            self.stderr.write(
                f"The database knows uploads that the storage lacks: {', '.join(manifest.missing[:5])}"
                f"{' …' if len(manifest.missing) > 5 else ''} ({len(manifest.missing)})."
            )
