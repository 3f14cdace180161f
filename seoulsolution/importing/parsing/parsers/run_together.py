"""Split titles that run together on one line, knowing their number and some of them."""

import re
from itertools import pairwise

from seoulsolution.importing.parsing.text import SMALL_WORDS, squeeze, title_key

CAPITAL = re.compile(r"[\[“‘\"'(]?[A-Z0-9]")
SOFT_PENALTY = 1.0
SEPARATOR = re.compile(r"\s+[/|·•]\s+")


def split_titles(line: str, count: int, known: list[str]) -> list[str]:
    """Split a line into ``count`` titles; return an empty list when no split is convincing.

    Marks between them that make that number are the boundaries. Else a title in ``known`` (from elsewhere on
    the page) and a closing bracket before a capital mark certain boundaries. The others are put between two
    capitals so that the titles have even lengths, preferably after a plural ("… Branded Products | Climate
    Action …").
    """
    if len(marked := SEPARATOR.split(squeeze(line).strip(" /|·•"))) == count > 1:
        return marked
    words = squeeze(line).split(" ")
    seams = _sure_seams(words, known)
    missing = count - 1 - len(seams)
    if count < 1 or missing < 0 or missing > 3:
        return []
    for _ in range(missing):
        best = _best_soft_seam(words, seams, count)
        if best is None:
            return []
        seams = sorted([*seams, best])
    bounds = [0, *seams, len(words)]
    titles = [" ".join(words[a:b]) for a, b in pairwise(bounds)]
    return titles if all(len(title.split()) >= 3 for title in titles) else []


def _sure_seams(words: list[str], known: list[str]) -> list[int]:
    seams = {
        position
        for position in range(1, len(words))
        if CAPITAL.match(words[position]) and words[position - 1].endswith((")", "!", "?"))
    }
    for title in known:
        length = len(title.split())
        for start in range(len(words) - length + 1):
            if title_key(" ".join(words[start : start + length])) == title_key(title):
                seams = {s for s in seams if not start < s < start + length} | {start, start + length}
    return sorted(seams - {0, len(words)})


def _best_soft_seam(words: list[str], seams: list[int], count: int) -> int | None:
    mean = len(" ".join(words)) / count
    best, lowest = None, None
    for position in range(2, len(words) - 1):
        before, after = words[position - 1], words[position]
        capitals = CAPITAL.match(before) and CAPITAL.match(after)
        if (
            position in seams
            or not capitals
            or before.casefold() in SMALL_WORDS
            or before.endswith((",", ":"))
        ):
            continue
        bounds = [0, *sorted([*seams, position]), len(words)]
        pieces = pairwise(bounds)
        cost = sum((len(" ".join(words[a:b])) / mean - 1) ** 2 for a, b in pieces)
        plural = before.endswith("s") and not before.endswith(("ss", "’s", "'s"))
        cost += 0 if plural else SOFT_PENALTY
        if lowest is None or cost < lowest:
            best, lowest = position, cost
    return best
