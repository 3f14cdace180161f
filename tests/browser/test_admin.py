"""An editor at work: language tabs, rich text in both languages, rows, and the page that readers get.

The fixture ``visit`` holds every page to silence (no console message) and to its own host.
"""

import re

import pytest
from playwright.sync_api import expect

from news.models import Issue, PopularTitle, Post
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, SIDEWAYS
from tests.factories import make_issue, make_partner, make_post, make_user


def editor(page, name):
    return page.locator(f"textarea[name={name}]").locator("xpath=..").locator("[contenteditable=true]")


def save(page, button="_save"):
    page.locator(f"input[name={button}]").last.click()
    page.wait_for_url(lambda url: not url.endswith("/add/") and not url.endswith("/change/"))


def test_an_editor_writes_a_post_in_both_languages(edit):
    page = edit("/admin/news/post/add/")
    page.fill("#id_title_en", "Subway line opens")
    area = editor(page, "body_en")
    expect(area).to_have_attribute("lang", "en")
    expect(area).to_have_attribute("aria-label", "Body")
    area.click()
    page.keyboard.type("It opens ")
    page.keyboard.press("Control+b")
    page.keyboard.type("today")
    page.get_by_role("tab", name="한국어").click()
    expect(area).not_to_be_visible()
    page.fill("#id_title_ko", "지하철 개통")
    area = editor(page, "body_ko")
    expect(area).to_have_attribute("lang", "ko")
    area.click()
    page.keyboard.type("오늘 개통한다.")
    save(page, "_publish")
    post = Post.objects.get()
    assert post.body_en == "<p>It opens <strong>today</strong></p>"
    assert post.body_ko == "<p>오늘 개통한다.</p>"
    page.goto(page.url.split("/admin/")[0] + f"/admin/news/post/{post.pk}/change/")
    page.locator(".admin-public").get_by_role("link", name="한국어").click()
    expect(page.locator("h1")).to_have_text("지하철 개통")
    expect(page.locator("body")).to_contain_text("오늘 개통한다.")


def test_a_form_begins_in_its_first_field_with_text_and_is_saved_by_a_key_made_for_it(edit):
    post = make_post(state="draft", title_en="", body_en="", title_ko="지열", body_ko="<p>계획을 밝혔다.</p>")
    page = edit("/admin/news/post/add/")
    expect(page.locator("#id_title_en")).to_be_focused()
    page.goto(page.url.replace("add", f"{post.pk}/change"))
    expect(page.locator("#id_title_ko")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" 발전")
    page.keyboard.press("Enter")
    page.locator("#id_withheld_ko").press("Enter")
    assert Post.objects.get().title_ko == "지열"
    with page.expect_navigation():
        page.locator("#id_title_ko").dispatch_event("keydown", {"key": "ㄴ", "metaKey": True})
    expect(page.locator(".messagelist")).to_contain_text("was changed")
    assert Post.objects.get().title_ko == "지열 발전"


@pytest.mark.parametrize(("language", "ninth"), [("en", "2027-03-09"), ("ko", "2027. 3. 9.")])
def test_the_calendar_reads_and_writes_dates_as_inputs_do(edit, language, ninth):
    make_post(state="draft")
    page = edit("/admin/news/post/", language)
    page.locator("#action-toggle").click()
    page.locator("select[name=action]").select_option("schedule")
    with page.expect_navigation():
        page.locator(".actions [type=submit]").first.click()
    page.fill("#id_at_0", ninth.replace("9", "5"))
    page.locator("#calendarlink0").click()
    page.locator("#calendarin0").get_by_role("link", name="9", exact=True).click()
    assert page.input_value("#id_at_0") == ninth
    page.locator(".datetimeshortcuts a").first.click()
    assert re.fullmatch(re.sub(r"\d+", r"\\d+", re.escape(ninth)), page.input_value("#id_at_0"))


def test_stories_change_places_by_keys_and_by_a_number(edit):
    issue = make_issue(stories=4, state="draft")
    PopularTitle.objects.create(issue=issue, position=1, title="Trams")
    page = edit(f"/admin/news/issue/{issue.pk}/change/")
    expect(page.locator("#popular_titles-0 .admin-handle")).to_be_visible()
    page.locator("#stories-0 .admin-handle").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_stories-0-position")).to_have_value("2")
    page.fill("#id_stories-3-position", "1")
    page.keyboard.press("Tab")
    expect(page.locator("#id_stories-1-position")).to_have_value("2")
    expect(page.get_by_text("Now in place 1 of 4")).to_have_count(1)
    save(page)
    titles = issue.stories.order_by("position").values_list("title_en", flat=True)
    assert list(titles) == ["Story 4", "Story 2", "Story 1", "Story 3"]


def test_all_tabs_follow_each_other_and_the_keyboard(edit):
    issue = make_issue(stories=2)
    page = edit(f"/admin/news/issue/{issue.pk}/change/")
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_count(6)
    page.get_by_role("tab", name="English").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent").startswith("한국어")
    chosen = page.locator("[role=tab][aria-selected=true]").all_inner_texts()
    assert [text.split()[0] for text in chosen] == ["한국어"] * 3
    expect(page.locator("#id_stories-1-title_ko")).to_be_visible()
    expect(page.locator("#id_stories-1-title_en")).not_to_be_visible()
    page.reload()
    expect(page.locator("#id_title_ko")).to_be_visible()


def test_who_translates_begins_in_the_language_that_is_theirs(visit, transactional_db):
    post, kim = make_post(title_ko="지열", body_ko="<p>계획</p>"), make_user("kim", Translator="news")
    page = visit(f"/admin/news/post/{post.pk}/change/", user=kim, language="ko")
    expect(page.locator("#id_title_en")).to_be_focused()


def test_a_tab_says_that_its_language_is_missing(edit):
    post = make_post()
    page = edit(f"/admin/news/post/{post.pk}/change/")
    korean = page.get_by_role("tab", name="한국어")
    expect(korean).to_have_text("한국어 missing", use_inner_text=True)
    korean.click()
    page.fill("#id_title_ko", "제목")
    expect(korean).to_have_text("한국어 incomplete", use_inner_text=True)
    editor(page, "body_ko").click()
    page.keyboard.type("본문")
    expect(korean).to_have_text("한국어", use_inner_text=True)
    page.check("#id_withheld_ko")
    expect(korean).to_have_text("한국어 withheld", use_inner_text=True)
    save(page)


def test_an_error_opens_its_language(edit):
    page = edit("/admin/partners/partner/add/")
    page.get_by_role("tab", name="한국어").click()
    page.locator("input[name=_save]").last.click()
    expect(page.get_by_role("tab", name="English")).to_have_text("English error", use_inner_text=True)
    expect(page.get_by_text("Fill this in for at least one language.")).to_be_visible()


def test_a_story_is_added_to_an_issue(edit):
    issue = make_issue(stories=1)
    page = edit(f"/admin/news/issue/{issue.pk}/change/", language="ko")
    page.get_by_role("tab", name="한국어").first.click()
    page.locator("#stories-group .add-row a").click()
    expect(page.locator("#stories-1").get_by_role("tab", selected=True)).to_have_text(
        re.compile("^한국어"), use_inner_text=True
    )
    page.fill("#id_stories-1-title_ko", "둘째 기사")
    editor(page, "stories-1-body_ko").click()
    page.keyboard.type("새 본문")
    save(page, "_publish")
    story = Issue.objects.get().stories.last()
    assert (story.position, story.title_ko, story.body_ko) == (2, "둘째 기사", "<p>새 본문</p>")


def test_leaving_unsaved_changes_asks_first(edit):
    post = make_post()
    page = edit(f"/admin/news/post/{post.pk}/change/")
    page.fill("#id_title_en", "Changed")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(page.url.split("/admin/")[0] + "/admin/")
    assert asked == ["beforeunload"]


def test_without_script_both_languages_are_there(edit, chromium):
    post = make_post(title_ko="제목")
    page = edit(f"/admin/news/post/{post.pk}/change/")
    plain = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    page_without = plain.new_page()
    page_without.goto(page.url)
    expect(page_without.locator("#id_title_en")).to_be_visible()
    expect(page_without.locator("#id_title_ko")).to_be_visible()
    plain.close()


@pytest.mark.parametrize(
    ("scheme", "theme", "link"),
    [
        ("light", "auto", "rgb(11, 90, 71)"),
        ("light", "dark", "rgb(134, 211, 185)"),
        ("dark", "auto", "rgb(134, 211, 185)"),
        ("dark", "light", "rgb(11, 90, 71)"),
    ],
)
def test_a_chosen_theme_keeps_the_colours_of_the_site(edit, scheme, theme, link):
    page = edit(scheme=scheme)
    page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    colour = "element => getComputedStyle(element).color"
    assert page.locator("#content-main th a").first.evaluate(colour) == link
    background = "element => getComputedStyle(element).backgroundColor"
    assert page.locator("#header").evaluate(background) == "rgb(13, 43, 36)"


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", DESKTOP, "light"), ("ko", PHONE, "dark")])
def test_the_admin_is_accessible(edit, language, width, scheme):
    """The pages that test_admin_pages.py leaves out."""
    issue, _partner = make_issue(stories=2), make_partner()
    page = edit("/admin/", language, width=width, scheme=scheme)
    host = page.url.split("/admin/")[0]
    for path in [
        f"/admin/news/issue/{issue.pk}/change/",
        "/admin/partners/partner/",
        "/admin/media/image/add/",
    ]:
        page.goto(host + path)
        found = findings(page, kinds=["violations"], preload=False)
        assert not found, path
        assert page.evaluate(SIDEWAYS) <= 0, f"{path} scrolls sideways"
