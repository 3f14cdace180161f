"""The language of a text: by its script first, by function words for languages in Latin script."""

import re

# Shares of all letters. They are below a half because a syllable says more than a Latin letter.
SCRIPT_SHARE = 0.3
KANA_SHARE = 0.08
SAMPLE_CHARACTERS = 20_000

LETTER = re.compile(r"[^\W\d_]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
KANA = re.compile("[\u3041-\u30ff]")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
SCRIPTS = (
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)

WORD = re.compile(r"[^\W\d_]+'?")
WORDS = {
    "en": "the of and in to for with on by at is are was from as this that will an its has",
    "fr": (
        "le la les de des du un une et à au aux en dans pour sur est sont qui que ne pas par avec son ses "
        "ce cette comme si l' d' n' qu' c' s' j'"
    ),
    "es": "el la los las de del un una y en con por para que es se su sus al como más no lo ha este esta",
    "de": "der die das den dem des ein eine einen und in im zu mit von für auf ist sind wird nicht auch sich",
    "vi": "và của các được là có cho với trong những một tại từ này đã để khi người không đến phố trên bằng",
    "id": "dan yang di untuk dari dengan ini itu pada akan dalam oleh kota telah tidak para sebagai ke",
}
FUNCTION_WORDS = {code: frozenset(words.split()) for code, words in WORDS.items()}
MARKS = {"fr": re.compile("[çèêëàâùûœîôÿ]"), "es": re.compile("[ñ¿¡áíóú]")}


def detect(text: str, page_language: str = "en") -> str:
    """Return the language code of a text, or ``page_language`` when the text is too short to tell."""
    sample = text[:SAMPLE_CHARACTERS]
    return _by_script(sample) or _by_words(sample) or page_language


def _by_script(text: str) -> str | None:
    if text.isascii():
        return None
    letters = len(LETTER.findall(text))
    if not letters:
        return None

    def share(pattern: re.Pattern[str]) -> float:
        return len(pattern.findall(text)) / letters

    if share(HANGUL) >= SCRIPT_SHARE:
        return "ko"
    kana, han = share(KANA), share(HAN)
    if kana + han >= SCRIPT_SHARE:
        return "ja" if kana >= KANA_SHARE else "zh"
    return next((code for code, pattern in SCRIPTS if share(pattern) >= SCRIPT_SHARE), None)


def _by_words(text: str) -> str | None:
    """Return the language with the most function words; None when none has more than the others."""
    folded = text.replace("’", "'").casefold()
    words = WORD.findall(folded)
    scores = {}
    for code, known in FUNCTION_WORDS.items():
        found = [word for word in words if word in known]
        mark = MARKS.get(code)
        distinct = len(set(found)) + (1 if mark and mark.search(folded) else 0)
        # One word alone ("de" in a name) is no evidence of a language.
        scores[code] = len(found) + distinct if distinct >= 2 else 0
    best = max(scores, key=lambda code: scores[code])
    ordered = sorted(scores.values(), reverse=True)
    return best if ordered[0] > ordered[1] else None
