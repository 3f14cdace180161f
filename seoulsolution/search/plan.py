"""What a reader typed, as a plan that each database can carry out: no database in here either."""

import functools
from dataclasses import dataclass

from seoulsolution.search.analysis import (
    SINGLE,
    TRIPLE,
    grams,
    normalise,
    number,
    pieces,
    stem,
    without_particle,
)

#: Most characters of a query that are read, and most words of it that count.
QUERY_LIMIT, WORDS_LIMIT = 200, 12


@dataclass(frozen=True)
class Term:
    """One token of the index, or (``prefix``) every token that begins with it."""

    token: str
    prefix: bool = False


@dataclass(frozen=True)
class Word:
    """A word of the query: a text has it when it holds all terms of any of its ``alternatives``.

    ``shapes`` are the strings that show the word in a text, for highlighting: Hangul syllables, or a
    stem (``is_stem``) to be compared with the stems of the text.
    """

    alternatives: tuple[tuple[Term, ...], ...]
    shapes: tuple[str, ...]
    is_stem: bool = False


@dataclass(frozen=True)
class Plan:
    """All ``words`` must be in a text."""

    words: tuple[Word, ...] = ()

    def __bool__(self):
        return bool(self.words)


def hangul_terms(word: str) -> tuple[Term, ...]:
    if len(word) == 2:
        return (Term(word),)
    return tuple(Term(TRIPLE + triple) for triple in grams(word, 3))


def _hangul_word(word):
    if len(word) == 1:
        alternatives = ((Term(SINGLE + word),), (Term(TRIPLE + word, prefix=True),))
        return Word(alternatives, (word,))
    shapes = tuple(dict.fromkeys((word, without_particle(word))))
    return Word(tuple(hangul_terms(shape) for shape in shapes), shapes)


def _other_word(token):
    return Word(((Term(token),),), (token,), is_stem=True)


@functools.lru_cache(maxsize=1000)
def make_plan(query: str) -> Plan:
    """Return the plan for a query; an empty one when it holds nothing to look for. Never raises."""
    words = []
    for kind, piece in pieces(normalise(query[:QUERY_LIMIT])):
        if kind == "hangul":
            words += [_hangul_word(word) for word in piece.split(" ")]
        elif token := stem(piece) if kind == "word" else number(piece):
            words.append(_other_word(token))
    return Plan(tuple(dict.fromkeys(words))[:WORDS_LIMIT])
