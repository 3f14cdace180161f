"""Working through reviews by keyboard, and the work list's pages on all screens.

The fixture ``visit`` holds every page to silence (no console message) and to its own host.
"""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Post
from partners.models import Partner
from seoulsolution.importing.models import Proposal, SourceFile
from seoulsolution.reviews.models import Review
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, SIDEWAYS
from tests.factories import make_partner, make_post
from tests.importing import pages
from tests.importing.helpers import run_import, write

LIST = "/admin/importing/review/"
TITLE = "Seoul Opens a New Line Around the City"


@pytest.fixture
def two_texts(transactional_db, tmp_path):
    """A post with a second text, and a file with a line that has no place."""
    run_import(tmp_path, write(tmp_path, "a.txt", "What is this?\n" + pages.home((TITLE,))))
    other = "The city of Seoul closes a line. It goes around the whole city."
    run_import(tmp_path, write(tmp_path, "b.txt", pages.home((TITLE, "2020-06-11", other))))
    return Post.objects.get()


def press(page, key):
    """Press a key that opens another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def access(page, key):
    """Press an access key that opens another page: Playwright's own keys say nothing of their letter."""
    stroke = {
        "modifiers": 1,
        "key": key,
        "code": f"Key{key.upper()}",
        "windowsVirtualKeyCode": ord(key.upper()),
    }
    with page.expect_navigation():
        devtools = page.context.new_cdp_session(page)
        down = stroke | {"type": "keyDown", "text": key, "unmodifiedText": key}
        devtools.send("Input.dispatchKeyEvent", down)
        devtools.send("Input.dispatchKeyEvent", stroke | {"type": "keyUp"})


def begin(page):
    """Open the first record that waits; its first field has the focus when the page is drawn."""
    access(page, "w")
    page.locator(":focus").wait_for()


def test_three_reviews_are_worked_through_by_keyboard(edit):
    dated = make_post(title_en="Undated", date=None)
    cut = make_post(title_en="World's safest city revealed by Econom", title_cut=True)
    partner = make_partner(name_en="KOICA")
    Review.objects.create(record=dated, reason="no_date")
    whole = "World's safest city revealed by Economist"
    Review.objects.create(record=cut, reason="cut_title", detail=whole)
    Review.objects.create(record=partner, reason="unconfirmed_name")
    page = edit(f"{LIST}?kind=news.post")
    begin(page)
    press(page, "Enter")
    expect(page.locator("body")).to_contain_text("Nothing changed, still open: Undated")
    page.goto(page.url.split("/admin/")[0] + f"{LIST}news.post/{dated.pk}/?kind=news.post")
    page.locator("[name=date]:focus").wait_for()
    page.keyboard.type("2020-06-")
    press(page, "Enter")
    expect(page.locator("body")).to_contain_text("This is not a date.")
    expect(page.locator("[name=date]")).to_have_value("2020-06-")
    page.locator("[name=date]").fill("11 Jun 2020")
    press(page, "Enter")
    expect(page.locator("body")).to_contain_text("Saved and done: Undated")
    access(page, "t")
    assert page.url.endswith(LIST)
    begin(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Korea International Cooperation Agency")
    press(page, "Enter")
    expect(page.locator("body")).to_contain_text("That was the last one here.")
    dated.refresh_from_db()
    cut.refresh_from_db()
    assert dated.date == datetime.date(2020, 6, 11)
    assert (cut.title_en, cut.title_cut) == (whole, False)
    assert Partner.objects.get().official_name_en == "Korea International Cooperation Agency"
    assert not Review.objects.filter(resolved_at=None).exists()


def test_a_second_text_is_taken_by_keyboard(edit, two_texts):
    page = edit(f"{LIST}?reason=second_text")
    begin(page)
    page.keyboard.press("ArrowRight")
    press(page, "Enter")
    assert Proposal.objects.get().status == Proposal.Status.TAKEN
    assert "closes a line" in Post.objects.get().body_en


def test_without_script_a_review_is_done(edit, chromium):
    post = make_post(date=None)
    Review.objects.create(record=post, reason="no_date")
    page = edit(LIST)
    plain = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    without = plain.new_page()
    without.goto(page.url)
    without.get_by_role("link", name="Work through them").click()
    without.fill("[name=date]", "2020-06-11")
    without.get_by_role("button", name="Save and next").click()
    without.get_by_text("Saved and done").wait_for()
    plain.close()
    assert Review.objects.get().resolved_at is not None


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", DESKTOP, "light"), ("ko", PHONE, "dark")])
def test_the_pages_are_accessible(edit, two_texts, language, width, scheme):
    for reason in ("cut_title", "no_date", "flattened_table"):
        Review.objects.create(record=two_texts, reason=reason, detail="Detail")
    Review.objects.create(record=two_texts, reason="lost_link", resolved_at=timezone.now())
    source = SourceFile.objects.get(lines_unplaced=1)
    page = edit("/admin/", language, width=width, scheme=scheme)
    host = page.url.split("/admin/")[0]
    for path in [
        LIST,
        f"{LIST}?reason=no_date&file=b",
        f"{LIST}?done=yes",
        f"{LIST}news.post/{two_texts.pk}/",
        f"{LIST}accept/?reason=no_date",
        f"/admin/importing/sourcefile/{source.pk}/change/",
        "/admin/importing/unplacedline/",
        "/admin/importing/proposal/",
    ]:
        page.goto(host + path)
        found = findings(page, kinds=["violations"], preload=False)
        assert not found, path
        assert page.evaluate(SIDEWAYS) <= 0, f"{path} scrolls sideways"


def test_a_late_icon_font_does_not_widen_the_page(edit, two_texts):
    Review.objects.create(record=two_texts, reason="flattened_table", detail="Detail")
    page = edit("/admin/", width=PHONE, may_fail=True)  # the browser says aloud what did not arrive
    page.route("**/material-icons*.woff2", lambda route: route.abort())
    page.goto(page.url.split("/admin/")[0] + f"{LIST}news.post/{two_texts.pk}/")
    page.locator(".prose-menubar__button.material-icons").first.wait_for()
    assert page.evaluate(SIDEWAYS) <= 0
