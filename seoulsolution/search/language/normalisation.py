"""Text analysis: normalisation, pieces, particles. This module uses neither the database nor Django.

Korean attaches particles to nouns, and writers place spaces as they like, so whole words match little:
tokens.py cuts Hangul into overlapping pieces. Words in other scripts are reduced to their English stem. All
databases get the same tokens.
"""

import re
import unicodedata

from seoulsolution.content import characters
from seoulsolution.search.language.english import WORD_LIMIT

#: Characters of one field that are indexed.
TEXT_LIMIT = 200_000

#: Prefixes of a triple and of a syllable that is a word by itself. No other token mixes scripts.
TRIPLE, SINGLE = "3", "1"
#: Prefix of the stems of a set term of several Latin words. No other token mixes digits and letters.
TERM = "0"

_PARTICLES = """
은 는 이 가 을 를 의 에 도 만 로 와 과 나 랑 요 들 께
에서 에게 으로 부터 까지 처럼 보다 이나 하고 이랑 마다 조차 밖에 에는 에도 에만 와의 과의 로서 로써
들은 들이 들을 들의
에서는 에서의 에서도 에게는 으로는 으로서 으로써 으로의 까지의 부터의 에게서 들에게 이라는 라는
"""
#: Longest first: the first that matches is removed.
PARTICLES = tuple(sorted(_PARTICLES.split(), key=len, reverse=True))
PARTICLE_SET = frozenset(PARTICLES)

#: Letters that NFKD does not decompose.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_COMBINING = re.compile("[\u0300-\u036f]")
_NEITHER_ASCII_NOR_HANGUL = re.compile("[^\x00-\x7f가-힣]+")
_SPACES = re.compile(r"[^\S\n]+")
PIECE = re.compile(
    r"(?P<hangul>[가-힣]+(?: [가-힣]+)*)|(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_가-힣]+(?:['’]s\b)?)"
)


def normalise(text: str) -> str:
    """Return ``text`` (at most TEXT_LIMIT characters of it) in one spelling for what reads the same.

    Compatibility forms (full width, decomposed Hangul), case, accents and joiners are removed, and white
    space becomes single spaces. Line breaks stay, because no word or phrase continues after them.
    """
    # Compatibility forms can grow 18-fold, so the limit applies before and after. The middle dot of Korean
    # offices (ㆍ) would become a letter.
    folded = unicodedata.normalize("NFKC", text[:TEXT_LIMIT].replace("ㆍ", "·"))[:TEXT_LIMIT].casefold()
    plain = _NEITHER_ASCII_NOR_HANGUL.sub(_without_accents, folded)
    return _SPACES.sub(" ", plain)[:TEXT_LIMIT]


def _without_accents(match):
    apart = characters.unjoined(unicodedata.normalize("NFKD", match.group()))
    return unicodedata.normalize("NFKC", _COMBINING.sub("", apart)).translate(_LETTERS)


def number(text: str) -> str:
    """Return a number without its thousands separators: 1,000 → 1000, but 3.5 → 3·5."""
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text)
    plain = text.replace(",", "") if grouped else text
    # A character that no tokenizer takes for the end of a word.
    return re.sub(r"[.,]", "·", plain)[:WORD_LIMIT]


def without_particle(word: str) -> str:
    """Return a Hangul word without its particle if two syllables or more are left, else as it is."""
    if not word.endswith(PARTICLES):  # Most words have none: one test is faster.
        return word
    for particle in PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word.removesuffix(particle)
    return word


def grams(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def pieces(text: str):
    """Yield (kind, text) of the pieces of a normalised text: "hangul" runs, "number" and other "word"."""
    for match in PIECE.finditer(text):
        yield match.lastgroup, match.group()
