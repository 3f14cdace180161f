"""Revised Romanisation (2000) of Korean names, in both directions.

Only names are converted: 종로구 is Jongno-gu in an English text. Other words are translated instead (nobody
writes simin for 시민), and matching them by sound would find unrelated words.
"""

import functools
import re
import unicodedata

#: The romanised letters of a syllable in the order of Unicode, "-" for none: leads, vowels, and the seven
#: sounds of the 28 finals.
_SOUNDS = """
g kk n d tt r m b pp s ss - j jj ch k t p h
a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i
- k k k n n n t l k m l l l p l m p p t t ng t t k t p t
"""
_LEADS, _VOWELS, _FINALS = (line.split() for line in _SOUNDS.strip().splitlines())
#: How a final and the lead after it sound together, if that differs from each by itself.
_MEETING = {
    ("k", "n"): "ngn", ("k", "r"): "ngn", ("k", "m"): "ngm", ("t", "n"): "nn", ("t", "r"): "nn",
    ("t", "m"): "nm", ("p", "n"): "mn", ("p", "r"): "mn", ("p", "m"): "mm", ("n", "r"): "ll",
    ("l", "n"): "ll", ("l", "r"): "ll", ("m", "r"): "mn", ("ng", "r"): "ngn",
}  # fmt: skip
#: A final before a vowel moves to the next syllable and is written as a lead.
_GOES_OVER = {1: "g", 2: "kk", 4: "n", 7: "d", 8: "r", 16: "m", 17: "b", 19: "s", 20: "ss", 22: "j", 23: "ch"}

#: Endings of names of places and their romanisation, with or without a hyphen.
HYPHENATED = {"구": "gu", "동": "dong", "로": "ro", "대로": "daero", "길": "gil", "가": "ga"}
JOINED = {"천": "cheon", "강": "gang", "산": "san", "궁": "gung", "봉": "bong", "섬": "seom"}
_ENDINGS = {**HYPHENATED, **JOINED}
_WRITTEN_AS_ONE = {**JOINED, "동": "dong", "대로": "daero"}
#: Limits: syllables of a name without its ending, readings of a name.
SYLLABLES_MOST, READINGS_MOST = 4, 8


def romanise(word: str) -> str:
    """Return the romanisation of a Hangul word: 종로 → jongno, 청계천 → cheonggyecheon."""
    written, before = "", 0
    for syllable in word:
        parts = [ord(part) for part in unicodedata.normalize("NFD", syllable)]
        lead, vowel = _LEADS[parts[0] - 0x1100], _VOWELS[parts[1] - 0x1161]
        written += _joint(before, lead) + vowel
        before = parts[2] - 0x11A7 if len(parts) > 2 else 0
    return written + _FINALS[before].replace("-", "")


def _joint(final, lead):
    """Return the romanisation of a final (its number, 0 for none) and the lead of the next syllable."""
    sound, begins = _FINALS[final].replace("-", ""), lead.replace("-", "")
    if not begins and final in _GOES_OVER:
        return _GOES_OVER[final]
    return _MEETING.get((sound, begins), sound + begins)


def latin_names(word: str) -> list[tuple[str, ...]]:
    """Return the spellings, as words, of a Hangul word that ends like the name of a place in a Latin text."""
    for ending, latin in sorted(_ENDINGS.items(), key=lambda pair: -len(pair[0])):
        name = word.removesuffix(ending)
        if name != word and 2 <= len(name) <= SYLLABLES_MOST:
            if ending in HYPHENATED:
                return [(romanise(name), latin)]
            return [(romanise(word),), (romanise(name), latin)]
    return []


def korean_names(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the Hangul names of places that Latin ``words`` may mean: ("jongno", "gu") → 종로구."""
    if len(words) == 2 and words[1] in _ENDINGS.values():
        ending = next(korean for korean, latin in _ENDINGS.items() if latin == words[1])
        return tuple(name + ending for name in hangul_of(words[0]) if len(name) >= 2)
    # A short name written as one word could be any word: euro is not 으로.
    if len(words) == 1 and words[0].endswith(tuple(_WRITTEN_AS_ONE.values())):
        endings = tuple(_WRITTEN_AS_ONE)
        return tuple(name for name in hangul_of(words[0]) if len(name) >= 3 and name.endswith(endings))
    return ()


_LEAD_OF = {name: [] for name in ["", *_LEADS]}
for _number, _name in enumerate(_LEADS):
    _LEAD_OF[_name.replace("-", "")].append(_number)
#: What a sound may mean, the plain reading first: n may be ㄹ after ㅇ, and ng may be ㄱ before ㄴ.
_LEAD_OF |= {"n": [2, 5], "l": [5, 2]}
_FINAL_OF = {"": [0], "k": [1], "g": [1], "n": [4], "t": [19, 7], "d": [7], "l": [8, 4], "r": [8]}
_FINAL_OF |= {"m": [16, 17], "p": [17], "b": [17], "ng": [21, 1], "s": [19], "j": [22]}
_SYLLABLE = re.compile(
    "(?P<lead>kk|tt|pp|ss|jj|ch|[gndrlmbsjktph]?)"
    "(?P<vowel>yae|yeo|wae|ae|ya|eo|ye|wa|oe|yo|wo|we|wi|yu|eu|ui|[aeoui])"
)


@functools.lru_cache(maxsize=1000)
def hangul_of(name: str) -> tuple[str, ...]:
    """Return the Hangul words whose romanisation is ``name``, the plainest first."""
    if not re.fullmatch("[a-z]{3,30}", name):
        return ()
    found = {word for word in _readings(name, SYLLABLES_MOST) if romanise(word) == name}
    # 청계천 before 체옹계천, and 구로 before 굴오.
    plainest = sorted(found, key=lambda word: (len(word), sum(map(_is_open, word[1:])), word))
    return tuple(plainest[:READINGS_MOST])


def _is_open(syllable):
    """Return whether a syllable begins with its vowel."""
    return unicodedata.normalize("NFD", syllable)[0] == "ᄋ"


def _readings(name, most):
    """Yield Hangul words that may be romanised as ``name``; not all of them really are."""
    if not name:
        yield ""
    if not name or not most:
        return
    for end in range(1, min(len(name), 8) + 1):
        match = re.fullmatch(f"{_SYLLABLE.pattern}(?P<final>ng|[kgntdlrmpbsj]?)", name[:end])
        if match:
            vowel = _VOWELS.index(match["vowel"])
            for rest in _readings(name[end:], most - 1):
                for lead in _LEAD_OF[match["lead"]]:
                    for final in _FINAL_OF[match["final"]]:
                        yield chr(0xAC00 + (lead * 21 + vowel) * 28 + final) + rest
