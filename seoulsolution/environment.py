"""Reading the environment: a bad value becomes a system check error, never a traceback."""

import difflib
import importlib.util
import logging
import math
import os
import re
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environs

#: How long to wait for a mail server that does not answer.
MAIL_SECONDS = 20
Number = TypeVar("Number", int, float)
READERS_OF_OTHERS = frozenset({"DJANGO_SETTINGS_MODULE"})


class Environment:
    """Typed environment variables, each with a safe default.

    A value that cannot be read is kept in ``errors`` as (name, reason) and its default is used, so that
    ``manage.py check`` can report all problems at once. ``known`` collects the names that were read.
    """

    def __init__(self) -> None:
        self._env = environs.Env()
        self.errors: list[tuple[str, str]] = []
        self.known: set[str] = set()

    def read(self, kind: str, name: str, default: Any, check: Callable[[Any], Any] | None = None) -> Any:
        """Return ``name`` read as ``kind`` (a method of environs: str, bool, int, list, dj_db_url, …).

        ``check`` takes the value and returns it, normalised, or raises ValueError with a sentence that says
        what it should be. ``default`` may be a function that returns the default.
        """
        self.known.add(name)
        if os.environ.get(name, "").strip():
            try:
                value = getattr(self._env, kind)(name)
                if kind == "list":
                    value = [item.strip() for item in value if item.strip()]
                return check(value) if check else value
            except (environs.EnvError, ValueError, KeyError) as error:
                self.errors.append((name, str(error)))
        return default() if callable(default) else default

    def is_set(self, name: str) -> bool:
        self.known.add(name)
        return bool(os.environ.get(name, "").strip())

    def misspelt(self) -> list[tuple[str, str]]:
        """Return (found, meant) for each variable whose name is close to a known one."""
        pairs = []
        for found in sorted(set(os.environ) - self.known - READERS_OF_OTHERS):
            close = difflib.get_close_matches(found, self.known, n=1, cutoff=0.87)
            if close and close[0] not in os.environ:
                pairs.append((found, close[0]))
        return pairs


def web_address(value: str) -> str:
    """Return ``value`` without a trailing slash; raise ValueError unless it is an http(s) address."""
    address = urlsplit(value)
    if address.scheme not in ("http", "https") or not address.hostname or address.port == 0:
        raise ValueError(f"{value!r} is no address such as https://archive.example.org.")
    return value.rstrip("/")


def site_address(value: str) -> str:
    """Return ``value`` without a trailing slash, in small letters; raise ValueError if it has a folder."""
    address = urlsplit(web_address(value))
    if address.path or address.query or address.fragment or "@" in address.netloc:
        raise ValueError(f"{value!r} is more than a host, such as https://archive.example.org.")
    return address.geturl().lower()


def named_addresses(values: list[str]) -> list[tuple[str, str]]:
    """Return "name address" texts as pairs; raise ValueError for one without a name or a web address."""
    pairs = []
    for value in values:
        name, _space, address = value.rpartition(" ")
        if not name.strip():
            raise ValueError(f"{value!r} is no name with an address, such as Seoul https://www.seoul.go.kr.")
        pairs.append((name.strip(), web_address(address)))
    return pairs


def some_megabytes(value: int) -> int:
    """Return ``value``; raise ValueError unless it is a number of megabytes from 1 to 4096."""
    if not 1 <= value <= 4096:
        raise ValueError(f"{value} is no number of megabytes from 1 to 4096.")
    return value


def some_minutes(value: int) -> int:
    """Return ``value``; raise ValueError unless it is a number of minutes from 1 to 720."""
    if not 1 <= value <= 720:
        raise ValueError(f"{value} is no number of minutes from 1 to 720.")
    return value


def not_negative(value: Number) -> Number:
    """Return ``value``; raise ValueError for one below zero."""
    if not 0 <= value < math.inf:
        raise ValueError(f"{value} is no number from 0 on.")
    return value


def port(value: int) -> int:
    """Return ``value``; raise ValueError unless it is a port that needs no rights, or 0 for none."""
    if value and not 1024 <= value <= 65_535:
        raise ValueError(f"{value} is no port from 1024 to 65535.")
    if value:
        require_extra("metrics", "prometheus_client")
    return value


def require_extra(extra: str, *modules: str) -> None:
    """Raise ValueError with what to install if one of the ``modules`` is missing."""
    if any(importlib.util.find_spec(module) is None for module in modules):
        raise ValueError(f"it needs the extra {extra}: pip install -e '.[{extra}]'")


def redis_address(value: str) -> str:
    """Return ``value``; raise ValueError unless it is the address of a Redis or Valkey server."""
    address = urlsplit(value)
    if address.scheme not in ("redis", "rediss", "unix") or address.port == 0:
        raise ValueError(f"{value!r} is no address such as redis://127.0.0.1:6379/0.")
    require_extra("redis", "redis")
    return value


def sentry_address(value: str) -> str:
    """Return ``value``; raise ValueError unless it is what Sentry calls a DSN."""
    address = urlsplit(value)
    if address.scheme not in ("http", "https") or not address.username or not address.path.strip("/"):
        raise ValueError("it is no address such as https://key@sentry.example.org/1.")
    require_extra("sentry", "sentry_sdk")
    return value


def bucket_address(value: str) -> str:
    """Return ``value``; raise ValueError unless it names a bucket of an S3-compatible storage."""
    address = urlsplit(value)
    if address.scheme != "s3" or not address.netloc or address.path.strip("/"):
        raise ValueError(f"{value!r} is no bucket such as s3://media.")
    require_extra("s3", "storages", "boto3")
    return value


def media_storage(bucket: str, endpoint: str) -> dict[str, Any]:
    """Return Django's configuration of the storage for uploads: a bucket, or the disk.

    Nothing in the bucket is public: who may have a file is given an address that is signed for a minute.
    """
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": urlsplit(bucket).netloc,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        "querystring_expire": 60,
        "signature_version": "s3v4",
    }
    if endpoint:
        options |= {"endpoint_url": endpoint, "addressing_style": "path"}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def preview_days(value: int) -> int:
    """Return ``value``; raise ValueError unless it is a number of days from 1 to 30."""
    if not 1 <= value <= 30:
        raise ValueError(f"{value} is no number of days from 1 to 30.")
    return value


def log_level(value: str) -> str:
    """Return the name of a log level in capitals; raise ValueError for any other word."""
    if value.upper() not in logging.getLevelNamesMapping():
        raise ValueError(f"{value!r} is none of DEBUG, INFO, WARNING, ERROR, CRITICAL.")
    return value.upper()


def log_format(value: str) -> str:
    """Return ``value``; raise ValueError for a format in which no log is written."""
    if value not in ("lines", "json"):
        raise ValueError(f"{value!r} is neither lines nor json.")
    return value


def email_addresses(values: list[str]) -> list[str]:
    """Return ``values``; raise ValueError if one of them does not look like an e-mail address."""
    return [email_address(value) for value in values]


def email_address(value: str) -> str:
    """Return ``value``; raise ValueError unless it looks like an e-mail address."""
    if not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+", value):
        raise ValueError(f"{value!r} is no e-mail address such as archive@example.org.")
    return value


def known_mail_server(configuration: dict[str, Any]) -> dict[str, Any]:
    """Return ``configuration`` with a time limit; raise ValueError for what sends no mail."""
    backend = configuration.get("EMAIL_BACKEND", "").split(".")[-2:-1]
    if backend not in (["smtp"], ["console"], ["filebased"], ["locmem"]):
        raise ValueError("it begins with smtp://, submission://, console: or file:////folder.")
    return configuration | {"EMAIL_TIMEOUT": configuration["EMAIL_TIMEOUT"] or MAIL_SECONDS}


def known_database(configuration: dict[str, Any]) -> dict[str, Any]:
    """Return ``configuration``; raise ValueError for a database this project does not run on."""
    if configuration["ENGINE"].rpartition(".")[2] not in ("sqlite3", "postgresql"):
        raise ValueError("only sqlite:// and postgres:// addresses are supported.")
    return configuration


def on_read_only_disk(database: str | Path) -> bool:
    """Return whether SQLite's file is whole and nobody can write it, because its file system is read-only."""
    path = Path(database)
    log = path.with_name(f"{path.name}-wal")  # holds what the file lacks
    is_whole = path.is_file() and not (log.exists() and log.stat().st_size)
    return is_whole and bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def contact_address(value: str) -> str:
    """Return ``value`` if security.txt may hold it as a contact; raise ValueError if not."""
    if value and not re.fullmatch(r"(mailto:|tel:|https://)[!-~]+", value):
        raise ValueError("it begins with mailto:, tel: or https://.")
    return value


def checkout(directory: Path) -> Path:
    """Return ``directory`` if it holds the project's checkout; otherwise exit with a message.

    templates/ is beside the packages, not in them, so a wheel lacks it.
    """
    if not (directory / "templates").is_dir():
        sys.exit(
            f"Seoul Solution runs from its checkout, but there is no templates/ in {directory}. "
            "Install it there, with: pip install -e ."
        )
    return directory


def local_secret_key(directory: Path) -> str:
    """Return the secret key kept in ``directory``, created on first use.

    Only the owner can read the file, and it is linked into place, so that two processes that start
    together agree on one key. Exit with a message if the directory cannot be written.
    """
    path = directory / "secret_key"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            draft = directory / f"secret_key.{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(60))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()
    except OSError as error:
        sys.exit(
            f"The secret key cannot be kept in {path}: {error.strerror or error}. "
            "Make that directory writable, name another one in VAR_DIR, or set SECRET_KEY."
        )
