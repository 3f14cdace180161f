"""Text pasted from other programs, under the site's policy, and the keyboard in tables and in the toolbar."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import clipboards
from tests.browser.axe import findings
from tests.browser.test_admin import editor
from tests.browser.test_pictures import picker
from tests.factories import make_post

PASTE = """(area, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    area.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def area(edit):
    """The editing area of a new post's body in English."""
    page = edit("/admin/news/post/add/")
    found = editor(page, "body_en")
    found.click()
    return found


def begin(area):
    area.click()
    area.page.keyboard.press("Control+a")
    area.page.keyboard.press("Delete")


def text_of(area):
    """Return what the form sends, without the paragraph that ends an empty place and attributes of cells."""
    sent = area.page.locator("textarea[name=body_en]").input_value()
    ours = r' (?:colspan|rowspan|data-type)="(?:1|decimal)"| (?:rel|target)="[^"]*"'
    return re.sub(ours, "", sent).removesuffix("<p></p>")


def test_five_programs_and_headings(area):
    page = area.page
    for name in ("WORD", "WORD_ON_THE_WEB", "HANGUL", "GOOGLE_DOCS", "OUTLOOK"):
        begin(area)
        html, arrives = getattr(clipboards, name)
        area.evaluate(PASTE, html)
        assert text_of(area) == arrives, name
        left_out = page.get_by_text("Pictures are not pasted with a text: they were left out.")
        expect(left_out).to_have_count(int(name == "WORD"))
    # Bold does not come along into a heading, as WebKit copies it.
    begin(area)
    page.keyboard.type("Plan: ")
    page.keyboard.press("Control+Alt+2")
    area.evaluate(PASTE, '<span style="font-weight: 700; font-style: italic">water</span>')
    assert text_of(area) == "<h2>Plan: <em>water</em></h2>"


def test_pictures_that_were_left_out_are_offered_for_upload(area):
    area.evaluate(PASTE, '<p>Text<img src="https://example.org/a.png"></p>')
    area.page.get_by_role("button", name="Upload pictures").click()
    expect(picker(area.page)).to_be_visible()


def test_a_table_begins_with_a_header_and_the_keyboard_leaves_it(area):
    page = area.page
    bar = page.locator(".prose-editor:has(#id_body_en) [role=toolbar]")
    expect(bar).to_have_attribute("aria-label", "Formatting")
    expect(area).to_have_attribute("spellcheck", "true")
    bar.get_by_role("button", name="Insert table").click()
    for _cell in range(9):
        page.keyboard.press("Tab")
    page.keyboard.type("After")
    text = text_of(area)
    assert text.startswith("<table><tbody><tr><th><p></p></th>")
    assert text.count("<tr>") == 3
    assert text.endswith("</table><p>After</p>")
    # The toolbar is one stop, and says what is pressed.
    page.keyboard.press("Control+b")
    bold = bar.get_by_role("button", name="bold")
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+Tab")
    expect(bar.locator(":focus")).to_have_count(1)
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert bar.locator("[tabindex='0']").count() == 1
    expect(bar.locator("[tabindex='0']")).to_be_focused()


def test_a_page_of_the_site_is_looked_up_and_linked(area):
    page = area.page
    post = make_post(title_en="River buses")
    page.keyboard.type("Ferries")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Or a page of this site").fill("river")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("1 page")
    assert findings(page, "dialog", preload=False) == []
    dialog.get_by_role("button", name="River buses").click()
    expect(dialog).not_to_be_visible()
    assert text_of(area) == f'<p><a href="{post.get_absolute_url("en")}">Ferries</a></p>'


def test_a_finding_leads_into_the_text_of_its_language(edit):
    post = make_post(state="draft", title_ko="지열", body_ko="<h3>계획</h3>")
    page = edit(f"/admin/news/post/{post.pk}/change/")
    expect(page.locator("#id_title_en")).to_be_focused()
    page.get_by_role("link", name="Body (한국어)").click()
    expect(editor(page, "body_ko")).to_be_focused()
