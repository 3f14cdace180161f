"""How heavy pages are, on the real records: bytes as they travel, compressed where the server compresses.

Counted from what the server sends, not in a browser, and so always the same: the page and its style sheets
with gzip, every picture named in it, also those that a browser would load late, and each font file that holds
a character of the page's text. Photographs do not count.
"""

import gzip
import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from seoulsolution.content.languages import CODES
from seoulsolution.pages import fonts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

KIB = 1024
PAGE_AND_STYLE = 25 * KIB
SCRIPT = 2 * KIB
SCRIPT_OF_SHARING = KIB // 2 + 128
WHOLE_PAGE = {"en": 150 * KIB, "ko": 250 * KIB}
COMPRESSED = {".css", ".js", ".svg"}


def kinds(site):
    """Return {address: page}: lists and the longest record of each kind, in both languages."""
    named = {}
    for code in CODES:
        for path in ("", "news/", "archive/", "newsletter/", "partners/", "notices/", "open-data/", "about/"):
            named[f"/{code}/{path}"] = site.pages[f"/{code}/{path}"]
        for section in ("news", "archive", "newsletter", "partners", "notices"):
            pages = [p for p in site.html() if re.match(rf"/{code}/{section}/\d", p.address)]
            longest = max(pages, key=lambda page: len(page.body))
            named[longest.address] = longest
    return named


def size(address):
    """Return the bytes of a static file as the server sends it."""
    path = Path(finders.find(address.removeprefix(settings.STATIC_URL)))
    data = path.read_bytes()
    return len(gzip.compress(data, 9)) if path.suffix in COMPRESSED else len(data)


def static_links(page, tag, rel=None):
    found = {link.address for link in page.html.links if link.tag == tag and rel in (None, *link.rel.split())}
    return {address for address in found if address.startswith(settings.STATIC_URL)}


def page_and_style(page):
    styles = static_links(page, "link", "stylesheet")
    return len(gzip.compress(page.body, 6)) + sum(map(size, styles))


def font_files(page):
    """Return the font files that the text of ``page`` needs: for each character the face declared last."""
    body = page.body.decode().partition("<body")[2]
    text = unescape(re.sub(r"<[^>]*>", " ", body))
    return {found for character in set(text) if (found := _files_of_characters().get(ord(character)))}


@cache
def _files_of_characters():
    files = {}
    for face in fonts.plan(fonts.read_frequency()):
        blocks = [code for first, last in face.broad for code in range(first, last + 1)]
        for code in [*blocks, *map(ord, face.characters)]:
            files[code] = f"{settings.STATIC_URL}fonts/{face.file_name}"
    return files


def whole_page(page):
    files = static_links(page, "img") | font_files(page) | static_links(page, "link", "icon")
    files |= static_links(page, "script")
    return page_and_style(page) + sum(map(size, files))


def test_page_and_style_are_light(seeded_site):
    weights = {address: page_and_style(page) for address, page in kinds(seeded_site).items()}
    assert not {address: bytes for address, bytes in weights.items() if bytes > PAGE_AND_STYLE}


@pytest.mark.parametrize("language", CODES)
def test_a_whole_page_is_light(seeded_site, language):
    pages = {address: page for address, page in kinds(seeded_site).items() if page.language == language}
    weights = {address: whole_page(page) for address, page in pages.items()}
    assert not {address: bytes for address, bytes in weights.items() if bytes > WHOLE_PAGE[language]}


def test_scripts_are_few_and_light(seeded_site):
    """Every page has the script of its search box. One that can be shared has a second script: the first has
    no room for it, and other pages would carry it for nothing."""
    shared = 0
    for page in kinds(seeded_site).values():
        sizes = {name: size(name) for name in static_links(page, "script")}
        assert sizes.pop("/static/suggestions.js") <= SCRIPT
        if "data-share=" in page.body.decode():
            assert sizes.pop("/static/share.js") <= SCRIPT_OF_SHARING
            shared += 1
        assert not sizes, page.address
    assert shared
