"""Leftovers of pages in lists of rich text: tidied when it is shown; the stored text stays as it is."""

import re

#: A label without what it labels, as an item of its own: "e-mail :".
_EMPTY_LABEL = re.compile(r"<li>(?:<p>)?[^<>:]{1,40}(?<=\w)\s*[:\uff1a]\s*(?:</p>)?</li>")
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
