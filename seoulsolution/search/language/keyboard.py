"""A query while it is being typed, and what its last word may become. This module uses no database.

Hangul is composed while it is typed: 서우 may become 서울, 지하ㅊ may become 지하철, and the ㄹ of 서울 may
move to the next syllable (서우리). As keystrokes instead of syllables, each is a plain prefix.
"""

import re
import unicodedata
from functools import cache

from seoulsolution.search.language.english import stem
from seoulsolution.search.language.normalisation import SINGLE, normalise, number
from seoulsolution.search.language.plan import QUERY_LIMIT, WORDS_LIMIT, Plan, make_plan
from seoulsolution.search.language.words import Alternative, Closeness, Term, Word, hangul_terms

#: {letter of decomposed Hangul: keys of the usual Korean keyboard}, for each place in a syllable.
_KEYS = {
    first + place: keys
    for first, letters in (
        (0x1100, "ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ"),
        (0x1161, "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ"),
        (0x11A8, "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ"),
        (0x11BA, "ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"),
    )
    for place, keys in enumerate(letters.split())
}
#: A syllable as typed: a consonant before a vowel starts the next one.
_TYPED_SYLLABLE = re.compile("[ㄱ-ㅎ][ㅏ-ㅣ]+[ㄱ-ㅎ]*?(?=[ㄱ-ㅎ][ㅏ-ㅣ]|$)")
#: The keys of the usual Korean keyboard, in the order of the Latin keys, and those that Shift changes.
_LAYOUT = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ")
_SHIFTED = str.maketrans("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ")
_LATIN = {key: letter for letter, key in (_LAYOUT | _SHIFTED).items()}
#: The last word: Hangul, perhaps with the first key of a syllable, or anything else without a space.
_LAST = re.compile("(?P<hangul>[가-힣]+[\u1100-\u1112]?)$|(?P<other>[^\\W_가-힣\u1100-\u11ff]+)$")
#: The fewest letters of a word in another script that is completed; the most letters that stemming removes.
LETTERS_LEAST, ENDING_MOST = 2, 6


def keystrokes(text: str) -> str:
    """Return the keystrokes that type a normalised text: 서울 → ㅅㅓㅇㅜㄹ, tram → tram."""
    return unicodedata.normalize("NFD", text).translate(_KEYS)


def letters_typed(query: str) -> dict[str, str]:
    """Return {normalised word: its Latin letters as typed}: Shift gives a Korean key another letter."""
    return {normalise(letters): letters for letters in re.findall("[A-Za-z]+", query)}


def on_korean_keyboard(letters: str) -> list[str]:
    """Return the words that Latin ``letters`` may be on a Korean keyboard: tjdnf → 서울, rPghlr → 계획.

    Shift may be meant (Tmfprl, 쓰레기), or be the automatic capital of a phone (Tjdnf), or Caps Lock (TJDNF).
    """
    forms = [letters]
    if not letters.islower():
        forms += [letters[:1].lower() + letters[1:], letters.swapcase(), letters.lower()]
    return list(dict.fromkeys(filter(None, map(_composed, forms))))


def _composed(letters):
    keys = letters.translate(_SHIFTED).lower().translate(_LAYOUT)
    typed = _TYPED_SYLLABLE.findall(keys)
    word = "".join(_syllables().get(one, "") for one in typed)
    return word if keystrokes(word) == keys else ""


@cache
def _syllables():
    """Return {keystrokes: syllable} of all syllables."""
    return {keystrokes(chr(number)): chr(number) for number in range(ord("가"), ord("힣") + 1)}


def on_latin_keyboard(text: str) -> str:
    """Return the Latin letters of normalised text that has lone Hangul letters (ㅗ무ㅐㅏ → hanok), or ""."""
    letters = keystrokes(text).translate(_LATIN).lower()
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
        words.append(Word(word, tuple(alternatives)))
    return Plan(tuple(words)), keystrokes(word)


def _hangul(word):
    head, typed, forms = word[:-1], keystrokes(word[-1]), [word[:-1]]
    if word[-1] >= "가":  # A consonant by itself may become any syllable.
        # A syllable may get longer, or lose its last consonant to the next one.
        forms = [
            head + one
            for keys, one in _syllables().items()
            if keys.startswith(typed) or typed.startswith(keys)
        ]
    if len(forms[0]) > 1:
        return [Alternative(hangul_terms(form)) for form in forms]
    return [Alternative((term,)) for term in (Term(SINGLE + word[0]), Term(word[0], prefix=True))]


def _other(word):
    if word.isdecimal():
        return [Alternative((Term(number(word), prefix=True),))]
    if len(word) < LETTERS_LEAST:
        return []
    # The index has stems. Either they begin with the word, or the word is longer than its stem already.
    shorter = [word[:end] for end in range(max(3, len(word) - ENDING_MOST), len(word))]
    stems = dict.fromkeys(filter(None, [stem(word), *shorter]))
    return [Alternative((Term(word, prefix=True),)), *(Alternative((Term(one),)) for one in stems)]
