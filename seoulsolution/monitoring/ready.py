"""What has to hold before a server should be given visitors.

A check returns "" when all is well, else what is wrong: for the log, since visitors may read the answer.
"""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from seoulsolution.monitoring.outages import let_go, one_line

logger = logging.getLogger(__name__)

#: Below it uploads, and soon the database, begin to fail.
LEAST_FREE_MEGABYTES = 100
NOT_KNOWN = "not known"
Check = Callable[[], str]
_checks: dict[str, Check] = {}
#: Names of the checks that passed and need not be asked again.
_settled: set[str] = set()
_settling: set[str] = set()
_reported: dict[str, str] = {}


def check(name: str, *, once: bool = False) -> Callable[[Check], Check]:
    """Register a check (a decorator).

    With ``once`` it is a question to the database that is asked until it passes: the answer stays.
    """

    def register(function: Check) -> Check:
        _checks[name] = function
        if once:
            _settling.add(name)
        return function

    return register


def problems() -> dict[str, str]:
    """Return {name of check: what is wrong}, "" for what is as it should be. The log gets what is new."""
    found: dict[str, str] = {}
    for name in _checks:
        if name in _settled:
            found[name] = ""
        elif found.get("database") and name in _settling:
            found[name] = NOT_KNOWN  # each would wait for the database again
        else:
            found[name] = _ask(name)
    wrong = {name: problem for name, problem in found.items() if problem not in ("", NOT_KNOWN)}
    if wrong != _reported:
        _reported.clear()
        _reported.update(wrong)
        said = "; ".join(f"{name}: {problem}" for name, problem in wrong.items())
        logger.warning("%s", f"Not ready. {said}" if wrong else "Ready again.")
    return found


def _ask(name: str) -> str:
    try:
        problem = _checks[name]()
    except (Error, OSError) as error:
        let_go()
        return one_line(error)
    if not problem and name in _settling:
        _settled.add(name)
    return problem


@check("database")
def _database() -> str:
    """Read a row of a table: a server that accepts connections may still be unable to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations LIMIT 1")
        return "" if cursor.fetchone() else "the database is empty: run migrate"


def missing_migrations() -> list[str]:
    """Return the migrations that the database lacks ("app.name"), in the order in which they come."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _is_backwards in plan]


@check("migrations", once=True)
def _migrations() -> str:
    missing = missing_migrations()
    return f"{len(missing)} not applied, first {missing[0]}: run migrate" if missing else ""


@check("static_files")
def _static_files() -> str:
    lacks = isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.hashed_files
    return "there is no manifest: run collectstatic and restart" if lacks else ""


@check("disk")
def _disk() -> str:
    for folder in (settings.VAR_DIR, settings.MEDIA_ROOT):
        if Path(folder).exists() and (free := shutil.disk_usage(folder).free >> 20) < LEAST_FREE_MEGABYTES:
            return f"{free} MB are free in {folder}"
    return ""
