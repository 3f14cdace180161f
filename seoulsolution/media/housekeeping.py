"""Uploads that nothing uses or knows: listed, and removed on request."""

from seoulsolution import housekeeping
from seoulsolution.media import storing, unused


def _unused(delete: bool) -> int:
    found = unused.unused()
    return sum(unused.remove(thing, note="housekeeping") for thing in found) if delete else len(found)


def _unknown(delete: bool) -> int:
    names = list(unused.unknown_files())
    if delete:
        storing.delete(names)
    return len(names)


def register() -> None:
    housekeeping.register("pictures and files that nothing uses", _unused, on_request=True)
    housekeeping.register("stored files that nothing knows", _unknown, on_request=True)
