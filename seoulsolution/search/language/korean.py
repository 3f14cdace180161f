"""Korean endings: particles behind nouns, and the forms of verbs.

고치다 has the forms 고치고, 고친, 고쳐 and 고쳤다, whose last syllable merges with the ending. A form is
undone into every stem that it may come from; a list says which of these exist.
"""

import functools
import re
from unicodedata import normalize

from seoulsolution.search.language import lists

PARTICLES = frozenset(lists.words("particles"))
_NOUN_VERB = frozenset(lists.words("noun_verb_endings"))
#: {decomposed stem: stem}.
_STEMS = {normalize("NFD", one): one for one in lists.words("verb_stems")}
_ENDINGS = frozenset(["", *lists.words("verb_endings")])
#: Beginnings of endings before which a stem loses its ㄹ.
_DROPPING = ("는", "니", "네", "세")
_SHORT_NOUNS = frozenset(lists.words("short_nouns"))
_NO_SHORT_NOUNS = frozenset(lists.words("no_short_nouns"))
#: Forms that are other words far more often.
_NO_VERBS = frozenset(lists.words("no_verbs"))
#: Final consonants with which a stem and the first sound of its ending merge: 고친 is 고치 and ㄴ.
_MERGED_FINALS = "ᆫᆯᆷᆸᆻ"
#: {vowel: the vowel that it and the ending -어/-아 merge into}: 고쳐, 나와, 나눠, 써.
_MERGED_VOWELS = {"ᅵ": "ᅧ", "ᅩ": "ᅪ", "ᅮ": "ᅯ", "ᅳ": "ᅥ"}
#: What else undoes the end of a form, both decomposed.
_RULES = [
    (re.compile(normalize("NFD", pattern) + "$"), normalize("NFD", replacement))
    for pattern, replacement in (
        *((merged, vowel) for vowel, merged in _MERGED_VOWELS.items()),
        ("ᅡ", "ᅳ"),  # 모아 → 모으
        ("해", "하"),
        ("[ᆫᆷᆸᆻ]", "ᆯ"),  # 만든 → 만들
        ("ᆱ", "ᆯ"),  # 만듦 → 만들
        ("(?<=.)(?:어|아|으)", ""),
        ("(?<=[ᅡ-ᅵ])(?:어|아|으)", "ᆺ"),  # 지은 → 짓
        ("(?<=[ᅡ-ᅵ])(?:어|아|으)", "ᆯ"),
        ("ᆯ(?:어|아|으)", "ᆮ"),  # 걸어 → 걷
        ("(?<=[ᅡ-ᅵ])(?:워|와|우)", "ᆸ"),  # 가까워 → 가깝
        ("ᆯ(?:라|러)", "르"),  # 흘러 → 흐르
    )
]
#: The first two sounds of all forms of the stems: most words begin otherwise, and need not be undone.
_OPENINGS = {one[0] + vowel for one in _STEMS for vowel in (one[1], _MERGED_VOWELS.get(one[1], one[1]))}


def may_be_short_noun(word: str) -> bool:
    """Return whether a Hangul word may be a noun of one syllable with a particle."""
    return word[1:] in PARTICLES and word not in _NO_SHORT_NOUNS


def short_noun_of(word: str) -> str:
    """Return the noun of a Hangul word that is a listed noun of one syllable with a particle, or ""."""
    return word[0] if word[0] in _SHORT_NOUNS and may_be_short_noun(word) else ""


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
    if normalize("NFD", word[0])[:2] not in _OPENINGS or word in _NO_VERBS:
        return ()
    found = {}
    for end in range(min(len(word), 6), 0, -1):
        if (ending := word[end:]) in _ENDINGS:
            form = normalize("NFD", word[:end])
            stems = [*_undone(form), form + "ᆯ"] if ending.startswith(_DROPPING) else _undone(form)  # 만드는
            found |= {_STEMS[one]: None for one in stems if one in _STEMS}
    return tuple(found)


def _undone(form):
    """Yield what the beginning of a form may be the stem, merged with the first sound of its ending."""
    yield form
    if form[-1] in _MERGED_FINALS:
        yield from _undone(form[:-1])
    for pattern, replacement in _RULES:
        if (stem := pattern.sub(replacement, form)) != form:
            yield stem
