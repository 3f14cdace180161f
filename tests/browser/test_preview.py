"""The preview of a draft: both frames show the page, which leads nowhere, on a desktop and a phone."""

import pytest
from playwright.sync_api import expect

from seoulsolution.admin.urls import preview_url
from seoulsolution.revisions import drafts, history, preview_links
from tests.browser.axe import findings
from tests.factories import make_image, make_post

BOTH = {"title_ko": "전차", "body_ko": "<p>전차가 다닌다.</p>"}
PUBLIC = 'a[href]:not([href^="#"])'


@pytest.fixture
def post(transactional_db):
    """A published post whose draft has another title and a picture."""
    post = make_post(title_en="Trams", **BOTH)
    picture = make_image()
    with history.change([post]) as [locked]:
        data = drafts.current(locked)
        fields = data["fields"] | {"title_en": "More trams", "cover": picture.pk}
        drafts.save(locked, data | {"fields": fields})
    return post


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_both_frames_show_the_page_as_wide_as_it_will_be(edit, post, width):
    page = edit(preview_url(post), width=width)
    phone, desktop = (frame for frame in page.frames if frame != page.main_frame)
    for frame, wide in ((phone, 390), (desktop, 1280)):
        frame.wait_for_load_state()
        assert frame.text_content("h1") == "More trams"
        assert frame.evaluate("innerWidth") == wide
        assert frame.evaluate("document.documentElement.scrollWidth") <= wide
        assert frame.evaluate("document.querySelector('img.art').naturalWidth") > 0
    for number in (0, 1):
        box = page.locator("iframe").nth(number).bounding_box()
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not findings(page, ["#main"], kinds=("violations",), preload=False)


def test_the_languages_of_the_text_are_links(edit, post):
    page = edit(preview_url(post), language="ko")
    page.click(".admin-tabs a[href*='language=en']")
    expect(page.locator("a[aria-current=true]")).to_have_text("English")
    expect(page.frame_locator("iframe").first.locator("h1")).to_have_text("More trams")


def test_a_link_is_made_copied_and_opened_without_an_account(edit, visit, post):
    page = edit(preview_url(post))
    page.click("text=Make a link")
    address = page.input_value("#preview-link")
    path = "/preview/" + address.partition("/preview/")[2]
    stranger = visit(path)
    expect(stranger.locator("h1")).to_have_text("More trams")
    assert stranger.evaluate("document.querySelector('img.art').naturalWidth") > 0
    assert not stranger.context.cookies()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_behind_a_link_is_accessible_and_leads_nowhere(visit, post, width, language):
    token, _link = preview_links.create(post, user=None, days=7)
    page = visit(f"/preview/{token}/{language}/", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not findings(page)
    away = page.locator(PUBLIC).evaluate_all("links => links.map(link => link.pathname)")
    assert set(away) == {f"/preview/{token}/{'ko' if language == 'en' else 'en'}/"}


def test_no_form_behind_a_link_is_sent(visit, post):
    token, _link = preview_links.create(post, user=None, days=7)
    page = visit(f"/preview/{token}/en/", may_fail=True)  # the browser says aloud that it refuses
    with page.expect_console_message() as said:
        page.evaluate("document.querySelector('form').submit()")
    assert "form-action 'none'" in said.value.text
    assert page.url.endswith(f"/preview/{token}/en/")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_bar_for_staff_is_accessible(edit, post, width):
    page = edit(post.get_absolute_url("en"), width=width)
    expect(page.locator(".top-bar")).to_contain_text("A draft exists.")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not findings(page)
