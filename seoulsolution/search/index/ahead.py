"""Tokens that are made before the transaction that writes them: on SQLite nobody else writes during that."""

from collections.abc import Iterable
from contextvars import ContextVar

from seoulsolution.search.language.tokens import record_tokens

#: (title, text) of a text; or the tokens of its title and those of both, each joined by spaces: sets of the
#: tokens of a large file would take many times the memory.
Pair = tuple[str, str]
_made: ContextVar[dict[Pair, Pair]] = ContextVar("made", default={})  # noqa: B039 - it is replaced, not changed


def make(texts: Iterable[Pair]) -> None:
    """Make the tokens of texts that are about to be written, in place of those that were made before."""
    _made.set({text: _tokens(text) for text in texts})


def tokens(text: Pair) -> Pair:
    """Return the tokens of a text, which may have been made ahead."""
    return _made.get().get(text) or _tokens(text)


def _tokens(text: Pair) -> Pair:
    title, both = map(" ".join, record_tokens(*text))
    return title, both
