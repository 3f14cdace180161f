"""Numbers with units: 10만 명 and 10만명 are equal, and so are 2만 and 20,000. This module uses no database.

Korean groups numbers by ten thousand (만) and a hundred million (억), and writes units with or without a
space. Units of one or two syllables are too short for triples, which are indexed across spaces.
"""

from seoulsolution.search.language.normalisation import PARTICLES, SINGLE, TRIPLE, number

_POWERS = {"억": 10**8, "만": 10**4, "천": 10**3}
#: The most syllables of a unit; longer words are found by their triples, with or without spaces.
UNIT_MOST = 3
#: Particles that are not units; the other particles are units too: 20도, 10만, 종로3가, 7017로, 2과.
_NO_UNITS = frozenset(PARTICLES) - set("도만가로과")


def unit_of(words: list[str]) -> tuple[str, list[str]]:
    """Return (unit at the beginning of the Hangul words after a number, the other words).

    The unit is "" if the first word is too long for one, or a particle: 코로나19의.
    """
    if words[0] in _NO_UNITS:
        return "", words[1:]
    end, joined = 1, words[0]
    while end < len(words) and len(words[end]) == 1 and len(joined) < UNIT_MOST:
        joined += words[end]
        end += 1
    unit = _without_particle(joined)
    return (unit, words[end:]) if len(unit) <= UNIT_MOST else ("", words)


def _without_particle(word):
    """Return 년 for 년에: after a number a single syllable is a word, unlike elsewhere."""
    endings = (one for one in PARTICLES if word.endswith(one) and len(word) > len(one))
    return word.removesuffix(next(endings, ""))


def forms_of(written: str, unit: str) -> list[tuple[str, str]]:
    """Return (number as in the index, unit) of a quantity as ``written`` and in its other forms."""
    plain = number(written)
    return [(plain, unit), *_other_forms(plain, unit)]


def tokens_of(written: str, unit: str) -> tuple[list, list]:
    """Return (alternatives as written, other alternatives of the same value).

    An alternative is a list of (token, is a prefix). ``written`` is the number as in the text, ``unit`` the
    result of :func:`unit_of` or "".
    """
    same, *others = (
        [[(digits, False), *tokens] for tokens in _unit_tokens(counted)]
        for digits, counted in forms_of(written, unit)
    )
    return same, [tokens for form in others for tokens in form]


def _unit_tokens(unit):
    if not unit:
        return [[]]
    if len(unit) == 1:
        return [[(SINGLE + unit, False)], [(unit, True)]]
    if len(unit) == 2:
        return [[(unit, False)], [(SINGLE + unit[0], False), (SINGLE + unit[1], False)]]
    return [[(TRIPLE + unit, False)]]


def _other_forms(plain, unit):
    """Yield (number, unit) of the same value: 2, 만 명 → 20000, 명 and vice versa."""
    if not plain.isdecimal():
        return
    value = int(plain)
    if unit and (power := _POWERS.get(unit[0])):
        yield str(value * power), unit[1:]
    elif value and len(unit) < UNIT_MOST:
        for name, power in _POWERS.items():
            if value >= power >= 10**4 and value % power == 0:
                yield str(value // power), name + unit
                return
