"""Korean endings: particles behind nouns, and the forms of verbs.

고치다 has the forms 고치고, 고친, 고쳐 and 고쳤다, whose last syllable merges with the ending. A form is
undone into every stem that it may come from; a list says which of these exist.
"""

import functools

from seoulsolution.search.language import lists
from seoulsolution.search.language.hangul import LEAD_R, Final, Vowel, apart, with_final, with_vowel

PARTICLES = frozenset(lists.words("particles"))
_NOUN_VERB = frozenset(lists.words("noun_verb_endings"))
_STEMS = frozenset(lists.words("verb_stems"))
_ENDINGS = frozenset(["", *lists.words("verb_endings")])
#: Beginnings of endings before which a stem loses its ㄹ.
_DROPPING = ("는", "니", "네", "세")
#: Particles that count something behind a number: 20도, 종로3가.
_UNITS = frozenset("도만가로과")
_SHORT_NOUNS = frozenset(lists.words("short_nouns"))
_NO_SHORT_NOUNS = frozenset(lists.words("no_short_nouns"))
#: Forms that are other words far more often.
_NO_VERBS = frozenset(lists.words("no_verbs"))
#: What a vowel and the ending -어/-아 merge into, undone: 고쳐 → 고치, 나눠 → 나누, 나와 → 나오, 모아 → 모으.
_UNMERGED = {
    Vowel.YEO: [Vowel.I],
    Vowel.WA: [Vowel.O],
    Vowel.WO: [Vowel.U],
    Vowel.EO: [Vowel.EU],
    Vowel.A: [Vowel.EU],
}
#: What a final consonant was before a vowel: 걸어 → 걷, 만든 → 만들.
_LOST = {Final.NONE: [Final.S, Final.L], Final.L: [Final.D]}


def _openings():
    """Yield the first syllables of all forms of the listed verbs, each as (consonant, vowel)."""
    merged = {vowel: one for one, vowels in _UNMERGED.items() for vowel in vowels if one != Vowel.A}
    for stem in _STEMS:
        lead, vowel, _final = apart(stem[0])
        yield lead, vowel
        if len(stem) == 1 and vowel in merged:
            yield lead, merged[vowel]


#: Most words begin otherwise, and need not be undone.
_OPENINGS = frozenset(_openings())


def may_be_short_noun(word: str) -> bool:
    """Return whether a Hangul word may be a noun of one syllable with a particle."""
    return word[1:] in PARTICLES and word not in _NO_SHORT_NOUNS


def short_noun_of(word: str) -> str:
    """Return the noun of a Hangul word that is a listed noun of one syllable with a particle, or ""."""
    return word[0] if word[0] in _SHORT_NOUNS and may_be_short_noun(word) else ""


def unit_of(word: str) -> str:
    """Return the word behind a number without its particle: 년 for 년에, "" for the 의 of 코로나19의."""
    if word in PARTICLES and word not in _UNITS:
        return ""
    return word[0] if may_be_short_noun(word) else without_particle(word)


def without_particle(word: str) -> str:
    """Return a Hangul word without its particle if two syllables or more are left, else as it is."""
    return _without(word, PARTICLES) or word


def noun_of(word: str) -> str:
    """Return the noun, of two syllables or more, of a verb made of a noun (참여하는 → 참여), or ""."""
    return _without(word, _NOUN_VERB)


def _without(word, endings):
    """Return a word without the longest of ``endings`` that leaves two syllables or more, or ""."""
    for end in range(2, len(word)):
        if word[end:] in endings:
            return word[:end]
    return ""


@functools.lru_cache(maxsize=100_000)
def verb_stems(word: str) -> tuple[str, ...]:
    """Return the listed stems of which a Hangul word may be a form: 고쳤다 → 고치."""
    if apart(word[0])[:2] not in _OPENINGS or word in _NO_VERBS:
        return ()
    found = {}
    for end in range(min(len(word), 6), 0, -1):
        if (ending := word[end:]) in _ENDINGS:
            found |= dict.fromkeys(one for one in _undone(word[:end]) if one in _STEMS)
            if ending.startswith(_DROPPING) and apart(word[end - 1])[2] == Final.NONE:  # 만드는
                found |= dict.fromkeys({word[: end - 1] + with_final(word[end - 1], Final.L)} & _STEMS)
    return tuple(found)


def _undone(form):
    """Yield what the beginning of a form may be the stem, merged with the first sound of its ending."""
    yield form
    head, (lead, vowel, final) = form[:-1], apart(form[-1])
    if final in (Final.N, Final.L, Final.M, Final.B, Final.SS):
        yield from _undone(head + with_final(form[-1], Final.NONE))
        yield head + with_final(form[-1], Final.L)
    if final == Final.LM:  # 만듦
        yield head + with_final(form[-1], Final.L)
    if final != Final.NONE:
        return
    if form[-1] == "해":
        yield head + "하"
    yield from (head + with_vowel(form[-1], one) for one in _UNMERGED.get(vowel, ()))
    if not head:
        return
    before = apart(head[-1])[2]
    if form[-1] in "어아으":
        yield head
        yield from (head[:-1] + with_final(head[-1], one) for one in _LOST.get(before, ()))
    if form[-1] in "워와우" and before == Final.NONE:  # 가까워 → 가깝
        yield head[:-1] + with_final(head[-1], Final.B)
    if before == Final.L and lead == LEAD_R and vowel in (Vowel.A, Vowel.EO):  # 흘러 → 흐르
        yield head[:-1] + with_final(head[-1], Final.NONE) + with_vowel(form[-1], Vowel.EU)
