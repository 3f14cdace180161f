"""What a reader typed, as a plan that each database can carry out: no database in here either."""

import functools
from dataclasses import dataclass, replace
from enum import IntEnum

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


class Closeness(IntEnum):
    """How near an alternative is to what the reader typed."""

    AS_TYPED = 0
    LOOSER = 1


@dataclass(frozen=True)
class Term:
    """One token of the index, or (``prefix``) every token that begins with it."""

    token: str
    prefix: bool = False


@dataclass(frozen=True)
class Alternative:
    """Terms that a text must all have, and how near that is to the word typed."""

    terms: tuple[Term, ...]
    closeness: Closeness = Closeness.AS_TYPED


@dataclass(frozen=True)
class Shape:
    """How a word shows in a text: Hangul syllables, or (``is_stem``) a stem or number."""

    text: str
    is_stem: bool = False


@dataclass(frozen=True)
class Word:
    """A word of the query as ``typed``: a text has it when it fits any of its ``alternatives``."""

    typed: str
    alternatives: tuple[Alternative, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Plan:
    """All ``words`` must be in a text."""

    words: tuple[Word, ...] = ()

    def __bool__(self):
        return bool(self.words)

    @property
    def is_loose(self):
        """Whether some word has alternatives that are not as typed."""
        return any(one.closeness for word in self.words for one in word.alternatives)

    def narrowed(self, closeness=Closeness.AS_TYPED):
        """Return the plan with only the alternatives as near as ``closeness``, where a word has such."""
        return replace(self, words=tuple(_narrowed(word, closeness) for word in self.words))


def _narrowed(word, closeness):
    near = tuple(one for one in word.alternatives if one.closeness <= closeness)
    return replace(word, alternatives=near or word.alternatives)


def hangul_terms(word: str) -> tuple[Term, ...]:
    """Return the terms of a Hangul word of two or more syllables."""
    if len(word) == 2:
        return (Term(word),)
    return tuple(Term(TRIPLE + triple) for triple in grams(word, 3))


def _syllable(word):
    alone, begins = (Term(SINGLE + word),), (Term(TRIPLE + word, prefix=True),)
    return Word(word, (Alternative(alone), Alternative(begins, Closeness.LOOSER)), (Shape(word),))


def _hangul_word(word):
    if len(word) == 1:
        return _syllable(word)
    nouns = dict.fromkeys((word, without_particle(word)))
    alternatives = tuple(Alternative(hangul_terms(noun)) for noun in nouns)
    return Word(word, alternatives, tuple(Shape(noun) for noun in nouns))


def _other_word(piece, token):
    return Word(piece, (Alternative((Term(token),)),), (Shape(token, is_stem=True),))


@functools.lru_cache(maxsize=1000)
def make_plan(query: str) -> Plan:
    """Return the plan for a query; an empty one when it holds nothing to look for. Never raises."""
    words = []
    for kind, piece in pieces(normalise(query[:QUERY_LIMIT])):
        if kind == "hangul":
            words += [_hangul_word(word) for word in piece.split(" ")]
        elif token := stem(piece) if kind == "word" else number(piece):
            words.append(_other_word(piece, token))
    return Plan(tuple(dict.fromkeys(words))[:WORDS_LIMIT])
