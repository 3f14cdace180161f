"""Addresses in texts as links, and boxes in which wide things scroll."""

import re

_TAGS = re.compile(r"(<[^>]*>)")
_LITERAL_START, _LITERAL_END = re.compile(r"<(?:a|code)\b"), re.compile(r"</(?:a|code)>")
_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table>", re.DOTALL)
_MAIL = r"[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}"
#: Names of sites without a scheme are known by where they end.
_SITE = r"(?:[\w-]+\.)+(?:kr|KR|com|org|net|int|edu|gov)"
#: Korean words in an address begin after a separator: what follows a letter is a particle.
_KOREAN = (
    r"(?<=[/=_+?#(:;-])(?!(?:에서|에|을|를|로|으로|은|는|이|가|의|와|과|도|및)(?![가-힣\w]))[가-힣][가-힣\w]*"
)
_ADDRESS = re.compile(
    rf"(?<![\w@./&-])(?:(?P<mail>{_MAIL})|(?:(?P<scheme>(?i:https?)://)|(?=(?i:www)\.)"
    rf"|(?={_SITE}(?![\w.-]*[\w@])))[\w-]+(?:\.[\w-]+)+(?::\d+)?"
    rf"(?:[/?#](?:[\w/%#?=~+:@!$*.,;'()\[\]-]|&amp;|{_KOREAN})*)?)",
    re.ASCII,
)
_NO_END = ("&amp;", *"?:@!$.,;'([")
_HREF = re.compile(
    rf'(<a\s(?:[^>]*?\s)?href=")(?:(?=(?i:www)\.|{_SITE}[/:?#"])|(?P<mail>(?={_MAIL}")))', re.ASCII
)


def linked(html: str) -> str:
    """Return rich text in which addresses of pages and of mail are links, but for code and links."""
    parts, inside = [], 0
    for part in _TAGS.split(html):
        if part[:1] == "<":
            inside += bool(_LITERAL_START.match(part)) - bool(_LITERAL_END.match(part))
        parts.append(part if inside or part[:1] == "<" else _ADDRESS.sub(_link, part))
    return "".join(parts)


def with_scheme(html: str) -> str:
    """Return rich text whose links to ``www.…``, ``seoul.go.kr`` or an e-mail address lead there."""
    return _HREF.sub(lambda match: match[1] + ("https://" if match["mail"] is None else "mailto:"), html)


def boxed(html: str, table: str, text: str) -> str:
    """Return rich text whose tables and preformatted texts can be scrolled, with the keyboard too.

    ``table`` and ``text`` are what a screen reader calls them, escaped. They are no landmarks: a page may
    have many of them, whose names would not tell them apart.
    """
    box = 'tabindex="0" role="group" aria-label='
    html = _TABLE.sub(lambda match: f'<div class="scroll" {box}"{table}">{match[0]}</div>', html)
    return html.replace("<pre>", f'<pre {box}"{text}">')


def _link(match: re.Match[str]) -> str:
    address = _without_end(match[0])
    scheme = "mailto:" if match["mail"] else "" if match["scheme"] else "https://"
    link = f'<a href="{scheme}{address}" rel="noopener noreferrer">{address}</a>'
    return link + match[0][len(address) :]


def _without_end(address: str) -> str:
    """Return ``address`` without the punctuation behind it and without brackets that it does not open."""
    while True:
        is_open = any(
            address.endswith(end) and address.count(end) > address.count(start) for start, end in ("()", "[]")
        )
        end = address[-1] if is_open else next((end for end in _NO_END if address.endswith(end)), "")
        if not end:
            return address
        address = address.removesuffix(end)
