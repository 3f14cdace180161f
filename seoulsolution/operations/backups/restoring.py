"""Putting a backup in the place of the present database and uploads."""

import io
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from seoulsolution.importing.models import Run
from seoulsolution.monitoring.outages import one_line
from seoulsolution.operations.backups import BackupError, databases, media
from seoulsolution.operations.backups.archive import Backup, Manifest, find, locked
from seoulsolution.revisions.models import Revision

#: Who has none of these has nothing to lose: default pages and topics come with ``migrate``.
RECORDS = (get_user_model(), Revision, Run)


def restore(folder: Path, *, replace: bool = False) -> tuple[Backup, Manifest]:
    """Replace database and uploads by the backup that ``folder`` is or the latest in it; return it.

    Raise BackupError: nothing has changed then, or uploads were added that the database does not know yet.
    """
    backup = find(folder)
    with locked(backup.folder.parent):
        manifest = backup.read()
        _require_fit(manifest)
        if not replace:
            _require_empty()
        backup.verify(manifest)
        database = databases.of_site()
        database.check(backup.database, manifest.rows)
        try:
            media.put_back(backup, manifest)
            database.load(backup.database, manifest.rows, secrets.token_hex(8))
        except OSError as error:
            raise BackupError(f"The backup cannot be put back: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise BackupError(f"The database cannot be written: {one_line(error)}.") from error
    return backup, manifest


def bring_up_to_date() -> bool:
    """Migrate what an older release made, and compare the search index; return whether it was built again."""
    call_command("migrate", interactive=False, verbosity=0)
    try:
        call_command("check_search", stdout=io.StringIO())
    except CommandError:
        call_command("rebuild_search", verbosity=0)
        return True
    return False


def _require_fit(manifest: Manifest) -> None:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    if manifest.vendor != connection.vendor:
        raise BackupError(
            f"This is a backup of {names.get(manifest.vendor, manifest.vendor)}, "
            f"and the site is on {names[connection.vendor]}: change DATABASE_URL."
        )
    known = MigrationLoader(None).disk_migrations
    if unknown := [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]:
        raise BackupError(
            f"This is a backup of a newer release, which has {unknown[0]}: deploy that release, then restore."
        )


def _require_empty() -> None:
    try:
        there = set(connection.introspection.table_names())
        filled = any(model._meta.db_table in there and model.objects.exists() for model in RECORDS)
    except DatabaseError as error:
        raise BackupError(
            f"The present database cannot be read ({one_line(error)}): "
            "--replace puts the backup in its place."
        ) from error
    if filled:
        raise BackupError("The present database has records: --replace puts the backup in their place.")
