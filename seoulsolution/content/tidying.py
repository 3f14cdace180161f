"""Leftovers of pages in lists of rich text: tidied when it is shown; the stored text stays as it is."""

import re

#: A contact label without what it labels, as an item of its own: "e-mail :".
_EMPTY_LABEL = re.compile(
    r"<li>(?:<p>)?\s*(?:e[- ]?mail(?: address)?|tel|telephone|phone|fax|mobile"
    r"|전화(?: ?번호)?|팩스(?: ?번호)?|전자 ?우편|이메일|메일)\.?\s*[:\uff1a]\s*(?:</p>)?</li>",
    re.IGNORECASE,
)
#: The last items of a list that are notes on it: "* Note: …".
_NOTE = re.compile(r"<li>(?:<p>)?\s*(\*[^<>]*)(?:</p>)?</li></(ul|ol)>")
_EMPTY_LIST = re.compile(r"<(ul|ol)></\1>")


def tidy(html: str) -> str:
    """Return cleaned ``html`` without items that label nothing, and with notes below their list."""
    if "<li>" not in html:
        return html
    html = _EMPTY_LABEL.sub("", html)
    before = None
    while before != html:
        before, html = html, _NOTE.sub(r"</\2><p>\1</p>", html)
    return _EMPTY_LIST.sub("", html)
