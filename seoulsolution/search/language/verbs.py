"""Korean verbs and adjectives: from one form of a word to its other forms.

고치다 has the forms 고치고, 고친, 고쳐 and 고쳤다, whose syllables differ because the ending merges with the
stem's last syllable. The form alone does not say which verb it belongs to (줄이고 is a verb, 광고 a noun), so
there is a list of stems. Other words are taken for verbs only if hardly any noun looks like them.
"""

import functools
import re

from seoulsolution.search.language.hangul import LEAD_R, Final, Vowel, apart, final_of, join, with_final
from seoulsolution.search.language.verblist import DROPPING, REGULAR, STEMS

#: What a vowel and the ending -어/-아 merge into, and the reverse.
_UNMERGED = {Vowel.YEO: Vowel.I, Vowel.WA: Vowel.O, Vowel.WO: Vowel.U}
_MERGED = {plain: merged for merged, plain in _UNMERGED.items()}
_MERGED |= {vowel: vowel for vowel in (Vowel.A, Vowel.EO, Vowel.AE, Vowel.E, Vowel.YEO)}
#: What a final becomes before a vowel in most verbs: ㅂ and ㅅ are lost, ㄷ becomes ㄹ.
_CHANGING = {Final.B: Final.NONE, Final.D: Final.L, Final.S: Final.NONE}
#: Stems in ㅂ with 와 (도와); all others have 워.
_BRIGHT = frozenset(("돕", "곱"))

#: Endings of verbs made of a noun, such as 참여하다 and 도입되다, and of "is". The noun alone finds all
#: forms.
_NOUN_VERB_ENDINGS = """
하였습니다 되었습니다 했습니다 됐습니다 하였다 되었다 합니다 됩니다 했다 됐다 하다 되다 하는 되는 하고
되고 하여 되어 하며 되며 하기 되기 하게 되게 하도록 되도록 하려고 한 된 한다 된다 하였던 되었던
했던 됐던 해서 돼서 하여서 되어서 하면 되면 하면서 되면서 하지 되지 할 될 하자 하던 하려면 되려면
하거나 되거나 하지만 되지만 해야 돼야 되어야 하여야 했고 됐고 했으며 됐으며 하였고 되었고 하였으며
되었으며 했지만 됐지만 함 됨 하나요 되나요 하는지 되는지 하는가 되는가 합니까 됩니까 할까 될까 할까요
될까요 했나요 됐나요 했나 됐나 했는지 됐는지 하세요 해요 돼요 시키다 시키는 시키고 시키기 시키며 시킨
시킨다 시킬 시켜 시켰다 시켰습니다 시킵니다 인가요 인가 입니까 입니다 이란
"""
_NOUN_VERB = tuple(sorted(_NOUN_VERB_ENDINGS.split(), key=len, reverse=True))

#: What may follow each kind of beginning of a form of a listed verb.
_PLAIN = (
    r"다|고|고서|고자|고도|고는|기|기[가는도를에로만의]|기까지|기에는|게|게끔|게는|게도|거나|지|지[는도만요]|지만|던|도록|든지"
    r"|자|자고|자는|자마자|는|는[데가]|는지|는가요|는다|는다[고면]|는다는|나|나요|네|네요|다가|다[고는면]|더라도|듯이?"
    r"|겠다|겠습니다|습니다|습니까|죠"
)
_SOFT = r"면|면서|며|려고|려는|려면|러|니|니까|므로|시는|신|시면|세요|십시오|시오"
_ENDINGS = {
    "plain": re.compile(_PLAIN),
    "vowel": re.compile(f"{_PLAIN}|{_SOFT}"),
    "dropped": re.compile(r"는|는[데가]|는지|는가요|나|나요|네|네요|니|니까|시는|신|세요|십시오"),
    "soft": re.compile(_SOFT),
    "n": re.compile(r"|데|지|가|가요|다|다[고는면]"),
    "l": re.compile(r"|까|까요|수록|지|게요|래"),
    "m": re.compile(r"|[은을이의과도]|에|으로"),
    "b": re.compile(r"니다|니까|시다|니다만"),
    "eo": re.compile(
        r"|서|서[는도]|야|야만|도|요|라|지다|지[고는게면며]|지도록|진|진다|질|짐|졌다|졌습니다|집니다|져"
    ),
    "past": re.compile(
        r"다|다[가고는면]|던|고|고요|기|는데|는지|나|나요|는가|지만|으며|으면|으나|으니|으므로|을|을까|음|습니다|습니까|어요|어도"
    ),
}

#: For unlisted words: endings that nouns do not have, after a stem of two syllables or more.
_UNLIKE_NOUNS = ("려고", "면서", "려면", "도록", "거나", "지만", "습니다", "다")
#: Endings that nouns have too (줄이고, but 광고): they count after a syllable that ends like a stem.
_LIKE_NOUNS = ("기", "고", "며", "면", "자")
#: What follows a stem of one syllable; the stem alone would be in too many words.
_BEHIND_ONE = {"plain": "다고기게는던", "vowel": "다고기게는던면며", "eo": "서도야", "past": "다던고습"}
#: Forms of listed verbs that are, or end, other words far more often: 시민들을, 산줄기, 혼잡을.
_AMBIGUOUS_FORMS = "들은 들을 물은 물을 실은 실을 잡은 잡을 입은 입을 담은 담을 줄기"
_AMBIGUOUS = frozenset(_AMBIGUOUS_FORMS.split())
#: Forms of one syllable that are also words of another meaning.
_OTHER_WORDS = frozenset("산편노나도거주두느")


def other_forms(word: str) -> list[str]:
    """Return the beginnings of the other forms of a word that is a form of a verb.

    줄인 gives 줄이, 줄여 and more; 참여하는 gives the noun 참여. The list is empty for a word that does not
    look like a verb.
    """
    stems = listed_stems(word)
    if not stems and (noun := noun_of(word)):
        return [noun]
    stems = stems or [stem for stem in [_likely_stem(word)] if stem]
    return list(dict.fromkeys(form for stem in stems for form in forms_of(stem)))


def noun_of(word: str) -> str:
    """Return the noun, of two syllables or more, of a verb made of a noun (참여하는 → 참여), or ""."""
    if not word.endswith(_NOUN_VERB):  # True of most words, which need no loop.
        return ""
    for ending in _NOUN_VERB:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word.removesuffix(ending)
    return ""


def listed_stems(word: str) -> list[str]:
    """Return the listed stems of which a Hangul word may be a form."""
    found = {}
    for end in range(len(word), 0, -1):
        for stem, kind in _beginnings().get(word[:end], ()):
            if _ENDINGS[kind].fullmatch(word, end):
                found[stem] = None
    return list(found)


@functools.cache
def _beginnings():
    """Return {beginning of a form: [(stem, kind of ending)]} of all listed verbs."""
    found = {}
    for stem in sorted(STEMS):
        for beginning, kind in _parts(stem):
            found.setdefault(beginning, []).append((stem, kind))
    return found


def forms_of(stem: str) -> tuple[str, ...]:
    """Return the beginnings, of two syllables or more, of the forms of a verb, the stem first."""
    parts = _parts(stem)
    if len(stem) > 1:
        beginnings = [stem, *(beginning for beginning, _kind in parts)]
    else:
        beginnings = [
            beginning + behind
            for beginning, kind in parts
            for behind in (_BEHIND_ONE.get(kind, "") if len(beginning) == 1 else [""])
        ]
    return tuple(dict.fromkeys(one for one in beginnings if not _is_ambiguous(one)))


def _is_ambiguous(form):
    # 기를 is a form of 기르다, but also part of 전기를.
    return form in _AMBIGUOUS or (len(form) == 2 and form[1] == "를")


def short_forms(word: str) -> list[str]:
    """Return the forms of one syllable of the verb of ``word``, if its stem has one syllable.

    They are words by themselves or before 는: 쓴 and 쓸 of 쓰다, 사(는) and 살 of 살다.
    """
    found = {}
    for stem in listed_stems(word):
        if len(stem) == 1 and final_of(stem) in (Final.NONE, Final.L):
            finals = (Final.N, Final.L) if final_of(stem) == Final.NONE else (Final.NONE, Final.L)
            found |= dict.fromkeys(with_final(stem, final) for final in finals)
    return [form for form in found if form not in _OTHER_WORDS]


def _parts(stem):
    """Return [(beginning of forms, kind of ending)] of a verb."""
    head, last = stem[:-1], stem[-1]
    final = final_of(last)
    if not final:
        ends = {"n": Final.N, "l": Final.L, "m": Final.M, "b": Final.B}
        return [
            (stem, "vowel"),
            *((head + with_final(last, end), kind) for kind, end in ends.items()),
            *_with_eo(head, last),
        ]
    if final == Final.L:  # 만들다: 만드는, 만든
        ends = {"dropped": 0, "n": Final.N, "b": Final.B, "m": Final.LM}
        dropped = [(head + with_final(last, end), kind) for kind, end in ends.items()]
        return [
            (stem, "vowel"),
            (stem, "l"),
            *(dropped if head else ()),
            *_behind(stem, "", _eo_behind(last)),
        ]
    if final in _CHANGING and stem not in REGULAR:
        return [(stem, "plain"), *_changed(head, last)]
    return [(stem, "plain"), *_behind(stem, "으은을", _eo_behind(last))]


def _changed(head, last):
    """Return the forms in which the last letter of the stem changes before a vowel."""
    changed = head + with_final(last, _CHANGING[final_of(last)])
    if final_of(last) != Final.B:
        return _behind(changed, "으은을", _eo_behind(last))
    # 가깝다: 가까운, 가까워; 돕다: 도와
    eo = "와왔" if head + last in _BRIGHT else "워웠"
    kinds = zip("우운울움" + eo, ("soft", "n", "l", "m", "eo", "past"), strict=True)
    return [(changed + sign, kind) for sign, kind in kinds]


def _eo_behind(syllable):
    return "아" if _is_bright(syllable) else "어"


def _behind(stem, soft, eo):
    """Return the forms with endings that begin with a vowel, which follows the stem unmerged."""
    signs = [*zip(soft, ("soft", "n", "l"), strict=False), (eo, "eo"), (with_final(eo, Final.SS), "past")]
    return [(stem + sign, kind) for sign, kind in signs]


def _with_eo(head, last):
    """Return the stem merged with -어/-아, and the same with the ㅆ of the past."""
    lead, vowel, _none = apart(last)
    if last == "하":
        return [(head + "해", "eo"), (head + "하여", "eo"), (head + "했", "past"), (head + "하였", "past")]
    if vowel == Vowel.EU:
        if lead == LEAD_R and head and head + last not in DROPPING:  # 서두르다: 서둘러
            head = head[:-1] + with_final(head[-1], Final.L)
        merged = Vowel.A if head and _is_bright(head[-1]) else Vowel.EO  # 모으다: 모아
    elif vowel in _MERGED:
        merged = _MERGED[vowel]
    else:
        return [(head + last + "어", "eo"), (head + last + "었", "past")]
    return [(head + join(lead, merged), "eo"), (head + join(lead, merged, Final.SS), "past")]


def _is_bright(syllable):
    return apart(syllable)[1] in (Vowel.A, Vowel.O)


def _likely_stem(word):
    """Return the stem, of two syllables or more, of an unlisted ``word`` that looks like a verb, or ""."""
    for ending in ("습니다", "다"):
        past = word.removesuffix(ending)
        if past != word and len(past) >= 2 and final_of(past[-1]) == Final.SS:
            return _unmerged(past)
    if len(word) >= 4 and word.endswith("니다") and final_of(word[-3]) == Final.B:  # 고칩니다
        return word[:-3] + with_final(word[-3], 0)
    for ending in _UNLIKE_NOUNS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word.removesuffix(ending)
    if len(word) >= 3 and word.endswith(_LIKE_NOUNS) and _ends_like_a_verb(word[-2]):
        return word[:-1]
    if len(word) >= 3 and word[-1] in "운울워" and not final_of(word[-2]):  # 아름다운 is a form of 아름답다
        return word[:-2] + with_final(word[-2], Final.B)
    return ""


def _unmerged(past):
    """Return the stem of a form that ends in the ㅆ of the past: 고쳤 → 고치; "" if it has one syllable."""
    head, (lead, vowel, _ss) = past[:-1], apart(past[-1])
    stem = head if past[-1] in "었았" else head + join(lead, _UNMERGED.get(vowel, vowel))
    return stem if len(stem) >= 2 else ""


def _ends_like_a_verb(syllable):
    """Return whether 기 after ``syllable`` makes a noun of a verb (줄이기), unlike in 전기 and 항공기."""
    _lead, vowel, final = apart(syllable)
    return final == Final.L or (not final and vowel in (Vowel.I, Vowel.U, Vowel.EU))
