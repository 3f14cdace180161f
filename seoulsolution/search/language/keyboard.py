"""A query while it is being typed, and what its last word may become. This module uses no database.

Hangul is composed while it is typed: 서우 may become 서울, 지하ㅊ may become 지하철, and the ㄹ of 서울 may
move to the next syllable (서우리). As keystrokes instead of syllables, each is a plain prefix.
"""

import re
import unicodedata

from seoulsolution.search.language.english import stem
from seoulsolution.search.language.normalisation import SINGLE, normalise, number
from seoulsolution.search.language.plan import QUERY_LIMIT, WORDS_LIMIT, Plan, make_plan
from seoulsolution.search.language.words import Alternative, Closeness, Term, Word, hangul_terms

#: The letters of a syllable in the order of Unicode, each as the keys that type it.
_SOUNDS = """
ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ
ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ
ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ
"""
_LEADS, _VOWELS, _CLOSED = (line.split() for line in _SOUNDS.strip().splitlines())
_FINALS = ["", *_CLOSED]
#: {letter of decomposed Hangul: keys of the usual Korean keyboard}.
_KEYS = {
    **{0x1100 + place: keys for place, keys in enumerate(_LEADS)},
    **{0x1161 + place: keys for place, keys in enumerate(_VOWELS)},
    **{0x11A7 + place: keys for place, keys in enumerate(_FINALS) if keys},
}
_ANY_VOWEL = "[ㅏ-ㅣ]"
_TYPED_SYLLABLE = re.compile(
    "({})({})({})?".format(
        "|".join(_LEADS),
        "|".join(sorted(_VOWELS, key=len, reverse=True)),
        # A consonant before a vowel starts the next syllable.
        "|".join(f"{keys}(?!{_ANY_VOWEL})" for keys in sorted(_CLOSED, key=len, reverse=True)),
    )
)
#: The keys of the usual Korean keyboard, in the order of the Latin keys.
_LAYOUT = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ")
_LATIN = {key: letter for letter, key in _LAYOUT.items()}
#: The last word: Hangul, perhaps with the first key of a syllable, or anything else without a space.
_LAST = re.compile("(?P<hangul>[가-힣]+[\u1100-\u1112]?)$|(?P<other>[^\\W_가-힣\u1100-\u11ff]+)$")
#: The fewest letters of a word in another script that is completed; the most letters that stemming removes.
LETTERS_LEAST, ENDING_MOST = 2, 6


def keystrokes(text: str) -> str:
    """Return the keystrokes that type a normalised text: 서울 → ㅅㅓㅇㅜㄹ, tram → tram."""
    return unicodedata.normalize("NFD", text).translate(_KEYS)


def on_korean_keyboard(letters: str) -> str:
    """Return the Hangul word of lower-case Latin ``letters`` on a Korean keyboard (tjdnf → 서울), or ""."""
    keys = letters.translate(_LAYOUT)
    found = list(_TYPED_SYLLABLE.finditer(keys))
    if not found or "".join(match.group() for match in found) != keys:
        return ""
    return "".join(_syllable(chr(0x1100 + _LEADS.index(m[1])), m[2], m[3] or "") for m in found)


def on_latin_keyboard(text: str) -> str:
    """Return the Latin letters of normalised text that has lone Hangul letters (ㅗ무ㅐㅏ → hanok), or ""."""
    letters = keystrokes(text).translate(_LATIN)
    return letters if re.search("[\u1100-\u11ff]", text) and letters.isascii() else ""


def half_typed(query: str) -> tuple[Plan, str]:
    """Return (plan for what begins with ``query``, keystrokes of its last word).

    The plan may also match what does not quite begin with the query. It is empty while too little is typed.
    """
    text = normalise(query[:QUERY_LIMIT]).replace('"', " ")
    last = _LAST.search(text)
    if not last:
        return Plan(), ""
    word = last.group()
    before = make_plan(text[: last.start()]).narrowed(Closeness.AS_TYPED)
    words = list(before.words[: WORDS_LIMIT - 1])
    if alternatives := _hangul(word) if last["hangul"] else _other(word):
        words.append(Word(word, tuple(alternatives), ()))
    return Plan(tuple(words)), keystrokes(word)


def _hangul(word):
    shapes = _shapes(word)
    if len(shapes[0]) > 1:
        return [Alternative(hangul_terms(shape)) for shape in shapes]
    terms = (Term(SINGLE + word[0]), Term(word[0], prefix=True))
    return [Alternative((term,)) for term in terms]


def _shapes(word):
    """Return the forms that the syllables of a half-typed ``word`` may take."""
    head, last = word[:-1], word[-1]
    parts = unicodedata.normalize("NFD", last)
    if len(parts) == 1:  # A consonant by itself may become any syllable.
        return [head]
    vowel = _VOWELS[ord(parts[1]) - 0x1161]
    if len(parts) == 2:
        vowels = [one for one in _VOWELS if one.startswith(vowel)]
        return [head + _syllable(parts[0], one, final) for one in vowels for final in _FINALS]
    final = _FINALS[ord(parts[2]) - 0x11A7]
    longer = [head + _syllable(parts[0], vowel, one) for one in _CLOSED if one.startswith(final)]
    return [*longer, head + _syllable(parts[0], vowel, final[:-1])]


def _syllable(lead, vowel, final):
    parts = lead + chr(0x1161 + _VOWELS.index(vowel)) + chr(0x11A7 + _FINALS.index(final))
    return unicodedata.normalize("NFC", parts if final else parts[:2])


def _other(word):
    if word.isdecimal():
        return [Alternative((Term(number(word), prefix=True),))]
    if len(word) < LETTERS_LEAST:
        return []
    # The index has stems. Either they begin with the word, or the word is longer than its stem already.
    shorter = [word[:end] for end in range(max(3, len(word) - ENDING_MOST), len(word))]
    stems = dict.fromkeys(filter(None, [stem(word), *shorter]))
    return [Alternative((Term(word, prefix=True),)), *(Alternative((Term(one),)) for one in stems)]
