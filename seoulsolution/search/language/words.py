"""The words of a query, each with its alternatives in a text. This module uses no database.

Besides the word as typed these are other forms of a verb, other spellings, and names in the other language.
"""

import itertools
import re
from dataclasses import dataclass, replace
from enum import IntEnum

from seoulsolution.search.language import quantities, romanisation, synonyms, verbs
from seoulsolution.search.language.english import parts_of, stem
from seoulsolution.search.language.normalisation import (
    PIECE,
    SINGLE,
    TRIPLE,
    grams,
    normalise,
    without_particle,
)
from seoulsolution.search.language.shortnouns import COMPOUNDS, short_noun_of
from seoulsolution.search.language.stopwords import BYSTANDERS, capitals, has_predicate, without_can


class Closeness(IntEnum):
    """How close an alternative is to what the reader typed."""

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
    """Terms of which a text must have all, and how close they are to the word typed."""

    terms: tuple[Term, ...]
    closeness: Closeness = Closeness.AS_TYPED


@dataclass(frozen=True)
class Shape:
    """What a word looks like in a text, for highlighting.

    ``text`` is Hangul syllables, which must be a word of their own if ``is_alone``; or, with ``is_stem``,
    stems in a row or a number. A number with a ``unit`` counts only if the unit follows it.
    """

    text: str
    is_stem: bool = False
    unit: str = ""
    is_alone: bool = False


@dataclass(frozen=True)
class Word:
    """A word of the query as ``typed``; a text has it if it matches any of the ``alternatives``."""

    typed: str
    alternatives: tuple[Alternative, ...]
    shapes: tuple[Shape, ...]


def narrowed(word: Word, closeness: Closeness) -> Word:
    """Return the word with only its alternatives up to ``closeness``, or with its first if it has none."""
    near = tuple(one for one in word.alternatives if one.closeness <= closeness)
    return replace(word, alternatives=near or word.alternatives[:1])


def hangul_terms(word: str) -> tuple[Term, ...]:
    """Return the terms of a Hangul word of two or more syllables."""
    if len(word) == 2:
        return (Term(word),)
    return tuple(Term(TRIPLE + triple) for triple in grams(word, 3))


def _syllable(word):
    """Return the word for a single syllable: found by itself, or else inside a word.

    Where the compounds of the syllable are known, it is found inside those only.
    """
    compounds = COMPOUNDS.get(word, ())
    terms = map(hangul_terms, compounds) if compounds else [(Term(TRIPLE + word, prefix=True),)]
    looser = (Alternative(one, Closeness.LOOSER) for one in terms)
    shapes = (Shape(word, is_alone=bool(compounds)), *map(Shape, compounds))
    return Word(word, (Alternative((Term(SINGLE + word),)), *looser), shapes)


def _hangul_word(word):
    if len(word) == 1:
        return _syllable(word)
    if noun := short_noun_of(word):  # 책을 is in 정책을 too.
        return replace(_syllable(noun), typed=word)
    exact = dict.fromkeys((word, without_particle(word)))
    shapes = dict.fromkeys(exact, Closeness.AS_TYPED)
    for shape in [*verbs.other_forms(word), *_shortened(list(exact)[-1])]:
        shapes.setdefault(shape, Closeness.LOOSER)
    alternatives = (Alternative(hangul_terms(shape), closeness) for shape, closeness in shapes.items())
    found = Word(word, tuple(alternatives), tuple(Shape(shape) for shape in shapes))
    short = verbs.short_forms(word)
    alone = [Alternative((Term(SINGLE + form),), Closeness.LOOSER) for form in short]
    return _either(found, *alone, shapes=[Shape(form, is_alone=True) for form in short])


def _shortened(word):
    """Return the short name of a university: 서울시립대."""
    name = word.removesuffix("학교")
    return [name] if name != word and name.endswith("대") and len(name) > 2 else []


def _either(word, *alternatives, shapes):
    """Return ``word`` with more alternatives and their shapes."""
    return replace(
        word,
        alternatives=tuple(dict.fromkeys(word.alternatives + alternatives)),
        shapes=tuple(dict.fromkeys([*word.shapes, *shapes])),
    )


def _other_word(piece, token):
    word = Word(piece, (Alternative((Term(token),)),), (Shape(token, is_stem=True),))
    if not (parts := parts_of(piece)):
        return word
    apart = Alternative(tuple(map(Term, parts)), Closeness.LOOSER)
    return _either(word, apart, shapes=[Shape(" ".join(parts), is_stem=True)])


def _quantity(written, unit):
    """Return the word for a number and its unit ("" for none)."""
    near, other_forms = quantities.tokens_of(written, unit)
    alternatives = [
        Alternative(tuple(Term(token, prefix) for token, prefix in tokens), closeness)
        for forms, closeness in ((near, Closeness.AS_TYPED), (other_forms, Closeness.LOOSER))
        for tokens in forms
    ]
    shapes = tuple(Shape(digits, True, counted) for digits, counted in quantities.forms_of(written, unit))
    return Word(written + unit, tuple(alternatives), shapes)


def words_in(text: str) -> list[Word]:
    """Return the words of a text without operators, one by one."""
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
    return words


def words_asked(text: str) -> list[Word]:
    """Return the words that a text must have to match a query without operators.

    A set term is one word. Stop words of a question are left out.
    """
    names = capitals(text)
    words = words_in(without_can(normalise(text)))
    words = words[:-1] if has_predicate([word.typed for word in words]) else words
    # "Of" and the like belong to set terms.
    groups = list(synonyms.grouped(words, synonyms.LONGEST, _other_names))
    kept = [one for one in groups if one[1] or one[0][0].typed in names or not _is_bystander(one[0][0])]
    return _with_joined([_merged(group, names) if names else group[0] for group, names in kept or groups])


def _is_bystander(word):
    return word.typed in BYSTANDERS


def _with_joined(words):
    """Return ``words``; neighbours are also found written as one word: child care in childcare."""
    for place in range(len(words) - 1):
        first, second = words[place : place + 2]
        if _is_latin(first) and _is_latin(second):
            token = stem(first.typed + second.typed)
            joined = Alternative((Term(token),), Closeness.LOOSER)
            words[place : place + 2] = [
                _either(word, joined, shapes=[Shape(token, is_stem=True)]) for word in (first, second)
            ]
    return words


def _is_latin(word):
    return word.typed.isalpha() and word.shapes[0].is_stem


def _other_names(group):
    """Return [(Alternative, its Shapes)] of the other names of a group of words.

    The list is empty if the group is neither a set term nor a place.
    """
    shapes = [word.shapes[0] for word in group]
    typed = [word.typed for word in group]
    if not re.search("[가-힣]", "".join(typed)):
        return _names_of_latin(typed, tuple(shape.text for shape in shapes))
    before = "".join(typed[:-1])
    endings = (typed[-1], without_particle(typed[-1]))
    if english := next(filter(None, (synonyms.TO_ENGLISH.get(before + ending) for ending in endings)), ()):
        return [_latin_name(key, Closeness.OTHER_LANGUAGE) for key in english]
    if len(group) > 1 or shapes[0].is_stem:
        return []
    latin = next(filter(None, map(romanisation.latin_names, endings)), ())
    return [
        _terms([_other_word(part, stem(part)) for part in name], Closeness.OTHER_LANGUAGE) for name in latin
    ]


def _names_of_latin(typed, key):
    """Return the other names of Latin words: in the same language, written as one word, and in Korean."""
    korean = synonyms.TO_KOREAN.get(key) or synonyms.TO_KOREAN.get((stem("".join(typed)),), ())
    siblings = {other: None for name in korean for other in synonyms.TO_ENGLISH[name] if other != key}
    names = [_latin_name(other, Closeness.LOOSER) for other in siblings]
    korean = korean or romanisation.korean_names(tuple(typed))
    if korean and len(typed) > 1:
        names.append(_latin_name((stem("".join(typed)),), Closeness.LOOSER))
    return names + [_terms(words_in(name), Closeness.OTHER_LANGUAGE) for name in korean]


def _latin_name(key, closeness):
    """Return (Alternative, its Shapes) of a set term, whose words must be next to each other."""
    return Alternative((Term(synonyms.token_of(key)),), closeness), [Shape(" ".join(key), is_stem=True)]


def _terms(words, closeness):
    """Return (Alternative, its Shapes) of a name, each word of which a text must have as it is."""
    terms = tuple(term for word in words for term in word.alternatives[0].terms)
    return Alternative(terms, closeness), [word.shapes[0] for word in words]


def _merged(group, names):
    """Return one word for a group of words and their other names.

    Of several words only the forms as typed are combined: combinations of all alternatives soon become too
    many to ask for.
    """
    near = group
    if len(group) > 1:
        near = [narrowed(word, Closeness.AS_TYPED) for word in group if not _is_bystander(word)]
    alternatives = tuple(
        Alternative(tuple(term for one in choice for term in one.terms), max(one.closeness for one in choice))
        for choice in itertools.product(*(word.alternatives for word in near))
    )
    shapes = tuple(shape for word in near for shape in word.shapes)
    word = Word(" ".join(word.typed for word in group), alternatives, shapes)
    others = [alternative for alternative, _shapes in names]
    if len(group) > 1 and all(re.fullmatch("[가-힣]+", word.typed) for word in group):
        joined = without_particle("".join(word.typed for word in group))
        others.insert(0, Alternative(hangul_terms(joined)))
        names = [*names, (None, [Shape(joined)])]
    return _either(word, *others, shapes=[shape for _one, shapes in names for shape in shapes])
