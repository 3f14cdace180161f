"""A query as typed, turned into a plan that each database can execute."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from seoulsolution.content import characters
from seoulsolution.search.language.normalisation import normalise, pieces
from seoulsolution.search.language.synonyms import Synonyms
from seoulsolution.search.language.words import (
    Alternative,
    Closeness,
    Shape,
    Term,
    Word,
    hangul_alternatives,
    hangul_terms,
    words_asked,
    words_in,
)

#: Limits: characters of a query that are read, words of it that count.
QUERY_LIMIT, WORDS_LIMIT = 200, 12
#: Characters of the input that are looked at; spaces and invisible characters may be many.
TYPED_LIMIT = 10_000
NO_SYNONYMS = Synonyms()
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
_OPERATORS = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')


def typed(words: str) -> tuple[str, bool]:
    """Return (input as one line that can be displayed, whether it was cut).

    The line has no control characters, no surrogates and at most QUERY_LIMIT characters.
    """
    sound = words[:TYPED_LIMIT].encode("utf-8", "ignore").decode()
    seen = characters.unjoined(characters.INVISIBLE.sub("", sound))
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in seen).split())
    return line[:QUERY_LIMIT], len(line) > QUERY_LIMIT or len(words) > TYPED_LIMIT


@dataclass(frozen=True)
class Plan:
    """What a text must have: all ``words``, none of the ``excluded`` ones, and all ``phrases`` literally.

    ``phrases`` has only those that need a look at the text, because tokens cannot tell that their words are
    next to each other. Each excluded phrase is a plan of its own. With ``among``, only the texts with these
    ids are looked at.
    """

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded_phrases: tuple["Plan", ...] = ()
    among: frozenset[int] | None = None

    def __bool__(self):
        return bool(self.words)

    @property
    def closenesses(self):
        """The closenesses of the alternatives of the words, the closest first."""
        return sorted({one.closeness for word in self.words for one in word.alternatives})

    def expression(self, both: str, either: str, but_not: str, term: Callable[[Term], str]) -> str:
        """Return the words and excluded words in the language of a database, with its operators."""

        def any_of(word):
            return either.join(f"({both.join(map(term, one.terms))})" for one in word.alternatives)

        wanted = both.join(f"({any_of(word)})" for word in self.words)
        unwanted = either.join(f"({any_of(word)})" for word in self.excluded)
        return f"({wanted}){but_not}({unwanted})" if unwanted else wanted

    def narrowed(self, closeness=Closeness.AS_TYPED):
        """Return the plan with only the alternatives up to ``closeness``; see Word.narrowed."""
        return replace(self, words=tuple(word.narrowed(closeness) for word in self.words))


def exclusions(query: str) -> list[str]:
    """Return what a query excludes, as it was typed."""
    return [match.group() for match in _OPERATORS.finditer(query.translate(_QUOTES)) if match["minus"]]


def _phrase(text):
    """Return (words, phrases to look up in the text) of words in quotation marks."""
    runs = list(pieces(normalise(text)))
    is_hangul = len(runs) == 1 and runs[0][0] == "hangul"
    joined = runs[0][1].replace(" ", "") if is_hangul else ""
    if len(joined) > 2 or (joined == text.strip() and len(joined) == 2):
        # Tokens of Hangul already say what is next to each other.
        typed = Alternative(hangul_terms(*runs[0][1].split(" ")))
        alternatives = dict.fromkeys([typed, *hangul_alternatives(joined)])
        return [Word(runs[0][1], tuple(alternatives), (Shape(joined),))], []
    words = [word.narrowed(Closeness.AS_TYPED) for word in words_in(text)]
    return words, [" ".join(text.split())] if words else []


def make_plan(query: str, synonyms: Synonyms = NO_SYNONYMS) -> Plan:
    """Return the plan for a query, an empty one if it has nothing to look for. Never raise.

    "Words in quotes" must be next to each other; a word or phrase after "-" must not be in the text.
    """
    query = characters.normalise(query[:QUERY_LIMIT].replace("\0", " ")).translate(_QUOTES)
    plain, words, phrases, excluded, excluded_phrases = [], [], [], [], []
    for match in _OPERATORS.finditer(query):
        if match["minus"]:
            found, looked_up = _phrase(match["phrase"] or match["plain"] or "")
            if len(found) > 1:
                excluded_phrases.append(Plan(tuple(found), phrases=tuple(looked_up)))
            else:
                excluded += found
        elif match["phrase"] is not None:
            found, looked_up = _phrase(match["phrase"])
            words, phrases = words + found, phrases + looked_up
        else:
            plain.append(match["plain"])
    parts = (words_asked(" ".join(plain), synonyms) + words, excluded, phrases, excluded_phrases)
    return Plan(*(tuple(dict.fromkeys(part))[:WORDS_LIMIT] for part in parts))
