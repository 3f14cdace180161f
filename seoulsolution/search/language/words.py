"""The words of a query, each with its alternatives in a text.

Besides the word as typed these are other forms of a verb, other spellings, and names in the other language.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from itertools import chain

from seoulsolution.search.language import lists
from seoulsolution.search.language.english import stem
from seoulsolution.search.language.korean import (
    may_be_short_noun,
    noun_of,
    short_noun_of,
    verb_stems,
    without_particle,
)
from seoulsolution.search.language.normalisation import PIECE, SINGLE, SPACE, VERB, normalise, number
from seoulsolution.search.language.synonyms import Synonyms
from seoulsolution.search.language.tokens import hangul_phrase, phrase_tokens

_HANGUL = re.compile("[가-힣]+")
#: Words of a question that are not looked for.
_STOPWORDS = frozenset(lists.words("stopwords"))
#: How many syllables a word has that is also looked for as two words. Longer ones: thousands of terms.
APART = range(3, 13)
#: How many characters a phrase has at most that is also looked for with one more space.
SPACED_MOST = 16


class Closeness(IntEnum):
    """How close an alternative is to what the reader typed."""

    AS_TYPED = 0
    LOOSER = 1
    OTHER_LANGUAGE = 2
    #: Where nothing else is found: names with more than one meaning, words of a name anywhere in a text, and
    #: syllables inside words.
    EVERYDAY = 3
    SCATTERED = 4
    INSIDE = 5


@dataclass(frozen=True)
class Term:
    """One token of the index, or (``prefix``) every token that begins with it."""

    token: str
    prefix: bool = False


@dataclass(frozen=True)
class Shape:
    """What a word looks like in a text, for highlighting.

    ``text`` is Hangul syllables, which must be a word of their own if ``is_alone``; or, with ``is_stem``,
    stems in a row or a number; or, with ``is_verb``, the stem of a Korean verb.
    """

    text: str
    is_stem: bool = False
    is_alone: bool = False
    is_verb: bool = False


@dataclass(frozen=True)
class Alternative:
    """Terms of which a text must have all, how close they are to the word typed, and what they look like.

    Alternatives with the same terms and closeness are the same; a word keeps the first.
    """

    terms: tuple[Term, ...]
    closeness: Closeness = Closeness.AS_TYPED
    shapes: tuple[Shape, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Word:
    """A word of the query as ``typed``; a text has it if it matches any of the ``alternatives``.

    ``names`` are the other names among the alternatives.
    """

    typed: str
    alternatives: tuple[Alternative, ...]
    names: tuple[str, ...] = ()

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return tuple(dict.fromkeys(shape for one in self.alternatives for shape in one.shapes))

    def narrowed(self, closeness: Closeness) -> "Word":
        """Return the word with only its alternatives up to ``closeness``, or its first if it has none."""
        near = tuple(one for one in self.alternatives if one.closeness <= closeness)
        return replace(self, alternatives=near or self.alternatives[:1])

    def also(self, alternatives: Iterable[Alternative]) -> "Word":
        """Return the word with more alternatives."""
        return replace(self, alternatives=tuple(dict.fromkeys([*self.alternatives, *alternatives])))


def hangul_terms(run: str) -> tuple[Term, ...]:
    """Return the terms of Hangul words joined by single spaces, of two syllables or more together.

    One syllable may be all that is left of a word: what looked like a particle is cut off of 한옥 마을.
    """
    return tuple(Term(token) for token in hangul_phrase(run) if token[0] != SINGLE)


def hangul_alternatives(word: str, closeness=Closeness.AS_TYPED, shapes=()) -> list[Alternative]:
    """Return a Hangul word of two syllables or more, which may also be two words in a text (see APART)."""
    return [Alternative(hangul_terms(run), closeness, shapes) for run in _spaced(word)]


def _spaced(text):
    """Yield a text and, if it is short, the text with a space at each place in its Hangul words."""
    yield text
    for word in _HANGUL.finditer(text) if len(text) <= SPACED_MOST else ():
        if len(word.group()) in APART:
            for place in range(word.start() + 1, word.end()):
                yield f"{text[:place]} {text[place:]}"


def _hangul_word(word):
    if len(word) == 1:
        alone = Alternative((Term(SINGLE + word),), shapes=(Shape(word, is_alone=True),))
        inside = (Term(beginning, prefix=True) for beginning in (word, SPACE + word))
        found = [Alternative((term,), Closeness.INSIDE, (Shape(word),)) for term in inside]
        return Word(word, (alone, *found))
    if noun := short_noun_of(word):  # 책을 is in 정책을 too.
        return replace(_hangul_word(noun), typed=word)
    # A text with the whole word has what is left without its particle, too.
    plain, noun = without_particle(word), noun_of(word)
    shapes = tuple(map(Shape, dict.fromkeys(filter(None, (word, plain, noun)))))
    found = hangul_alternatives(plain, Closeness.AS_TYPED, shapes)
    if noun and noun != plain:
        found += hangul_alternatives(noun, Closeness.LOOSER)
    for one in verb_stems(word):
        found.append(Alternative((Term(VERB + one),), Closeness.LOOSER, (Shape(one, is_verb=True),)))
    return Word(word, tuple(dict.fromkeys(found)))


def _latin(token, closeness=Closeness.AS_TYPED):
    return Alternative((Term(token),), closeness, (Shape(token, is_stem=True),))


def words_in(text: str) -> list[Word]:
    """Return the words of a text without operators, one by one."""
    words, end = [], -1
    for match in PIECE.finditer(normalise(text)):
        kind, piece = match.lastgroup, match.group()
        if kind == "hangul":
            parts = piece.split(" ")
            if match.start() == end and may_be_short_noun(parts[0]):
                parts[0] = parts[0][0]  # 년 for 2012년에
            words += map(_hangul_word, parts)
        elif token := number(piece) if kind == "number" else stem(piece):
            words.append(Word(piece, (_latin(token),)))
        end = match.end() if kind == "number" else -1
    return words


def words_asked(text: str, synonyms: Synonyms) -> Iterator[list[Word]]:
    """Yield the words that a text must have to match a query without operators, for each way to read it.

    A name that the synonyms know is one word; see Synonyms.groupings. Stop words are left out, unless nothing
    else was typed.
    """
    for groups in synonyms.groupings(words_in(text)):
        # "Of" and the like belong to names.
        kept = [(group, names) for group, names in groups if names or not _is_stopword(group[0])]
        yield _with_joined([_named(*group) for group in kept or groups])


def _is_stopword(word):
    return word.typed in _STOPWORDS


def _with_joined(words):
    """Return ``words``; Latin neighbours are also found written as one word: child care in childcare."""
    for place in range(len(words) - 1):
        first, second = words[place : place + 2]
        if _is_latin(first) and _is_latin(second):
            joined = [_latin(stem(first.typed + second.typed), Closeness.LOOSER)]
            words[place : place + 2] = [first.also(joined), second.also(joined)]
    return words


def _is_latin(word):
    return word.typed.isascii() and word.typed.isalpha()


def _named(group, names):
    """Return one word for a group of words and their other names."""
    word = group[0]
    if len(group) > 1:
        word = _anywhere(group, Closeness.AS_TYPED)
        joined = phrase(without_particle("".join(one.typed for one in group)))
        word = word.also(joined.alternatives)
    for name in names:
        # World Bank is the name of a partner in one word, too.
        joined = [name.text.replace(" ", "")] if name.text.isascii() else []
        for form in dict.fromkeys([name.text, *joined]):
            word = word.also(phrase(form, _closeness(name)).alternatives)
        # An interrupted career is also "careers that were interrupted".
        word = word.also(scattered(name.text).alternatives)
    return replace(word, names=tuple(name.text for name in names))


@lru_cache(maxsize=5_000)
def scattered(name: str) -> Word:
    """Return a name as one word that a text has if its words are anywhere in it.

    It has no alternatives if they say too little: one word alone, or letters or numbers among them.
    """
    words = words_in(name)
    telling = {one.typed for one in words if not _is_stopword(one)}
    if len(telling) < 2 or any(len(one) == 1 or one.isdigit() for one in telling):
        return Word(name, ())
    return _anywhere(words, Closeness.SCATTERED)


def _anywhere(words, closeness):
    parts = [one for one in words if not _is_stopword(one)] or words
    terms = tuple(chain.from_iterable(one.alternatives[0].terms for one in parts))
    shapes = tuple(shape for one in parts for shape in one.shapes)
    return Word(" ".join(one.typed for one in words), (Alternative(terms, closeness, shapes),))


def _closeness(name):
    if not name.always:
        return Closeness.EVERYDAY
    return Closeness.OTHER_LANGUAGE if name.is_other else Closeness.LOOSER


# Every query asks for many of the same names.
@lru_cache(maxsize=5_000)
def phrase(text: str, closeness: Closeness = Closeness.AS_TYPED) -> Word:
    """Return the words of ``text``, one at least, as one that a text has where they are next to each other.

    Hangul is found with its endings, as it is spaced here, without spaces, and with one more in either if it
    is short.
    """
    words = words_in(text)
    shapes, joined = [word.shapes[0] for word in words], "".join(word.typed for word in words)
    texts = [text]
    if all(shape.is_stem for shape in shapes):
        shapes = [Shape(" ".join(shape.text for shape in shapes), is_stem=True)]
    elif _HANGUL.fullmatch(joined) and len(joined) > len(words):
        shapes, texts = [Shape(joined)], [text, joined]
    alternatives = dict.fromkeys(
        Alternative(tuple(map(Term, phrase_tokens(one))), closeness, tuple(shapes))
        for each in texts
        for one in _spaced(each)
    )
    return Word(" ".join(word.typed for word in words), tuple(alternatives))
