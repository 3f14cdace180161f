"""The files of an export: one folder per query, and in each the addresses as files.

``plain/en/news/index.html`` is ``/en/news/``, and ``page=2/en/news/index.html`` its second page. Next to each
file is the same as ``.gz``.
"""

import datetime
import gzip
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.utils import timezone

from seoulsolution.operations.export.crawling import Page, pages
from seoulsolution.operations.export.places import PLAIN, Place, digest
from seoulsolution.pagecache import moments, version
from seoulsolution.pagecache.release import release

STATE = "state.json"
#: Bytes of a name that every file system takes, with those of its draft.
LONGEST_NAME = 240
JSON = {"Content-Type": "application/json"}


@dataclass
class Result:
    """How many addresses there are as files, how many of them were written, and how many files removed."""

    addresses: int = 0
    written: int = 0
    removed: int = 0


def export(place: Place) -> Result | None:
    """Bring ``place`` up to date; return None if nothing can have changed since it was so.

    Raise ExportError or OSError: what was written is whole then, nothing was removed, and the next run
    looks at everything again.
    """
    seen, now = version.read(), timezone.now()
    state, was = {"version": str(seen), "release": release()}, _state_of(place)
    if seen is not None and _is_current(was, state, now):
        return None
    there = place.digests()
    if was.get("release") != state["release"]:
        there = dict.fromkeys(there, "")  # another release may have other headers
    place.write(STATE, json.dumps({"release": was.get("release")}).encode(), JSON)
    result, kept = Result(), set()
    for page in pages():
        name = name_of(page)
        if any(len(part.encode()) > LONGEST_NAME for part in name.split("/")):
            continue
        result.addresses += 1
        kept |= {name, _compressed(name)}
        if there.get(name) != digest(page.body) or _compressed(name) not in there:
            _write(place, name, page)
            result.written += 1
    gone = sorted(there.keys() - kept)
    place.remove(gone)
    result.removed = len(gone)
    place.write(STATE, json.dumps(state | {"until": moments.next_moment(now).isoformat()}).encode(), JSON)
    return result


def name_of(page: Page) -> str:
    """Return the name of the file of a page."""
    path, _mark, query = page.address.partition("?")
    path = unquote(path)
    if path.endswith("/"):
        path += "index.html" if page.content_type == "text/html" else "index.json"
    return f"{query or PLAIN}{path}"


def _state_of(place: Place) -> dict[str, Any]:
    """Return what the last run has left: with "until", how long the files are what readers should see."""
    try:
        state = json.loads(place.read(STATE))
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}


def _is_current(was: dict[str, Any], state: dict[str, str], now: datetime.datetime) -> bool:
    try:
        return was == state | {"until": was["until"]} and now < datetime.datetime.fromisoformat(was["until"])
    except (ValueError, KeyError, TypeError):
        return False


def _compressed(name: str) -> str:
    return f"{name}.gz"


def _write(place: Place, name: str, page: Page) -> None:
    """Write a page, at last the file that says that both are there."""
    compressed = gzip.compress(page.body, mtime=0)
    place.write(_compressed(name), compressed, page.headers | {"Content-Encoding": "gzip"})
    place.write(name, page.body, page.headers)
