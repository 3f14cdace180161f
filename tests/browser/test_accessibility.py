"""Every page kind, in both languages, on a phone and on a desk, in light and in dark."""

import pytest

from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, SIDEWAYS, looks
from tests.factories import make_post
from tests.reading import error_pages

TEXT_SPACING = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }
"""
LARGE_TEXT = "html { font-size: 200%; }"
#: The width of a window, and the reader's own style sheets that it must have room for.
STYLES = {
    320: ["", LARGE_TEXT, TEXT_SPACING],
    PHONE: [LARGE_TEXT],
    DESKTOP: [LARGE_TEXT, TEXT_SPACING],
}
# As the reader's own style sheet would: not part of the page, so the page's policy does not apply.
SIDEWAYS_WITH = f"""styles => styles.map(css => {{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
    return {SIDEWAYS};
}})"""


@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_finds_nothing_and_leaves_nothing_open(visit, archive, live_server, language):
    page = visit(archive["home"].format(language=language))
    found = []
    for kind, path in archive.items():
        page.goto(live_server.url + path.format(language=language), wait_until="load")
        for width, scheme in looks(page):
            found += [f"{kind}, {width}, {scheme}: {finding}" for finding in findings(page)]
    assert not found


def answering(html):
    return lambda route: route.fulfill(body=html, content_type="text/html")


@pytest.mark.parametrize(("language", "width"), [("en", DESKTOP), ("ko", PHONE)])
def test_axe_finds_nothing_on_the_pages_of_errors(visit, archive, live_server, language, width):
    page = visit(f"/{language}/no-such-page/", width=width, may_fail=True)
    found = findings(page)
    for name, html in error_pages(language).items():
        # Served in place of a page of the site, so that it gets the site's style sheets.
        address = f"{live_server.url}/{language}/error-{name}/"
        page.route(address, answering(html))
        page.goto(address, wait_until="load")
        found += [f"{name}: {finding}" for finding in findings(page)]
        assert page.evaluate(SIDEWAYS) <= 0
    assert not found


def test_axe_finds_nothing_in_the_open_menu(visit, archive):
    page = visit("/ko/news/", width=PHONE)
    page.get_by_role("button", name="메뉴").click()
    assert not findings(page)


def test_axe_finds_nothing_on_a_page_of_many_boxes(visit):
    """The boxes that scroll are no landmarks: their names would not tell them apart."""
    table, columns = (
        "<table><tbody><tr><td><p>1</p></td></tr></tbody></table>",
        "<pre><code>a  b</code></pre>",
    )
    post = make_post(body_en=(table + columns) * 2)
    page = visit(post.get_absolute_url("en"), width=PHONE)
    assert not findings(page)
    assert page.get_by_role("group", name="Table").count() == 2
    assert page.get_by_role("group", name="Preformatted text").count() == 2


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_scrolls_sideways(visit, archive, live_server, language):
    page = visit(archive["home"].format(language=language))
    too_wide = {}
    for kind, path in archive.items():
        page.goto(live_server.url + path.format(language=language), wait_until="load")
        for width, styles in STYLES.items():
            page.set_viewport_size({**page.viewport_size, "width": width})
            if max(excess := page.evaluate(SIDEWAYS_WITH, styles)) > 0:
                too_wide[kind, width] = dict(zip(styles, excess, strict=True))
    assert not too_wide


def test_targets_are_large_enough_for_a_thumb(visit, archive, live_server):
    """Links and buttons outside running text are at least 44 px high or wide on a phone."""
    page = visit("/en/", width=PHONE)
    small = {}
    for kind in ("home", "list", "article", "partners", "notice"):
        page.goto(live_server.url + archive[kind].format(language="en"), wait_until="load")
        small[kind] = page.evaluate(
            """() => [...document.querySelectorAll('button, .pill, nav a, .plate, .languages a, .more')]
                .filter(e => e.checkVisibility())
                .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
                .filter(([, box]) => box.height < 43.5)
                .map(([text, box]) => `${text} ${box.height}`)"""
        )
    assert not any(small.values()), small
