"""The tokens under which a text is indexed.

Hangul gives pairs and triples of the syllables of a word, and one token for each space between words, so that
도시재생 finds 도시 재생. Other words give their stem, and a token for each two next to each other; one may be
Hangul.
"""

import re
from functools import lru_cache
from itertools import accumulate, chain, islice, pairwise, starmap
from operator import concat

from seoulsolution.search.language.english import stem
from seoulsolution.search.language.korean import may_be_short_noun, verb_stems
from seoulsolution.search.language.normalisation import (
    PIECE,
    SINGLE,
    VERB,
    grams,
    neighbours,
    normalise,
    number,
    space,
)

#: Raise it whenever :func:`index_tokens` or the ``search_text`` of a kind returns something else: the index
#: must then be rebuilt, and the check and the readiness of the site say so.
VERSION = 8

#: The limit of distinct tokens of one field.
TOKEN_LIMIT = 40_000
#: The limit of the bytes of all tokens of a field: PostgreSQL accepts up to 1 MB.
BYTES_LIMIT = 900_000

#: Words that are also written without the hyphen: news-letter, Changsin-dong, co-operation.
_HYPHENATED = re.compile("(?<![^\\W_])[a-z]+(?:-[a-z]+)+(?![^\\W_])")


def hangul_tokens(run: str) -> list[str]:
    """Return the tokens of a run of Hangul words joined by single spaces."""
    words = run.split(" ")
    return [*chain.from_iterable(map(_word_tokens, words)), *starmap(space, pairwise(words))]


def hangul_phrase(run: str) -> list[str]:
    """Return the tokens of a text that has these Hangul words, the last one perhaps with an ending."""
    words = run.split(" ")
    of_each = (grams(word, min(len(word), 3)) if len(word) > 1 else [SINGLE + word] for word in words)
    return [*chain.from_iterable(of_each), *starmap(space, pairwise(words))]


@lru_cache(maxsize=100_000)
def _word_tokens(word):
    tokens = [*map(concat, word, word[1:]), *grams(word, 3), *map(VERB.__add__, verb_stems(word))]
    return [*tokens, SINGLE + word[0]] if len(word) == 1 or may_be_short_noun(word) else tokens


def index_tokens(text: str) -> list[str]:
    """Return the distinct tokens under which ``text`` is found, at most TOKEN_LIMIT, in order.

    Never raise, whatever the text. No token contains a space, a quotation mark, a surrogate or a NUL.
    """
    normalised = normalise(text)
    tokens = _tokens(normalised, hangul_tokens)
    if "-" in normalised:
        tokens += [stem(word.replace("-", "")) for word in _HYPHENATED.findall(normalised)]
    return _bounded(filter(None, dict.fromkeys(tokens)))


def phrase_tokens(text: str) -> list[str]:
    """Return the distinct tokens that a text has where it has the words of ``text`` in a row.

    A text with each two of them in a row has them, too.
    """
    return list(filter(None, dict.fromkeys(_tokens(normalise(text), hangul_phrase))))


def _tokens(normalised, of_hangul):
    """Return the tokens of a normalised text: those of its pieces and of each two neighbours in a line."""
    tokens, before, end = [], ("", ""), 0
    for match in PIECE.finditer(normalised):
        kind, piece = match.lastgroup, match.group()
        if kind == "hangul":
            tokens += of_hangul(piece)
        else:
            piece = number(piece) if kind == "number" else stem(piece)
            tokens.append(piece)
        if before[1] and piece and "\n" not in normalised[end : match.start()]:
            tokens.append(_joint(*before, kind, piece))
        before, end = (kind, piece), match.end()
    return tokens


def _joint(kind, piece, next_kind, following):
    """Return the token of two pieces next to each other; punctuation between Hangul is like a space."""
    if kind == next_kind == "hangul":
        return space(piece.split(" ")[-1], following)
    last = piece[-1] if kind == "hangul" else piece
    return neighbours(last, following[0] if next_kind == "hangul" else following)


def record_tokens(title: str, text: str) -> tuple[set[str], set[str]]:
    """Return (the tokens of the title, the tokens of title and text together)."""
    of_title = set(index_tokens(title))
    return of_title, of_title.union(index_tokens(text))


def _bounded(tokens):
    kept = list(islice(tokens, TOKEN_LIMIT))
    if sum(map(len, kept)) * 4 <= BYTES_LIMIT:
        return kept
    ends = accumulate(len(token.encode()) for token in kept)
    return [token for token, end in zip(kept, ends, strict=True) if end <= BYTES_LIMIT]
