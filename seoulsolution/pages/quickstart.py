"""The steps that turn a checkout into a running site; each can be repeated."""

import contextlib
import errno
import fcntl
import os
import secrets
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils.crypto import get_random_string

STAFF_NAME = "editor"
PASSWORD_LENGTH = 16
#: Letters and digits that cannot be mistaken for one another when typed from a screen.
PASSWORD_CHARACTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # noqa: S105
WORKERS, THREADS = 2, 4
LAST_PORT = 65_535
#: Length of a request line, the most that gunicorn allows. A Korean syllable takes nine characters of it:
#: with the default of 4094, long queries got gunicorn's own error instead of a page of the site.
ADDRESS_LIMIT = 8190


def require_free_port(host, port):
    """Raise CommandError with the reason when nothing can listen on ``host``:``port``."""
    if not 1 <= port <= LAST_PORT:
        raise CommandError(f"{port} is not a port: ports go from 1 to {LAST_PORT}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as error:
            raise CommandError(f"{host} is not an address of this machine.") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is taken on {host}. Stop the other program or choose another port: "
                    f"quickstart --port {port + 1}"
                ) from error
            raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error


def require_writable_directories():
    """Create the directories the site writes to; raise CommandError for the first that is not writable."""
    for name in ("VAR_DIR", "MEDIA_ROOT", "STATIC_ROOT"):
        directory = Path(getattr(settings, name))
        probe = directory / f".write-test-{secrets.token_hex(4)}"
        try:
            directory.mkdir(parents=True, exist_ok=True)
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise CommandError(
                f"{directory} cannot be written: {error.strerror}. "
                f"Make it writable or name another directory in {name}."
            ) from error


@contextlib.contextmanager
def alone(say):
    """Let one process at a time set up the site in VAR_DIR; ``say`` that we wait if another one does it."""
    with (Path(settings.VAR_DIR) / "quickstart.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another quickstart sets up {settings.VAR_DIR}; waiting until it is done")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate():
    """Bring the database up to date; raise CommandError when it cannot be reached or written."""
    try:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    except DatabaseError as error:
        place = connection.settings_dict["NAME"]
        raise CommandError(
            f"The database {place} cannot be used: {str(error).strip()}. Check DATABASE_URL."
        ) from error


def create_staff_account():
    """Create the first staff account and return (name, password), or None if there is one already."""
    users = get_user_model().objects
    if users.filter(is_staff=True, is_active=True).exists():
        return None
    name = STAFF_NAME
    while users.filter(username=name).exists():
        name = f"{STAFF_NAME}-{secrets.token_hex(2)}"
    password = get_random_string(PASSWORD_LENGTH, PASSWORD_CHARACTERS)
    users.create_superuser(name, password=password)
    return name, password


def collect_static_files():
    """Gather, fingerprint and compress the static files."""
    call_command("collectstatic", interactive=False, verbosity=0)


def addresses(host, port):
    """Return (label, address) pairs of the pages to open first."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    base = f"http://{shown}:{port}"
    return [("English", f"{base}/en/"), ("한국어", f"{base}/ko/"), ("Admin", f"{base}/admin/")]


def serve(host, port):
    """Replace this process by the web server; never return."""
    if not settings.SITE_URL_IS_SET:
        os.environ["SITE_URL"] = addresses(host, port)[0][1].removesuffix("/en/")
    os.chdir(settings.BASE_DIR)
    listen = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    arguments = ["-m", "gunicorn", "seoulsolution.wsgi", "--bind", listen]
    arguments += ["--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "warning"]
    arguments += ["--limit-request-line", str(ADDRESS_LIMIT)]
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - a fixed command of our own
