"""Phrases as regular expressions that mean the same in Python and PostgreSQL. This module uses no database.

What looks the same matches: keyboards type straight quotes and hyphens where texts have typographic ones, and
a line break, a no-break space or two spaces all look like a space.
"""

import re

_ALIKE = ("'’‘‛ʼ′´`", "-‐‑‒–—―−", "~∼〜～", "·ㆍ・‧∙⋅")
_CLASSES = {sign: f"[{signs}]" for signs in _ALIKE for sign in signs}
# What PostgreSQL takes for a space depends on its locale.
_BLANKS = "[\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"


def expression(phrase: str) -> str:
    """Return the regular expression for text that looks like ``phrase``."""
    return _BLANKS.join("".join(map(_sign, word)) for word in phrase.split())


def _sign(sign):
    return _CLASSES.get(sign) or re.escape(sign)
