"""Hangul syllables and their letters, numbered in the order of Unicode."""

from enum import IntEnum

_FIRST = 0xAC00
Vowel = IntEnum("Vowel", "A AE YA YAE EO E YEO YE O WA WAE OE YO U WO WE WI YU EU UI I", start=0)
Final = IntEnum("Final", "NONE G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H", start=0)
_VOWELS, _FINALS = len(Vowel), len(Final)  # once: the length of an Enum is counted each time
#: ㄹ as the first letter of a syllable.
LEAD_R = 5


def apart(syllable: str) -> tuple[int, int, int]:
    """Return (first consonant, vowel, final consonant) of a syllable."""
    number = ord(syllable) - _FIRST
    return number // (_VOWELS * _FINALS), number // _FINALS % _VOWELS, number % _FINALS


def join(lead: int, vowel: int, final: int = Final.NONE) -> str:
    return chr(_FIRST + (lead * _VOWELS + vowel) * _FINALS + final)


def with_vowel(syllable: str, vowel: int) -> str:
    """Return an open syllable with another vowel: 쳐, ㅣ → 치."""
    return join(apart(syllable)[0], vowel)


def with_final(syllable: str, final: int) -> str:
    """Return a syllable with another final consonant: 고, ㄴ → 곤."""
    lead, vowel, _final = apart(syllable)
    return join(lead, vowel, final)
