"""Parts of words, by which a part of a word is found: two syllables of Hangul, three letters of others."""

import re
import unicodedata

from seoulsolution.content import characters

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")
#: Ends each word, so that every place in it has a gram that begins there.
_END = "·"
#: Words of a query that count.
MOST_WORDS = 12


def grams_of(text: str) -> str:
    """Return the grams of a text, each once, joined by spaces."""
    found: dict[str, None] = {}
    for word in _words(text):
        size, ended = _size(word), word + _END
        found |= dict.fromkeys(ended[at : at + size] for at in range(len(word)))
    return " ".join(found)


def terms_of(query: str) -> list[tuple[str, bool]]:
    """Return (gram, whether it is only the beginning of one): a text must have all of them."""
    terms: dict[tuple[str, bool], None] = {}
    for word in _words(query)[:MOST_WORDS]:
        size = _size(word)
        if len(word) < size:
            terms[word, True] = None
        terms |= dict.fromkeys((word[at : at + size], False) for at in range(len(word) - size + 1))
    return list(terms)


def _words(text: str) -> list[str]:
    plain = characters.unjoined(characters.normalise(text))
    return _WORD.findall(unicodedata.normalize("NFKC", plain).casefold())


def _size(word: str) -> int:
    return 2 if "가" <= word[0] <= "힣" else 3
