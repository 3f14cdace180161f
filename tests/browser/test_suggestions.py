"""Suggestions while typing: by key, by pointer, while composing, for a screen reader, and not at all."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, SIDEWAYS, looks, make_archive
from tests.browser.test_journeys import LAYOUT_SHIFT
from tests.database_copies import as_before
from tests.factories import make_post

ASKED = re.compile("/search/suggestions")
#: Milliseconds in which a question would be asked, or an answer shown.
STILL = 400


@pytest.fixture
def rivers(transactional_db):
    as_before("rivers", make_rivers)


def make_rivers():
    make_archive()
    for title in ("Rivers and parks of Seoul", "River walks", "Riverside libraries"):
        make_post(title_en=title)


def box(page):
    return page.get_by_role("combobox")


def options(page):
    return page.get_by_role("option")


def type_into(page, words):
    """Type and wait for the list."""
    box(page).focus()
    with page.expect_response(ASKED):
        page.keyboard.insert_text(words)
    options(page).first.wait_for()


def active(page):
    """Return the text of the option that assistive technology is told of, or None."""
    return page.evaluate(
        """() => {
            const name = document.activeElement.getAttribute('aria-activedescendant');
            return name && document.getElementById(name).querySelector('[lang]').textContent;
        }"""
    )


def test_by_keyboard(visit, rivers):
    page = visit("/en/")
    type_into(page, "rive")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(options(page)).to_have_count(3)
    expect(page.get_by_role("status")).to_have_text("Suggestions: 3")
    assert active(page) is None
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Home", "ArrowDown", "End"):
        page.keyboard.press(key)
        seen.append(active(page))
    newest, middle, oldest = "Riverside libraries", "River walks", "Rivers and parks of Seoul"
    assert seen == [newest, middle, oldest, None, oldest, None, newest, None]
    expect(box(page)).to_have_value("rive")
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("rive")
    page.keyboard.press("ArrowDown")
    assert active(page) == newest
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=newest).wait_for()


def test_words_are_sent_as_typed_when_nothing_is_chosen(visit, rivers):
    page = visit("/en/")
    type_into(page, "river")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/search/\?q=river$"))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_by_pointer(visit, rivers, width):
    page = visit("/en/news/", width=width)
    if width == PHONE:
        page.get_by_role("button", name="Menu").click()
    type_into(page, "river w")
    options(page).filter(has_text="River walks").click()
    page.get_by_role("heading", level=1, name="River walks").wait_for()


def test_leaving_the_box_closes_the_list(visit, rivers):
    page = visit("/en/")
    type_into(page, "river")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    box(page).focus()
    expect(page.get_by_role("listbox")).not_to_be_visible()


def test_escape_closes_the_list_and_not_the_menu_around_it(visit, rivers):
    page = visit("/en/news/", width=PHONE)
    page.get_by_role("button", name="Menu").click()
    type_into(page, "river")
    page.keyboard.press("Escape")
    expect(box(page)).to_be_visible()
    expect(box(page)).to_have_value("river")
    page.keyboard.press("Escape")  # browsers empty a search box first
    page.keyboard.press("Escape")
    expect(box(page)).not_to_be_visible()


def test_half_a_syllable_is_enough_and_keys_of_composing_are_left_alone(visit, archive):
    page = visit("/ko/")
    session = page.context.new_cdp_session(page)
    box(page).focus()
    with page.expect_response(ASKED):
        session.send("Input.imeSetComposition", {"text": "지여", "selectionStart": 2, "selectionEnd": 2})
    options(page).first.wait_for()
    expect(options(page).first).to_have_text(re.compile("^지열에너지 1GW 공급"))
    # An input method uses arrows and Enter itself, to choose among syllables.
    for key in ("ArrowDown", "Enter"):
        page.evaluate(
            """key => document.activeElement.dispatchEvent(
                new KeyboardEvent('keydown', {key, isComposing: true, bubbles: true, cancelable: true}))""",
            key,
        )
    assert active(page) is None
    options(page).first.evaluate("option => { option.dataset.before = 'yes' }")
    with page.expect_response(ASKED):
        session.send("Input.insertText", {"text": "지열"})
    options(page).first.wait_for()
    expect(options(page).first).not_to_have_attribute("data-before", "yes")
    page.keyboard.press("ArrowDown")
    assert active(page).startswith("지열에너지")


def test_few_questions_are_asked_and_late_answers_are_dropped(visit, rivers):
    page = visit("/en/")
    asked = []

    def answer(route):
        asked.append(route.request.url.partition("q=")[2])
        route.continue_()

    page.route(ASKED, answer)
    type_into(page, "river walks")
    expect(options(page)).to_have_count(1)
    assert asked[-1] == "river%20walks"
    assert len(asked) <= 3


def test_typing_on_lets_a_chosen_option_go(visit, rivers):
    page = visit("/en/")
    type_into(page, "river")
    page.keyboard.press("ArrowDown")
    assert active(page)
    page.keyboard.type("s and banks")
    assert active(page) is None
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/search/\?q=rivers\+and\+banks$"))


def test_an_emptied_box_has_no_list(visit, rivers):
    page = visit("/en/")
    type_into(page, "river")
    box(page).fill("")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("listbox")).not_to_be_visible()
    type_into(page, "river")  # the same words are asked for again
    expect(options(page)).to_have_count(3)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_escape_lets_no_answer_open_the_list_again(visit, rivers, moment):
    """``moment`` is when Escape is pressed: before the server is asked, or after."""
    page, held, stopped = visit("/en/"), [], []
    type_into(page, "river")
    page.route(ASKED, lambda route: held.append(route))
    page.on("requestfailed", lambda request: stopped.append(request.url))
    page.keyboard.type(" w")
    if moment == "after":
        page.wait_for_timeout(STILL)
    page.keyboard.press("Escape")
    page.wait_for_timeout(STILL)
    assert len(held) == len(stopped) == (moment == "after")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    page.keyboard.press("ArrowDown")  # what the list had was of words before
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("river w")


def test_a_server_out_of_order_closes_the_list(visit, rivers):
    page = visit("/en/", may_fail=True)
    type_into(page, "river")
    page.route(ASKED, lambda route: route.fulfill(status=503, body="no"))
    with page.expect_response(ASKED):
        page.keyboard.type("s")
    page.get_by_role("listbox").wait_for(state="hidden")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("listbox")).not_to_be_visible()


def test_more_than_is_searched_for_is_neither_taken_nor_asked(visit, rivers):
    page, asked = visit("/en/"), []
    page.on("request", lambda request: asked.append(request.url) if ASKED.search(request.url) else None)
    box(page).focus()
    page.keyboard.insert_text("강" * 250)
    expect(box(page)).to_have_value("강" * 200)
    box(page).evaluate("box => { box.value += '강'; box.dispatchEvent(new Event('input')) }")
    page.wait_for_timeout(STILL)
    assert not [url for url in asked if url.count("%EA%B0%95") > 200]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/en/search/"))


def test_a_server_that_fails_leaves_the_box_as_it_is(visit, rivers):
    page = visit("/en/", may_fail=True)
    page.route(ASKED, lambda route: route.fulfill(status=500, body="no"))
    box(page).focus()
    with page.expect_response(ASKED):
        page.keyboard.type("river")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/search/\?q=river$"))


def test_an_address_never_leads_away_from_the_site(visit, rivers, live_server):
    page = visit("/en/")
    answer = ["river", ["Rivers"], ["News"], ["https://evil.example/en/news/"], {"languages": ["en"]}]
    page.route(ASKED, lambda route: route.fulfill(json=answer))
    type_into(page, "river")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/en/news/")


@pytest.mark.parametrize(("language", "words"), [("en", "river"), ("ko", "서우")])
def test_axe_finds_nothing_in_the_open_list(visit, rivers, language, words):
    page = visit(f"/{language}/search/")
    type_into(page, words)
    for key in ("", "ArrowDown"):
        if key:
            page.keyboard.press(key)
        for look in looks(page, [320, DESKTOP]):
            # What the list covers cannot be judged while it does.
            assert not findings(page, "form[role=search]"), look
            assert page.evaluate(SIDEWAYS) <= 0, look


def test_options_are_large_enough_for_a_thumb_and_nothing_moves(visit, rivers):
    page = visit("/en/", width=320)
    type_into(page, "river")
    assert page.evaluate(LAYOUT_SHIFT) == 0
    heights = options(page).evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 44


def test_a_chosen_option_shows_in_forced_colours(visit, rivers):
    page = visit("/en/")
    page.emulate_media(forced_colors="active")
    type_into(page, "river")
    page.keyboard.press("ArrowDown")
    style = options(page).first.evaluate("one => getComputedStyle(one).outlineStyle")
    assert style == "solid"


def test_the_answer_of_a_real_server_is_understood(visit, rivers, live_server):
    page = visit("/en/")
    with page.expect_response(ASKED) as response:
        box(page).focus()
        page.keyboard.insert_text("river")
    assert json.loads(response.value.body())[0] == "river"


def test_without_script_there_is_only_the_box(chromium, rivers, live_server):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.get_by_role("searchbox").fill("river")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="River walks").wait_for()
    context.close()
