"""Korean endings: particles behind nouns, and the forms of verbs.

고치다 has the forms 고치고, 고친, 고쳐 and 고쳤다: its stem merges with the first sound of an ending. What is
before the endings is made in advance from a list of stems, so that a word is only looked up.
"""

from collections import defaultdict
from unicodedata import normalize

from seoulsolution.search.language import lists

PARTICLES = frozenset(lists.words("particles"))
_NOUN_VERB = frozenset(lists.words("noun_verb_endings"))
_ENDINGS = frozenset(["", *lists.words("verb_endings")])
#: Beginnings of endings before which a stem loses its ㄹ.
_DROPPING = ("는", "니", "네", "세")
_SHORT_NOUNS = frozenset(lists.words("short_nouns"))
_NO_SHORT_NOUNS = frozenset(lists.words("no_short_nouns"))
#: Forms that are other words far more often.
_NO_VERBS = frozenset(lists.words("no_verbs"))
#: First vowels of endings, and first consonants, which merge with a vowel: 고친 is 고치 and ㄴ.
_VOWELS, _FINALS = ("어", "아", "으"), "ᆫᆯᆷᆸᆻ"
#: Ends of stems, and what they become when they merge with an ending; the longest end counts.
_MERGED = {
    "": "",
    "ᅵ": "ᅧ",  # 고치 → 고쳐
    "ᅩ": "ᅪ",
    "ᅮ": "ᅯ",
    "ᅳ": "ᅥ ᅡ",  # 모으 → 모아
    "끄": "꺼",
    "쓰": "써",
    "크": "커",
    "르": "러 라 ᆯ러 ᆯ라",  # 치르 → 치러, 흐르 → 흘러
    "하": "해",
    "ᆯ": "ᆫ ᆷ ᆸ ᆻ ᆱ 어 아 으",  # 만들 → 만든
    "ᆺ": "어 아 으",  # 짓 → 지은
    "ᆮ": "ᆯ어 ᆯ아 ᆯ으",  # 걷 → 걸어
    "ᆸ": "워 와 우",  # 가깝 → 가까워
}


def _beginnings(stem):
    """Return what the forms of a stem have before their endings."""
    plain = normalize("NFD", stem)
    ends = {normalize("NFD", end): merged for end, merged in _MERGED.items()}
    end = max(filter(plain.endswith, ends), key=len)
    found = [stem, *(stem + vowel for vowel in _VOWELS)]
    found += [normalize("NFC", plain.removesuffix(end) + merged) for merged in ends[end].split()]
    # Behind another consonant a final is left as it is, and stands in no word.
    return [*found, *(normalize("NFC", one + final) for one in found for final in _FINALS)]


#: {beginning of a form: its stems}.
_STEMS = defaultdict(list)
for _stem in lists.words("verb_stems"):
    for _beginning in dict.fromkeys(_beginnings(_stem)):
        _STEMS[_beginning].append(_stem)


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


def verb_stems(word: str) -> tuple[str, ...]:
    """Return the listed stems of which a Hangul word may be a form: 고쳤다 → 고치."""
    if word in _NO_VERBS:
        return ()
    found = {}
    for end in range(min(len(word), 6), 0, -1):
        if (ending := word[end:]) in _ENDINGS:
            found |= dict.fromkeys(_STEMS.get(word[:end], ()))
            if ending.startswith(_DROPPING):
                found |= dict.fromkeys(_STEMS.get(normalize("NFC", word[:end] + "ᆯ"), ()))  # 만드는
    return tuple(found)
