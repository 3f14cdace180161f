"""Everything by keyboard alone: in a sensible order, with a focus that is always seen, and back again."""

import re
from itertools import takewhile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

#: What the focused element is, whether its focus shows, and whether all of it could be seen.
FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const box = element.getClientRects()[0], style = getComputedStyle(element);
    const card = element.closest('.card');
    const outlined = style.outlineStyle !== 'none' && style.outlineColor !== 'rgba(0, 0, 0, 0)';
    const own = style.boxShadow !== 'none' || outlined;
    const seen = window.focused ??= new WeakSet();
    const again = seen.has(element);
    seen.add(element);
    const shown = own || [element, card].some(e => e && ['::before', '::after'].some(
        part => getComputedStyle(e, part).boxShadow !== 'none'))
        || (card && getComputedStyle(card).boxShadow !== 'none');
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = box.top + box.height / 2;
    const top = document.elementFromPoint(x, y);
    return {
        name: (element.getAttribute('aria-label') || element.textContent || element.name).trim(),
        again,
        shown,
        inside: y >= 0 && y <= innerHeight && box.width > 0 && box.height > 0,
        covered: !(top && (element.contains(top) || top.contains(element) || (card && card.contains(top)))),
    };
}"""
USABLE = """[...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility()).length"""
MOVING = """[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(
    style => style.animationName !== 'none' || style.scrollBehavior === 'smooth'
        || style.transitionDuration.split(',').some(time => parseFloat(time) > 0)).length"""
OUTLINE = """(() => {
    const style = getComputedStyle(document.activeElement);
    return [style.outlineStyle, style.outlineColor];
})()"""
#: Notes, whenever a key is pressed, where the focus is until then.
NOTE_FOCUS = f"""() => {{
    window.stops = [];
    addEventListener('keydown', () => window.stops.push(({FOCUS})()), true);
}}"""
MOST_STOPS = 150


def walk(page, links):
    """Press Tab for so many links; return what was focused, in order, before the focus left the page."""
    page.evaluate(NOTE_FOCUS)
    for _ in range(links + 2):  # one more leaves the page, and another notes it
        page.keyboard.press("Tab")
    _nothing, *stops = page.evaluate("window.stops")
    return list(takewhile(lambda stop: stop and not stop["again"], stops))


def reach(page, name):
    """Press Tab until the element called ``name`` has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop and re.search(name, " ".join(stop["name"].split())):
            return stop
    raise AssertionError(f"no key reaches {name} on {page.url}")


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", DESKTOP, "light"), ("ko", PHONE, "dark")])
def test_every_stop_is_seen_on_every_kind_of_page(visit, archive, live_server, language, width, scheme):
    page = visit(archive["home"].format(language=language), width=width, scheme=scheme)
    page.emulate_media(reduced_motion="reduce")  # scrolling arrives at once
    hidden = []
    for kind, path in archive.items():
        page.goto(live_server.url + path.format(language=language), wait_until="load")
        links = page.evaluate(USABLE)
        stops = walk(page, links)
        assert len(stops) == links, f"{kind}: {len(stops)} stops, {links} things to use"
        hidden += [(kind, s) for s in stops if not s["shown"] or not s["inside"] or s["covered"]]
    assert not hidden


def test_the_menu_of_a_phone_opens_closes_and_returns_the_focus(visit, archive):
    page = visit("/en/news/", width=PHONE)
    archive_link = page.get_by_role("link", name="Archive", exact=True)
    reach(page, "^Menu$")
    page.keyboard.press("Enter")
    expect(archive_link).to_be_visible()
    page.keyboard.press("Escape")
    expect(archive_link).not_to_be_visible()
    assert page.evaluate(FOCUS)["name"] == "Menu"
    page.keyboard.press("Space")
    reach(page, "^Close$")
    page.keyboard.press("Enter")
    expect(archive_link).not_to_be_visible()
    assert page.evaluate(FOCUS)["name"] == "Menu"
    page.keyboard.press("Enter")
    reach(page, "^Archive$")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/en/archive/$"))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_list_is_narrowed_turned_and_widened(visit, archive, width):
    page = visit("/en/news/", width=width)
    if width == PHONE:
        reach(page, "^Narrow the list")
        page.keyboard.press("Enter")
    reach(page, r"^Water \d+$")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("topic=water"))
    reach(page, "^Page 2$")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("topic=water&page=2"))
    reach(page, "^Remove the filter Water")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/news/\??$"))


def test_a_search_is_asked_and_a_result_opened(visit, archive):
    page = visit("/en/")
    page.get_by_role("combobox").focus()
    page.keyboard.type("geothermal")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/search/\?q=geothermal"))
    reach(page, "^Up to 1 GW")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Up to 1 GW").wait_for()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_language_is_switched_and_the_page_kept(visit, archive, width):
    page = visit(archive["article"].format(language="en"), width=width)
    reach(page, "^한국어$")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ko/news/"))


def test_nothing_moves_for_those_who_asked_for_less_motion(visit, archive, live_server):
    page = visit("/en/")
    page.emulate_media(reduced_motion="reduce")
    for kind in ("home", "list", "article", "notice"):
        page.goto(live_server.url + archive[kind].format(language="en"), wait_until="load")
        moving = page.evaluate(MOVING)
        assert moving == 0, kind


def test_forced_colours_keep_focus_borders_and_what_is_current(visit, archive):
    page = visit("/en/news/?topic=water")
    page.emulate_media(forced_colors="active")
    page.keyboard.press("Tab")
    outline = page.evaluate(OUTLINE)
    assert outline[0] == "solid"
    assert not outline[1].endswith(", 0)")
    current = page.locator(".pill[aria-current]").first
    assert current.evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
