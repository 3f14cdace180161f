"""What readers do, on a phone and on a desk."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import make_image, make_post

#: How much of the page has jumped since it was opened (CLS).
LAYOUT_SHIFT = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => resolve(sum), 300);
})"""


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_from_home_to_an_article_and_into_the_other_language(visit, archive, live_server, width):
    page = visit("/", width=width)
    expect(page).to_have_url(f"{live_server.url}/en/")
    if width == PHONE:
        page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="News", exact=True).click()
    page.get_by_role("heading", name="Up to 1 GW of geothermal energy").get_by_role("link").click()
    page.get_by_role("heading", level=1, name="Up to 1 GW").wait_for()
    page.get_by_role("group", name="Language").get_by_role("link", name="한국어").click()
    page.get_by_role("heading", level=1, name="지열에너지 1GW 공급").wait_for()
    assert re.search(r"/ko/news/\d+-", page.url)
    expect(page.locator("html")).to_have_attribute("lang", "ko")


def test_the_phone_menu_opens_and_closes_without_script(visit, archive):
    page = visit("/en/news/", width=PHONE)
    link = page.get_by_role("link", name="Archive", exact=True)
    expect(link).not_to_be_visible()
    page.get_by_role("button", name="Menu").click()
    expect(link).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(link).not_to_be_visible()
    page.get_by_role("button", name="Menu").click()
    page.keyboard.press("Escape")
    expect(link).not_to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_filters_narrow_and_are_taken_away(visit, archive, width):
    page = visit("/en/news/", width=width)
    if width == PHONE:
        page.get_by_text("Narrow the list").click()
    page.get_by_role("link", name=re.compile(r"^Transport \d+$")).click()
    expect(page.get_by_text("1 item", exact=True)).to_be_visible()
    page.get_by_role("link", name="Remove the filter Transport").click()
    expect(page.get_by_text("15 items", exact=True)).to_be_visible()


def test_the_keyboard_reaches_everything_in_the_order_it_is_seen(visit, archive):
    page = visit("/en/news/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    expect(page.get_by_text("Skip to the content")).to_be_visible()
    seen = []
    for _ in range(9):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(() => { const b = document.activeElement.getBoundingClientRect(); return [b.top, b.left]; })()"
        )
        seen.append(box)
    rows = [(round(top / 40), left) for top, left in seen]
    assert rows == sorted(rows)


def test_the_skip_link_leads_past_the_header(visit, archive):
    page = visit("/en/news/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_search_is_sent_from_home(visit, archive, live_server):
    page = visit("/en/", width=PHONE)
    page.get_by_role("combobox").fill("geothermal")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(f"{live_server.url}/en/search/?q=geothermal")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize(("year", "below"), [("undated", ".results-head"), ("1999", ".empty")])
def test_filters_in_use_stand_apart_from_what_they_leave(visit, archive, width, year, below):
    page = visit(f"/en/search/?q=plan&kind=news&year={year}", width=width)
    pills, rest = (page.locator(part).bounding_box() for part in (".chosen", below))
    assert rest["y"] - (pills["y"] + pills["height"]) >= 16


def test_pages_work_without_script(chromium, archive, live_server):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Notices", exact=True).click()
    page.get_by_role("heading", level=1, name="Notices").wait_for()
    context.close()


@pytest.mark.parametrize(("width", "rendition"), [(PHONE, "wide-352.avif"), (DESKTOP, "wide-960.avif")])
def test_a_photograph_comes_in_the_right_size_and_moves_nothing(visit, archive, width, rendition):
    post = make_post(cover=make_image((1800, 1200)))
    call_command("make_renditions", verbosity=0)
    page = visit(post.get_absolute_url("en"), width=width)
    photograph = page.locator("img.art").first
    assert photograph.evaluate("img => img.naturalWidth") > 0
    assert photograph.evaluate("img => img.currentSrc").endswith(rendition)
    assert page.evaluate(LAYOUT_SHIFT) <= 0.02
