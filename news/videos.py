"""Videos that are at another company: what plays them, and how long they are."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_YOUTUBE = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO = re.compile(r"(?:/video)?/(\d{1,12})(?:/(\w{1,20}))?/?", re.ASCII)
_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"}


@dataclass(frozen=True)
class Player:
    """The player of another company: its name, its origin as a CSP has it, and the address to embed."""

    company: str
    origin: str
    url: str


def player_of(address: str) -> Player | None:
    """Return the player for the address of a video; None for one that is only linked."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if host in _YOUTUBE_HOSTS or host == "youtu.be":
        return _youtube(host, parts.path, parse_qs(parts.query))
    if host in ("vimeo.com", "www.vimeo.com", "player.vimeo.com"):
        return _vimeo(parts.path, parse_qs(parts.query))
    return None


def _youtube(host: str, path: str, query: dict[str, list[str]]) -> Player | None:
    first, *more = path.strip("/").split("/")
    if host == "youtu.be":
        key = first
    elif first == "watch":
        key = query.get("v", [""])[0]
    else:
        key = more[0] if more and first in ("embed", "shorts", "live") else ""
    if not _YOUTUBE.fullmatch(key):
        return None
    origin = "https://www.youtube-nocookie.com"
    return Player("YouTube", origin, f"{origin}/embed/{key}?autoplay=1")


def _vimeo(path: str, query: dict[str, list[str]]) -> Player | None:
    found = _VIMEO.fullmatch(path)
    if found is None:
        return None
    origin = "https://player.vimeo.com"
    secret = found[2] or query.get("h", [""])[0]
    unlisted = f"&h={secret}" if re.fullmatch(r"\w{1,20}", secret, re.ASCII) else ""
    return Player("Vimeo", origin, f"{origin}/video/{found[1]}?dnt=1&autoplay=1{unlisted}")


def clock_time(seconds: int) -> str:
    """Return a duration as players show it: "4:05", "1:02:03"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
