"""Marks that machines left in imported texts, and how they are left out where readers see them."""

import re

#: The label of a film, where the page says already that it is one.
_FILM = re.compile(r"\s*\[\s*(?:video|동영상|영상)\s*[\]})]\s*", re.IGNORECASE)
#: A country and a medium, in brackets that may not match: [US_CNN}.
_SOURCE = re.compile(r"\s*\[\s*[A-Z]{2,3}_[^\]})]{1,20}[\]})]\s*")
_JOINED = re.compile(r"(?<=\w)_(?=\w)")
#: Accounts that wrote nothing themselves.
_ACCOUNTS = frozenset(("seoulsolution", "smg", "admin", "administrator", "관리자"))


def tidy_title(title: str, *, is_film: bool = False) -> str:
    """Return ``title`` without the mark that it opens with, or as it is if nothing else is left."""
    mark = _SOURCE.match(title) or (_FILM.match(title) if is_film else None)
    if not mark or mark.end() == len(title):
        return title
    return _JOINED.sub(" – ", title[mark.end() :])


def tidy_author(author: str) -> str:
    """Return ``author``, or "" for the account of a site."""
    return "" if author.strip().casefold() in _ACCOUNTS else author
