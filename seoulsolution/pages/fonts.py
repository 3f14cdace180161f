"""Which characters go into which web font file, and the style sheet that declares them.

Nothing here needs a font or a font library: the plan consists of characters, so tests can check it
anywhere. ``manage.py build_fonts`` makes the files by this plan.

A browser loads a file only if the page shows a character of its ``unicode-range``. English pages need the
core alone; Korean pages need the core, the common syllables and sometimes one of the seven rarer files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

FAMILY = "Seoul Solution Text"
FREQUENCY_FILE = Path(__file__).parent / "data" / "hangul_frequency.txt"

COMMON_SYLLABLES = 650
RARE_FILES = 7
#: Number of syllables in each of the rarer files; the first one has the remainder.
RARE_LIMIT = 250

# Korean text on English pages (the site's name and the language switch), and the navigation, so that the
# top of a Korean page has its final letters before the second file arrives.
BRAND = "서울정책아카이브 한국어 소식자료실공고뉴스레터협력기관소개 검색메뉴닫기 본문바로가기"

LATIN = "".join(chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100)))
MARKS = "–—‘’‚“”„†•…‹›′″−€₩→←↑↓↗①②③④⑤⑥⑦⑧⑨⑩○●■□▲▶▼◀★☆✓©®™"

#: Brackets, units and marks of ordinary Korean text, in the file of the common syllables.
KOREAN_MARKS = "「」『』《》〈〉※ㆍ㎡㎞℃％"

RARE_MARKS = "".join(
    [
        *map(chr, range(0x3131, 0x3164)),  # letters of the Hangul alphabet on their own
        *map(chr, range(0x2160, 0x216A)),  # Roman numerals, used for chapters
        *map(chr, range(0x246A, 0x2474)),  # ⑪–⑳
        *map(chr, range(0x326E, 0x327C)),  # ㉮–㉻
        "【】〔〕、。〃〜～，．：；？！（）＋－／℉‰㎢㎏㎝㎜㎖㎘㎎㎥㏊㈜◇◆△▽◁▷≠≤≥∞",
    ]
)
LATIN_EXTENDED = (
    "".join(chr(code) for code in range(0x100, 0x180) if code != 0x149)
    + "ȘșȚțẠạẢảẤấẦầẨẩẬậẮắẶặẾếỀềỂểỄễỆệỊịỌọỐốỒồỔổỘộỚớỜờỢợỤụỨứỪừỬửỰựƠơƯưĐđẽỳỵỹ"
)

HANGUL = (0xAC00, 0xD7A3)
LATIN_BLOCKS = ((0x100, 0x24F), (0x1EA0, 0x1EFF))


@dataclass(frozen=True)
class Face:
    """One font file: its name, its characters, and the blocks of code points it declares as a whole."""

    name: str
    characters: frozenset[str]
    broad: tuple[tuple[int, int], ...] = ()

    @property
    def file_name(self) -> str:
        return f"pretendard-gov-{self.name}.woff2"

    @property
    def unicode_range(self) -> str:
        """The declared range: the characters and, for a broad face, whole blocks around them."""
        codes = {ord(character) for character in self.characters}
        for first, last in self.broad:
            codes |= set(range(first, last + 1))
        return unicode_range(codes)


def ks_x_1001_syllables() -> list[str]:
    """Return the 2350 Hangul syllables of KS X 1001 (ordinary Korean), in code point order."""
    syllables = map(chr, range(HANGUL[0], HANGUL[1] + 1))
    return [syllable for syllable in syllables if len(syllable.encode("euc_kr", "ignore")) == 2]


def read_frequency(path: Path = FREQUENCY_FILE) -> list[str]:
    """Return the syllables of KS X 1001, most frequent first.

    Lines that begin with ``#`` are comments. Raise ValueError if the file is not a permutation of KS X 1001:
    a syllable that is missing in it would be missing from every page.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    order = [character for line in lines if not line.startswith("#") for character in line.strip()]
    if sorted(order) != ks_x_1001_syllables():
        raise ValueError(f"{path.name} does not hold every syllable of KS X 1001 exactly once.")
    return order


def plan(frequency: Sequence[str]) -> list[Face]:
    """Return the faces in the order they are declared; of two that declare a character, the later wins.

    The common face declares the whole Hangul block, which keeps its range short; the faces after it override
    it for the rarer syllables, and the core for those of the brand.
    """
    core = _visible(BRAND + LATIN + MARKS)
    syllables = [syllable for syllable in frequency if syllable not in core]
    common, rare = syllables[:COMMON_SYLLABLES], syllables[COMMON_SYLLABLES:]
    marks = _visible(KOREAN_MARKS) - core
    faces = [Face("hangul-common", marks | frozenset(common), broad=(HANGUL,))]
    faces += [Face(f"hangul-{number}", part) for number, part in enumerate(_rare_parts(rare), start=1)]
    faces.append(Face("symbols", _visible(RARE_MARKS) - core - marks))
    faces.append(Face("latin-extended", _visible(LATIN_EXTENDED) - core, broad=LATIN_BLOCKS))
    faces.append(Face("core", core))
    return faces


def unicode_range(codes: Iterable[int]) -> str:
    """Return code points as a ``unicode-range``: ``U+20-7E, U+A9``."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def _rare_parts(syllables: Sequence[str]) -> list[frozenset[str]]:
    """Divide the rarer syllables among files; the first, which pages need most often, is smaller."""
    short = len(syllables) - (RARE_FILES - 1) * RARE_LIMIT
    starts = [0, *range(short, len(syllables), RARE_LIMIT), len(syllables)]
    return [frozenset(syllables[start:end]) for start, end in pairwise(starts)]


def _visible(text: str) -> frozenset[str]:
    """Return the characters of ``text`` without format characters (soft hyphen), which no font draws."""
    return frozenset(character for character in text if unicodedata.category(character) != "Cf")


HEADER = f"""\
/* Pretendard GOV 1.309 by Kil Hyung-jin, subset. SIL Open Font License 1.1: see LICENSE.txt.
   Written by "manage.py build_fonts"; change seoulsolution/pages/fonts.py instead of this file.
   Use: font-family: "{FAMILY}", "{FAMILY} Fallback", …; "ss05" sets the width of hyphen and space. */
"""

# Ascent and descent of the web font, in percent of its size.
ASCENT, DESCENT = 95.24, 24.14
HANGUL_RANGE = "U+1100-11FF, U+3130-318F, U+AC00-D7A3"
LATIN_RANGE = "U+20-2FF"
#: System fonts scaled to the width of the web font, so that nothing moves when it arrives: names, weights,
#: scale in percent, and range. Latin was measured with "ss05" over the archive's English text against
#: Liberation Sans, Arial's twin in widths; Hangul is 0.864 em wide here and 0.92 em in Noto Sans and Malgun
#: Gothic.
FALLBACKS = (
    (("Arial", "ArialMT", "Liberation Sans"), "400 500", 101, LATIN_RANGE),
    (("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold"), "600 700", 98, LATIN_RANGE),
    (("Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic"), "400 500", 93.9, HANGUL_RANGE),
    (("Noto Sans KR Bold", "Noto Sans CJK KR Bold", "Malgun Gothic Bold"), "600 700", 93.9, HANGUL_RANGE),
)


def stylesheet(faces: Iterable[Face]) -> str:
    """Return the style sheet that declares the faces in this order, then the fallbacks."""
    rules = [*map(_rule, faces), *(_fallback_rule(*fallback) for fallback in FALLBACKS)]
    return HEADER + "".join(rules)


def _rule(face: Face) -> str:
    return (
        "@font-face {\n"
        f'  font-family: "{FAMILY}";\n'
        f'  src: url("{face.file_name}") format("woff2");\n'
        "  font-weight: 400 700;\n"
        "  font-style: normal;\n"
        "  font-display: swap;\n"
        f"  unicode-range: {face.unicode_range};\n"
        "}\n"
    )


def _fallback_rule(names: Iterable[str], weights: str, scale: float, declared_range: str) -> str:
    sources = ", ".join(f'local("{name}")' for name in names)
    return (
        "@font-face {\n"
        f'  font-family: "{FAMILY} Fallback";\n'
        f"  src: {sources};\n"
        f"  font-weight: {weights};\n"
        f"  size-adjust: {scale}%;\n"
        # Divided by the scale, which applies to them too: lines keep their height.
        f"  ascent-override: {ASCENT / scale * 100:.1f}%;\n"
        f"  descent-override: {DESCENT / scale * 100:.1f}%;\n"
        "  line-gap-override: 0%;\n"
        f"  unicode-range: {declared_range};\n"
        "}\n"
    )
