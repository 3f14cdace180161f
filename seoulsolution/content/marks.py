"""Marks that machines left in imported texts, and how they are left out where readers see them."""

import re

#: The label of a film, where the page says already that it is one.
_FILM = re.compile(r"\s*\[\s*(?:video|동영상|영상)\s*[\]})]\s*", re.IGNORECASE)
#: A country and a medium, in brackets that may not match: [US_CNN}.
_SOURCE = re.compile(r"\s*\[\s*[A-Z]{2,3}_[^\]})]{1,20}[\]})]\s*")
_JOINED = re.compile(r"(?<=\w)_(?=\w)")
#: Accounts of a site or an office, in whatever letters.
_ACCOUNTS = frozenset(("seoulsolution", "smg", "admin", "administrator", "관리자"))
#: What people log in with, such as "jkim": the former sites showed who had last saved a text.
_LOGIN = re.compile(r"[a-z][a-z0-9._@-]*")


def tidy_title(title: str, *, is_film: bool = False) -> str:
    """Return ``title`` without the mark that it opens with, or as it is if nothing else is left."""
    mark = _SOURCE.match(title) or (_FILM.match(title) if is_film else None)
    if not mark or mark.end() == len(title):
        return title
    return _JOINED.sub(" – ", title[mark.end() :])


def tidy_author(author: str) -> str:
    """Return ``author`` as readers see it: "" for an account, which may be a private person's."""
    name = author.strip()
    return "" if _LOGIN.fullmatch(name) or name.casefold() in _ACCOUNTS else author
