"""Stemming of English words: Snowball, and the pairs that it leaves apart but readers take for one word.

British and American spellings get one stem, and so do irregular forms and their verb.
"""

import functools
import re
import threading

import snowballstemmer

from seoulsolution.search.language import lists

#: Letters of a word that count; the rest is ignored.
WORD_LIMIT = 60
#: It keeps the word that it works on: one thread at a time.
_stemmer = snowballstemmer.stemmer("english")
_stemming = threading.Lock()


def _by_form(rows):
    """Return {form: word} of lists of words that begin with the word."""
    return {form: row[0] for row in rows for form in row}


_IRREGULAR = _by_form(line.replace(":", "").split() for line in lists.lines("irregular"))
_OWN = _by_form(line.split() for line in lists.lines("own_stems"))
_RULES = [
    (re.compile(pattern), replacement)
    for name in ("spellings", "derivations")
    for pattern, _space, replacement in (line.partition(" ") for line in lists.lines(name))
]


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the English stem of a normalised word: policies, policy → polici."""
    word = word.replace("’", "'")[:WORD_LIMIT].removesuffix("'s")
    if own := _OWN.get(word):
        return own
    if word.isascii():
        word = _IRREGULAR.get(word, word)
        for pattern, replacement in _RULES:
            word = pattern.sub(replacement, word)
    with _stemming:
        stemmed: str = _stemmer.stemWord(word).replace("'", "")
    # AED is no "a".
    return stemmed if len(stemmed) > 1 else word.replace("'", "")
