"""The folder of an export: below it one folder per query, and in each the addresses as files.

``plain/en/news/index.html`` is ``/en/news/``, and ``page=2/en/news/index.html`` its second page. Next to each
file is the same as ``.gz``. A file is replaced by renaming: nobody reads half of one.
"""

import datetime
import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from django.utils import timezone

from seoulsolution.operations.export.crawling import Page, pages
from seoulsolution.pagecache import moments, version
from seoulsolution.pagecache.release import release

#: The folder of addresses without a query.
PLAIN = "plain"
STATE = "state.json"
#: Bytes of a name that every file system takes, with those of its draft.
LONGEST_NAME = 240


@dataclass
class Result:
    """How many addresses there are as files, and how many files were written and removed."""

    addresses: int = 0
    written: int = 0
    removed: int = 0


def export(folder: Path) -> Result | None:
    """Bring ``folder`` up to date; return None if nothing can have changed since it was so.

    Raise ExportError or OSError: what was written is whole then, nothing was removed, and the next run
    looks at everything again.
    """
    seen, now = version.read(), timezone.now()
    state = {"version": str(seen), "release": release()}
    if seen is not None and _is_current(folder, state, now):
        return None
    (folder / STATE).unlink(missing_ok=True)
    result, kept = Result(), set()
    for page in pages():
        path = folder / name_of(page)
        if any(len(part.encode()) > LONGEST_NAME for part in path.parts):
            continue
        result.addresses += 1
        kept |= {path, _compressed(path)}
        result.written += _write(path, page.body)
    result.removed = _remove_others(folder, kept)
    _replace(folder / STATE, json.dumps(state | {"until": moments.next_moment(now).isoformat()}).encode())
    return result


def name_of(page: Page) -> str:
    """Return the name of the file of a page, below the folder of the export."""
    path, _mark, query = page.address.partition("?")
    path = unquote(path)
    if path.endswith("/"):
        path += "index.html" if page.content_type == "text/html" else "index.json"
    return f"{query or PLAIN}{path}"


def _is_current(folder: Path, state: dict[str, str], now: datetime.datetime) -> bool:
    try:
        was = json.loads((folder / STATE).read_text("utf-8"))
        return was == state | {"until": was["until"]} and now < datetime.datetime.fromisoformat(was["until"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _compressed(path: Path) -> Path:
    return path.with_name(f"{path.name}.gz")


def _write(path: Path, body: bytes) -> bool:
    """Write a page unless it is there; return whether it was written."""
    if path.is_file() and _compressed(path).is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(_compressed(path), gzip.compress(body, mtime=0))
    _replace(path, body)
    return True


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}")
    draft.write_bytes(content)
    draft.replace(path)


def _remove_others(folder: Path, kept: set[Path]) -> int:
    """Remove the files that no address leads to any more, and folders without any; return their number."""
    removed = 0
    for path in _below(folder):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()
            removed += 1
    return removed


def _below(folder: Path) -> Iterator[Path]:
    """Yield files and folders of the export, what is in a folder before the folder."""
    tops = (
        each for each in folder.iterdir() if each.is_dir() and (each.name == PLAIN or "page=" in each.name)
    )
    for top in tops:
        for place, folders, files in os.walk(top, topdown=False):
            yield from (Path(place, name) for name in (*files, *folders))
