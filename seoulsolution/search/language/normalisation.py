"""Normalisation of text and its pieces: runs of Hangul, numbers and other words.

Korean attaches particles to nouns, and writers place spaces as they like, so whole words match little:
tokens.py cuts Hangul into overlapping pieces. Words in other scripts are reduced to their English stem. All
databases get the same tokens.
"""

import math
import re
import unicodedata
import zlib
from functools import lru_cache

from seoulsolution.content import characters
from seoulsolution.search.language.english import WORD_LIMIT

#: Characters of one field that are indexed.
TEXT_LIMIT = 200_000

#: Prefixes of a space between words, of a syllable that is a word by itself, and of the stem of a verb. No
#: other token mixes scripts.
SPACE, SINGLE, VERB = "3", "1", "2"
#: How many tokens of neighbours there are, and what they begin with.
NEIGHBOURS, NEXT = 2**16, "¦"
#: What Korean groups large numbers by.
_SCALES = {"억": 10**8, "만": 10**4, "천": 10**3, "백": 100}

#: Letters that NFKD does not decompose.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_COMBINING = re.compile("[\u0300-\u036f]")
_NEITHER_ASCII_NOR_HANGUL = re.compile("[^\x00-\x7f가-힣]+")
#: White space within a line that is not a single space already.
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
PIECE = re.compile(
    r"(?P<hangul>[가-힣]+(?: [가-힣]+)*)"
    # 6만 2천 is one number. A part without a scale belongs to it only if it follows at once.
    r"|(?P<number>\d+(?:[.,]\d+)*(?:[억만천백]{1,2}(?: ?\d+[만천백]{1,2}|\d+)*)?)"
    r"|(?P<word>[^\W\d_가-힣]+(?:['’]s\b)?)"
)


def normalise(text: str) -> str:
    """Return ``text`` (at most TEXT_LIMIT characters of it) in one spelling for what reads the same.

    Compatibility forms (full width, decomposed Hangul), case, accents and joiners are removed, and white
    space becomes single spaces. Line breaks stay, because no word or phrase continues after them.
    """
    # Compatibility forms can grow 18-fold, so the limit applies before and after. The middle dot of Korean
    # offices (ㆍ) would become a letter.
    folded = unicodedata.normalize("NFKC", text[:TEXT_LIMIT].replace("ㆍ", "·"))[:TEXT_LIMIT].casefold()
    plain = _NEITHER_ASCII_NOR_HANGUL.sub(lambda match: _without_accents(match.group()), folded)
    return _SPACES.sub(" ", plain)[:TEXT_LIMIT]


@lru_cache(maxsize=10_000)
def _without_accents(letters):
    apart = characters.unjoined(unicodedata.normalize("NFKD", letters))
    return unicodedata.normalize("NFKC", _COMBINING.sub("", apart)).translate(_LETTERS)


def number(text: str) -> str:
    """Return a number without its separators and scales: 1,000 → 1000, 6만 2천 → 62000, but 3.5 → 3·5."""
    parts = re.findall(r"([\d.,]+)([억만천백]*)", text)
    if len(parts) == 1 and not parts[0][1]:
        # A character that no tokenizer takes for the end of a word.
        return re.sub("[.,]", "·", _ungrouped(text))[:WORD_LIMIT]
    values = (
        float(_ungrouped(digits).replace(",", "")) * math.prod(_SCALES[one] for one in scales)
        for digits, scales in parts
        if digits.count(".") < 2
    )
    return str(round(sum(values)))[:WORD_LIMIT]


def _ungrouped(digits):
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    return digits.replace(",", "") if grouped else digits


def has_hangul(text: str) -> bool:
    return bool(re.search("[가-힣]", text))


def grams(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def space(word: str, following: str) -> str:
    """Return the token of the space between two Hangul words: 도시 재생 → 3시재도.

    It begins with the last syllable of ``word``, which is found by it.
    """
    return SPACE + word[-1] + following[0] + word[-2:-1]


def neighbours(first: str, second: str) -> str:
    """Return the token of two neighbours that are not both Hangul, given as stem, number or nearest syllable.

    Texts have millions of pairs, most of them once, so each is hashed into one of NEIGHBOURS. A text of 1,000
    words has the token of two words that are not next to each other once in 65 times.
    """
    return f"{NEXT}{zlib.crc32(f'{first} {second}'.encode()) % NEIGHBOURS:x}"
