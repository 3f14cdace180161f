"""A query as typed, turned into a plan that each database can execute."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from seoulsolution.content import characters
from seoulsolution.search.language.synonyms import Synonyms
from seoulsolution.search.language.words import Closeness, Term, Word, phrase, words_asked, words_in

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
    """What a text must have: all ``words`` and none of the ``excluded`` ones.

    With ``among``, only the texts with these ids are looked at.
    """

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
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


def make_plan(query: str, synonyms: Synonyms = NO_SYNONYMS) -> Plan:
    """Return the plan for a query, an empty one if it has nothing to look for. Never raise.

    "Words in quotes" must be next to each other; a word or phrase after "-" must not be in the text.
    """
    return next(make_plans(query, synonyms))


def make_plans(query: str, synonyms: Synonyms) -> Iterator[Plan]:
    """Yield the plan for a query, and then those that take its words for other names."""
    query = characters.normalise(query[:QUERY_LIMIT].replace("\0", " ")).translate(_QUOTES)
    plain, phrases, excluded = [], [], []
    for match in _OPERATORS.finditer(query):
        if not match["minus"] and match["plain"]:
            plain.append(match["plain"])
        elif words_in(quoted := match["phrase"] or match["plain"] or ""):
            (excluded if match["minus"] else phrases).append(phrase(quoted))
    for words in words_asked(" ".join(plain), synonyms):
        yield Plan(*(tuple(dict.fromkeys(part))[:WORDS_LIMIT] for part in (words + phrases, excluded)))
