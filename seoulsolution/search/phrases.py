"""Words that must stand together, as an expression that both databases look up in texts: Python's regular
expressions and those of PostgreSQL read it alike. No database in here.

Keyboards type straight quotes and hyphens where texts are set with others, and a line break, a no-break space
or two spaces show as one: what looks the same is the same.
"""

import re

_ALIKE = ("'’‘‛ʼ′´`", "-‐‑‒–—―−", "~∼〜～", "·ㆍ・‧∙⋅")
_CLASSES = {sign: f"[{signs}]" for signs in _ALIKE for sign in signs}
# The database's own idea of a blank depends on its locale.
_BLANKS = "[\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"


def expression(phrase: str) -> str:
    """Return the regular expression of what looks like ``phrase``."""
    return _BLANKS.join("".join(map(_sign, word)) for word in phrase.split())


def _sign(sign):
    return _CLASSES.get(sign) or re.escape(sign)
