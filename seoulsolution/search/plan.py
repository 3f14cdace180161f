"""What a reader typed, as a plan that each database can carry out: no database in here either."""

import functools
import re
import unicodedata
from dataclasses import dataclass, replace

from seoulsolution.search.analysis import normalise, pieces
from seoulsolution.search.words import (
    Alternative,
    Closeness,
    Shape,
    Word,
    hangul_terms,
    narrowed,
    words_asked,
    words_in,
)

#: Most characters of a query that are read, and most words of it that count.
QUERY_LIMIT, WORDS_LIMIT = 200, 12
#: Most characters that are looked at to tell what was typed: blanks and signs that do not show may be many.
TYPED_LIMIT = 10_000
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
_OPERATORS = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')


def typed(words: str) -> tuple[str, bool]:
    """Return what a reader typed as one line that can be shown again, and whether it had to be cut.

    It has no control signs, no surrogates and at most QUERY_LIMIT characters.
    """
    sound = words[:TYPED_LIMIT].encode("utf-8", "ignore").decode()
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in sound).split())
    return line[:QUERY_LIMIT], len(line) > QUERY_LIMIT or len(words) > TYPED_LIMIT


@dataclass(frozen=True)
class Plan:
    """All ``words`` must be in a text, none of the ``excluded`` ones, and each of the ``phrases`` as it is.

    A phrase is given only where tokens cannot tell that words stand together. Those that must not be there
    are plans of their own.
    """

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded_phrases: tuple["Plan", ...] = ()

    def __bool__(self):
        return bool(self.words)

    @property
    def closenesses(self):
        """The kinds of alternatives that the words have, the nearest first."""
        return sorted({one.closeness for word in self.words for one in word.alternatives})

    def narrowed(self, closeness=Closeness.AS_TYPED):
        """Return the plan with only the alternatives as near as ``closeness``, where a word has such."""
        return replace(self, words=tuple(narrowed(word, closeness) for word in self.words))


def _phrase(text):
    """Return (words, phrases to be looked up in the text) of words that must stand together."""
    runs = list(pieces(normalise(text)))
    is_hangul = len(runs) == 1 and runs[0][0] == "hangul"
    joined = runs[0][1].replace(" ", "") if is_hangul else ""
    if len(joined) > 2 or (joined == text.strip() and len(joined) == 2):
        # Triples are indexed over spaces: they tell by themselves what stands together.
        return [Word(runs[0][1], (Alternative(hangul_terms(joined)),), (Shape(joined),))], []
    words = [narrowed(word, Closeness.AS_TYPED) for word in words_in(text)]
    return words, [" ".join(text.split())] if words else []


@functools.lru_cache(maxsize=1000)
def make_plan(query: str) -> Plan:
    """Return the plan for a query; an empty one when it holds nothing to look for. Never raises.

    "Words in quotes" must stand together; a word or phrase behind "-" must not be there.
    """
    query = unicodedata.normalize("NFC", query[:QUERY_LIMIT]).replace("\0", " ").translate(_QUOTES)
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
    parts = (words_asked(" ".join(plain)) + words, excluded, phrases, excluded_phrases)
    return Plan(*(tuple(dict.fromkeys(part))[:WORDS_LIMIT] for part in parts))
