"""Making a backup while the site is used."""

from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils import timezone

from seoulsolution.monitoring.outages import one_line
from seoulsolution.operations.backups import BackupError, databases
from seoulsolution.operations.backups.archive import (
    Backup,
    Manifest,
    backups_in,
    digest_of,
    keep_latest,
    locked,
    new_backup,
)
from seoulsolution.operations.backups.media import Uploads


@dataclass(frozen=True)
class Made:
    """A backup that was made, and the names of those that went for it."""

    backup: Backup
    manifest: Manifest
    removed: list[str]


def make(folder: Path, keep: int | None = None) -> Made:
    """Make a backup in ``folder``; then remove all but the latest ``keep``.

    What it holds is the database at one moment, and every upload that the database knew then. Raise
    BackupError; there is no new backup then, and no old one is removed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(folder):
            begun_at, earlier = timezone.now(), next(iter(backups_in(folder)), None)
            with new_backup(folder, begun_at) as backup:
                uploads = Uploads(backup, begun_at, earlier)
                manifest = _write(backup, uploads)
                backup.verify(manifest, but=uploads.linked)
                databases.of_site().check(backup.database, manifest.rows)
            return Made(backups_in(folder)[0], manifest, keep_latest(folder, keep) if keep else [])
    except OSError as error:
        raise BackupError(f"{folder} cannot take the backup: {error.strerror or error}.") from error
    except DatabaseError as error:
        raise BackupError(f"The database cannot be copied: {one_line(error)}.") from error


def _write(backup: Backup, uploads: Uploads) -> Manifest:
    """Copy uploads, the database, and the uploads that came meanwhile: these are few, and none is missed.

    An upload is in the storage before the database knows it. One that is deleted while the database is copied
    was there before.
    """
    uploads.copy_new()
    snapshot = databases.of_site().dump(backup.database)
    uploads.copy_new()
    manifest = Manifest(
        begun_at=uploads.begun_at.isoformat(),
        vendor=connection.vendor,
        database=digest_of(backup.database),
        rows=snapshot.rows,
        migrations=snapshot.migrations,
        media=uploads.stored,
        missing=sorted(snapshot.uploads - uploads.stored.keys()),
    )
    backup.write(manifest)
    return manifest
