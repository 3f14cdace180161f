"""What a reader typed, as a plan that each database can carry out: no database in here either."""

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass, replace
from enum import IntEnum

from seoulsolution.search import glossary, quantities, romanisation, verbs
from seoulsolution.search.analysis import (
    PIECE,
    SINGLE,
    TRIPLE,
    grams,
    normalise,
    pieces,
    without_particle,
)
from seoulsolution.search.english import stem

#: Most characters of a query that are read, and most words of it that count.
QUERY_LIMIT, WORDS_LIMIT = 200, 12
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
#: Words that every English text has: they narrow nothing, and a reader's question has them by chance.
_STOP_WORDS = "a an and are as at by for from in is of on or the to was were with"
_EVERYWHERE = frozenset(_STOP_WORDS.split())
_OPERATORS = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')


def typed(words: str) -> tuple[str, bool]:
    """Return what a reader typed as one line that can be shown again, and whether it had to be cut.

    It has no control signs, no surrogates and at most QUERY_LIMIT characters.
    """
    sound = words[: QUERY_LIMIT + 1].encode("utf-8", "ignore").decode()
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in sound).split())
    return line[:QUERY_LIMIT], len(line) > QUERY_LIMIT


class Closeness(IntEnum):
    """How near an alternative is to what the reader typed."""

    AS_TYPED = 0
    LOOSER = 1
    OTHER_LANGUAGE = 2


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
    """How a word shows in a text: Hangul syllables, or (``is_stem``) a stem or number, which counts only with
    the ``unit`` behind it if there is one."""

    text: str
    is_stem: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Word:
    """A word of the query as ``typed``: a text has it when it fits any of its ``alternatives``."""

    typed: str
    alternatives: tuple[Alternative, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Plan:
    """All ``words`` must be in a text, none of the ``excluded`` ones, and each of the ``phrases`` as it is.

    A phrase is given only where tokens cannot tell that words stand together.
    """

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    phrases: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.words)

    @property
    def closenesses(self):
        """The kinds of alternatives that the words have, the nearest first."""
        return sorted({one.closeness for word in self.words for one in word.alternatives})

    def narrowed(self, closeness=Closeness.AS_TYPED):
        """Return the plan with only the alternatives as near as ``closeness``, where a word has such."""
        return replace(self, words=tuple(_narrowed(word, closeness) for word in self.words))


def _narrowed(word, closeness):
    near = tuple(one for one in word.alternatives if one.closeness <= closeness)
    return replace(word, alternatives=near or word.alternatives[:1])


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
    exact = dict.fromkeys((word, without_particle(word)))
    shapes = dict.fromkeys(exact, Closeness.AS_TYPED)
    for shape in verbs.other_forms(word):
        shapes.setdefault(shape, Closeness.LOOSER)
    alternatives = (Alternative(hangul_terms(shape), closeness) for shape, closeness in shapes.items())
    return Word(word, tuple(alternatives), tuple(Shape(shape) for shape in shapes))


def _other_word(piece, token):
    return Word(piece, (Alternative((Term(token),)),), (Shape(token, is_stem=True),))


def _quantity(written, unit):
    """Return the word for a number and what it counts ("" for nothing)."""
    near, other_forms = quantities.tokens_of(written, unit)
    alternatives = [
        Alternative(tuple(Term(token, prefix) for token, prefix in tokens), closeness)
        for forms, closeness in ((near, Closeness.AS_TYPED), (other_forms, Closeness.LOOSER))
        for tokens in forms
    ]
    shapes = tuple(Shape(digits, True, counted) for digits, counted in quantities.forms_of(written, unit))
    return Word(written + unit, tuple(alternatives), shapes)


def _words(text):
    """Return the words of a text without operators."""
    words, counted = [], None
    for match in PIECE.finditer(normalise(text)):
        kind, piece = match.lastgroup, match.group()
        if kind == "hangul":
            parts = piece.split(" ")
            if counted and counted.end() == match.start():
                unit, parts = quantities.unit_of(parts)
                words[-1] = _quantity(counted.group(), unit)
            words += [_hangul_word(word) for word in parts]
        elif kind == "number":
            words.append(_quantity(piece, ""))
        elif token := stem(piece):
            words.append(_other_word(piece, token))
        counted = match if kind == "number" else None
    return [word for word in words if word.typed not in _EVERYWHERE] or words


def _with_other_language(words):
    """Return ``words`` with those that make up a set term merged, and its other name as an alternative."""
    groups = glossary.grouped(words, glossary.LONGEST, _other_names)
    return [_merged(group, names) if names else group[0] for group, names in groups]


def _other_names(group):
    """Return the other names, as words, of the set term or place that a group of words is; else nothing."""
    shapes = [word.shapes[0] for word in group]
    typed = tuple(word.typed for word in group)
    if all(shape.is_stem for shape in shapes):
        korean = glossary.TO_KOREAN.get(tuple(shape.text for shape in shapes))
        names = korean or romanisation.korean_names(typed)
        return [[_hangul_word(name)] for name in names if name.isalpha()]
    if any(shape.is_stem for shape in shapes):
        return []
    before = "".join(shape.text for shape in shapes[:-1])
    endings = (typed[-1], without_particle(typed[-1]))
    english = next(filter(None, (glossary.TO_ENGLISH.get(before + ending) for ending in endings)), None)
    if not english and len(group) == 1:
        latin = next(filter(None, map(romanisation.latin_names, endings)), ())
        english = [tuple(map(stem, name)) for name in latin]
    return [[_other_word(token, token) for token in key] for key in english or ()]


def _merged(group, names):
    """Return one word for a group of words and the other names of what they mean."""
    alternatives = [
        Alternative(tuple(term for one in choice for term in one.terms), max(one.closeness for one in choice))
        for choice in itertools.product(*(word.alternatives for word in group))
    ]
    shapes = [shape for word in group for shape in word.shapes]
    for name in names:
        terms = tuple(term for word in name for term in word.alternatives[0].terms)
        alternatives.append(Alternative(terms, Closeness.OTHER_LANGUAGE))
        shapes += [word.shapes[0] for word in name]
    return Word(" ".join(word.typed for word in group), tuple(alternatives), tuple(dict.fromkeys(shapes)))


def _phrase(text):
    """Return (words, phrases to be looked up in the text) of words that must stand together."""
    words, looked_up = [], False
    runs = list(pieces(normalise(text)))
    for kind, piece in runs:
        if kind == "hangul" and len(joined := piece.replace(" ", "")) > 1:
            # Triples are indexed over spaces: they tell by themselves what stands together.
            words.append(Word(piece, (Alternative(hangul_terms(joined)),), (Shape(joined),)))
        else:
            words += [_narrowed(word, Closeness.AS_TYPED) for word in _words(piece)]
            looked_up = True
    return words, [" ".join(text.split())] if words and looked_up else []


@functools.lru_cache(maxsize=1000)
def make_plan(query: str) -> Plan:
    """Return the plan for a query; an empty one when it holds nothing to look for. Never raises.

    "Words in quotes" must stand together; a word or phrase behind "-" must not be there.
    """
    query = unicodedata.normalize("NFC", query[:QUERY_LIMIT]).replace("\0", " ").translate(_QUOTES)
    plain, words, excluded, phrases = [], [], [], []
    for match in _OPERATORS.finditer(query):
        if match["minus"]:
            found, _looked_up = _phrase(match["phrase"] or match["plain"] or "")
            excluded += found
        elif match["phrase"] is not None:
            found, looked_up = _phrase(match["phrase"])
            words, phrases = words + found, phrases + looked_up
        else:
            plain.append(match["plain"])
    words = _with_other_language(_words(" ".join(plain))) + words
    unique = tuple(dict.fromkeys(words))[:WORDS_LIMIT]
    return Plan(unique, tuple(dict.fromkeys(excluded))[:WORDS_LIMIT], tuple(dict.fromkeys(phrases)))
