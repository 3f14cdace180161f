"""Where an export goes: a folder, or a bucket of an S3-compatible storage.

Both know the files of the export by the same names. What else is there is left alone.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.files.storage import storages

from seoulsolution.environment import bucket_address, media_storage
from seoulsolution.operations.export import ExportError

#: The folder of addresses without a query; others have the name of their query.
PLAIN = "plain"
PREFIXES = (f"{PLAIN}/", "page=")
#: Readers ask each time whether a page is still the same.
CACHE_CONTROL = "no-cache"


class Place(Protocol):
    """A place of an export. Its methods raise OSError for what fails there."""

    def digests(self) -> dict[str, str]:
        """Return {name: MD5 of the content} of the files of the export."""

    def read(self, name: str) -> bytes:
        """Return the content of a file; of one that is not there, nothing."""

    def write(self, name: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Write a file, so that nobody reads half of it. A bucket gives it out with ``headers``."""

    def remove(self, names: Iterable[str]) -> None: ...


def place_at(address: str) -> Place:
    """Return the place that ``address`` names: "s3://bucket", or a folder, which is made if need be."""
    if not address.startswith("s3://"):
        return Folder(Path(address).absolute())
    try:
        return Bucket(bucket_address(address))
    except ValueError as error:
        raise ExportError(str(error)) from None


def digest(content: bytes) -> str:
    """Return what a bucket tells of an object that was written in one piece."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


class Folder:
    """A folder of this machine. The web server says its headers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def digests(self) -> dict[str, str]:
        return {
            path.relative_to(self.path).as_posix(): digest(path.read_bytes())
            for top in self.path.iterdir()
            if f"{top.name}/".startswith(PREFIXES)
            for folder, _folders, files in os.walk(top)
            for path in (Path(folder, name) for name in files)
        }

    def read(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return b""

    def write(self, name: str, content: bytes, headers: Mapping[str, str]) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}")
        draft.write_bytes(content)
        draft.replace(path)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files, and the folders that have none any more."""
        for name in names:
            path = self.path / name
            path.unlink()
            while (path := path.parent) != self.path and not any(path.iterdir()):
                path.rmdir()


class Bucket:
    """A bucket, reached as that of uploads is: by the keys in AWS_…, at MEDIA_STORAGE_ENDPOINT."""

    def __init__(self, address: str) -> None:
        if address.rstrip("/") == settings.MEDIA_STORAGE.rstrip("/"):
            raise ExportError(f"{address} has the uploads, which are not all public: take another bucket.")
        self._storage: Any = storages.create_storage(media_storage(address, settings.MEDIA_STORAGE_ENDPOINT))

    def digests(self) -> dict[str, str]:
        with _told():
            return {
                found.key: found.e_tag.strip('"')
                for prefix in PREFIXES
                for found in self._storage.bucket.objects.filter(Prefix=prefix)
            }

    def read(self, name: str) -> bytes:
        with _told():
            try:
                with self._storage.open(name) as file:
                    return file.read()
            except FileNotFoundError:
                return b""

    def write(self, name: str, content: bytes, headers: Mapping[str, str]) -> None:
        options = {header.replace("-", ""): value for header, value in headers.items()}
        with _told():
            self._storage.bucket.put_object(Key=name, Body=content, CacheControl=CACHE_CONTROL, **options)

    def remove(self, names: Iterable[str]) -> None:
        with _told():
            for name in names:
                self._storage.delete(name)


@contextmanager
def _told() -> Iterator[None]:
    """Raise OSError for what the library of the bucket raises, which is there if there is a bucket."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(str(error)) from error
