"""Copying a database at one moment while others write, and putting a copy in its place.

``sqlite`` and ``postgresql`` have the same functions:

``dump(path)``
    Write the database to ``path``, as it is at one moment; return a Snapshot of that moment.
``check(path, rows)``
    Read the copy at ``path`` and compare it with ``rows``; raise BackupError if they differ.
``load(path, rows, epoch)``
    Replace the database by the copy, wholly or not at all; the content version gets another ``epoch``, so
    that no page that was kept before is given out.
"""

from types import ModuleType

from django.db import connection

from seoulsolution.operations.backups.databases import postgresql, sqlite


def of_site() -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
