"""Korean verbs and adjectives: from one form of a word to the beginnings of its other forms.

고치다 is found as 고치고, 고친, 고쳐 and 고쳤다, whose syllables differ: the ending merges with the stem's
last syllable. The rules are those of the regular verbs and of the common irregular ones (ㅂ, ㄷ, 르, ㄹ, 하).
"""

_FIRST, _VOWELS, _FINALS = 0xAC00, 21, 28
_A, _AE, _EO, _E, _YEO, _O, _WA, _U, _WO, _EU, _I = 0, 1, 4, 5, 6, 8, 9, 13, 14, 18, 20
_N, _D, _L, _M, _B, _SS = 4, 7, 8, 16, 17, 20
_R = 5  # ㄹ as the first sound of a syllable
#: What a vowel and the ending -어/-아 become together.
_MERGED = {_I: _YEO, _O: _WA, _U: _WO, _A: _A, _EO: _EO, _AE: _AE, _E: _E, _YEO: _YEO}
_UNMERGED = {_YEO: _I, _WA: _O, _WO: _U}

#: Endings of verbs made of a noun, as in 참여하다 and 도입되다. The noun alone finds all forms.
_NOUN_VERB_ENDINGS = (
    "하였습니다 되었습니다 했습니다 됐습니다 하였다 되었다 합니다 됩니다 했다 됐다 하다 되다 하는 되는 "
    "하고 되고 하여 되어 하며 되며 하기 되기 하게 하도록 되도록 하려고 한 된 "
    "한다 된다 하였던 되었던 했던 됐던 해서 돼서 하여서 되어서 하면 되면 하면서 하지 되지 할 될"
)
_NOUN_VERB = tuple(sorted(_NOUN_VERB_ENDINGS.split(), key=len, reverse=True))
#: Endings that stand behind a stem of two syllables or more and that nouns do not have.
_ENDINGS = ("려고", "면서", "려면", "도록", "거나", "지만", "습니다", "다")
#: Endings that nouns have too (줄이고, but 광고): they count behind a syllable that ends like a verb.
_SHARED_ENDINGS = ("기", "고", "며", "면", "자")


def noun_of(word: str) -> str:
    """Return the noun of a verb made of one (참여하는 → 참여), of two syllables or more; else ""."""
    for ending in _NOUN_VERB:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word.removesuffix(ending)
    return ""


def stem_of(word: str) -> str:
    """Return the stem, of two syllables or more, if ``word`` looks like a form of a verb; else ""."""
    for ending in ("습니다", "다"):
        past = word.removesuffix(ending)
        if past != word and len(past) >= 2 and _final(past[-1]) == _SS:
            return _unmerged(past)
    if len(word) >= 4 and word.endswith("니다") and _final(word[-3]) == _B:  # 고칩니다
        return word[:-3] + _without_final(word[-3])
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word.removesuffix(ending)
    if len(word) >= 3 and word.endswith(_SHARED_ENDINGS) and _ends_like_a_verb(word[-2]):
        return word[:-1]
    if len(word) >= 3 and word[-1] in "운울워" and not _final(word[-2]):  # 아름다운 is of 아름답다
        lead, vowel, _none = _apart(word[-2])
        return word[:-2] + _join(lead, vowel, _B)
    return ""


def beginnings(stem: str) -> tuple[str, ...]:
    """Return how the forms of the verb with this stem begin, the stem itself first."""
    head, last = stem[:-1], stem[-1]
    lead, vowel, final = _apart(last)
    if not final:
        ends = [_join(lead, vowel, end) for end in (0, _N, _L, _M, _B)]
        return tuple(dict.fromkeys([head + end for end in ends] + _with_eo(head, lead, vowel)))
    if final == _L:  # 만들다: 만드는, 만든
        return (stem, *(head + _join(lead, vowel, end) for end in (0, _N, _B)))
    if final == _B:  # 가깝다: 가까운, 가까워
        return (stem, *(head + _join(lead, vowel, 0) + end for end in "우운울워웠와왔"))
    if final == _D:  # 깨닫다: 깨달아
        return (stem, *(head + _join(lead, vowel, _L) + end for end in "아어았었으은을"))
    return (stem,)


def _with_eo(head, lead, vowel):
    """Return the stem merged with -어/-아, and with the past's ㅆ."""
    if (lead, vowel) == _apart("하")[:2]:
        return [head + end for end in ("해", "했", "하여")]
    if (lead, vowel) == (_R, _EU) and head and not _final(head[-1]):  # 서두르다: 서둘러
        first, second, _final_sound = _apart(head[-1])
        bright = second in (_A, _O)
        before = head[:-1] + _join(first, second, _L)
        return [before + _join(_R, _A if bright else _EO, end) for end in (0, _SS)]
    if vowel == _EU:  # 모으다: 모아
        bright = bool(head) and _apart(head[-1])[1] in (_A, _O)
        return [head + _join(lead, _A if bright else _EO, end) for end in (0, _SS)]
    merged = _MERGED.get(vowel)
    return [] if merged is None else [head + _join(lead, merged, end) for end in (0, _SS)]


def _unmerged(past):
    """Return the stem of a form that ends in the past's ㅆ: 고쳤 → 고치, 지었 → 지."""
    head, (lead, vowel, _ss) = past[:-1], _apart(past[-1])
    stem = head if past[-1] in "었았" else head + _join(lead, _UNMERGED.get(vowel, vowel), 0)
    return stem if len(stem) >= 2 else ""


def _without_final(syllable):
    lead, vowel, _final_sound = _apart(syllable)
    return _join(lead, vowel, 0)


def _ends_like_a_verb(syllable):
    """Whether 기 behind it makes a noun of a verb (줄이기, 만들기) rather than being one (전기, 항공기)."""
    _lead, vowel, final = _apart(syllable)
    return final == _L or (not final and vowel in (_I, _U, _EU))


def _apart(syllable):
    number = ord(syllable) - _FIRST
    return number // (_VOWELS * _FINALS), number // _FINALS % _VOWELS, number % _FINALS


def _join(lead, vowel, final):
    return chr(_FIRST + (lead * _VOWELS + vowel) * _FINALS + final)


def _final(syllable):
    return _apart(syllable)[2]
