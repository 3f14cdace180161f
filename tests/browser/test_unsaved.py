"""Nothing that is written in a form is lost, whatever happens to the login, the tab or the server."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from news.models import Post
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import editing, history
from seoulsolution.revisions.models import Autosave, Comment, EditingSession, Revision
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, SIDEWAYS, sign_in
from tests.browser.test_admin import editor, save
from tests.factories import make_image, make_issue, make_post

NOT_SAVED = "was not saved. It is kept in this browser."
ON_SERVER = "You have text that is not saved"


@pytest.fixture
def post(transactional_db):
    return make_post(state="draft", title_ko="지열", body_ko="<p>서울시는 계획을 밝혔다.</p>")


@pytest.fixture
def opened(edit, post):
    """The form of ``post`` in a browser that may say something in its console."""
    page = edit(f"/admin/news/post/{post.pk}/change/", may_fail=True)
    page.set_default_timeout(10_000)
    return page


def write(page, title="Ferries", body=" By ferry."):
    page.fill("#id_title_en", title)
    editor(page, "body_en").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(body)


def press_save(page):
    with page.expect_navigation():
        page.locator("input[name=_save]").last.click()


def address(page, path):
    return page.url.split("/admin/")[0] + path


def put_back(page, text=NOT_SAVED):
    page.get_by_text(text).wait_for()
    with page.expect_navigation():
        page.get_by_text("Put it back").click()


def holds(page, title="Ferries", body="By ferry."):
    return page.input_value("#id_title_en") == title and body in page.input_value("[name=body_en]")


def leaving_asks(page):
    """Reload the page; return whether it asked, and stay where it did."""
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", answer)
    page.reload()
    if not asked:
        page.remove_listener("dialog", answer)
    return asked == ["beforeunload"]


# Saves that meet something else -------------------------------------------------------------------


def test_a_comment_waits_for_who_is_signed_out_and_is_sent_once(opened, post):
    box = opened.locator(".admin-actions details", has=opened.locator("summary:text-is('Comment')"))
    box.locator("summary").click()
    box.locator("textarea").fill("In which district?")
    Session.objects.all().delete()
    box.get_by_role("button").click()
    opened.get_by_text("What you wrote is still here").wait_for()
    other_tab = opened.context.new_page()
    other_tab.goto(opened.url)
    sign_in(other_tab, "staff")
    box.get_by_role("button").dblclick()
    opened.locator("#comments").wait_for()
    assert Comment.objects.get().text == "In which district?"


def test_a_save_after_the_login_expired(opened, post):
    write(opened)
    Session.objects.all().delete()
    press_save(opened)
    opened.get_by_text("Your text is kept in this browser").wait_for()
    sign_in(opened, "staff")
    put_back(opened)
    assert holds(opened)
    expect(opened.get_by_text("Your text is in the form below. Nothing is saved yet.")).to_be_visible()
    assert not Revision.objects.exists()
    assert not Autosave.objects.filter(data__title_en=["Trams"]).exists()
    save(opened)
    post.refresh_from_db()
    assert (post.title_en, post.body_en) == ("Ferries", "<p>The city announced a plan. By ferry.</p>")
    opened.wait_for_function("Object.keys(localStorage).every(name => !name.startsWith('unsaved-form:'))")
    opened.goto(address(opened, f"/admin/news/post/{post.pk}/change/"))
    expect(opened.get_by_text(NOT_SAVED)).not_to_be_visible()
    expect(opened.get_by_text(ON_SERVER)).not_to_be_visible()


def sign_in_again(page):
    """Sign out and in again in another tab."""
    tab = page.context.new_page()
    tab.goto(address(page, "/admin/"))
    tab.click("#logout-form button")
    tab.goto(address(page, "/admin/login/"))
    sign_in(tab, "staff")
    tab.close()


def test_a_save_after_a_second_login_in_another_tab(opened, post):
    write(opened)
    sign_in_again(opened)
    press_save(opened)
    opened.get_by_text("The form could not be accepted").wait_for()
    expect(opened.get_by_text("What you wrote is kept in this browser")).to_be_visible()
    opened.get_by_role("link", name="Open the form again").click()
    put_back(opened)
    assert holds(opened)
    save(opened)
    assert Post.objects.get().title_en == "Ferries"


def test_a_form_learns_of_a_second_login(opened):
    write(opened)
    before = opened.input_value("#post_form > [name=csrfmiddlewaretoken]")
    sign_in_again(opened)
    opened.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    opened.wait_for_function(
        "before => document.querySelector('#post_form > [name=csrfmiddlewaretoken]').value !== before",
        arg=before,
    )
    save(opened)
    assert Post.objects.get().title_en == "Ferries"


def test_a_form_says_that_the_login_expired(opened):
    Session.objects.all().delete()
    write(opened)
    opened.get_by_text("You are no longer signed in.").wait_for()
    assert holds(opened)


@pytest.mark.parametrize("answer", ["500", "network"])
def test_a_save_that_meets_a_broken_server(opened, answer):
    form = opened.url
    write(opened)

    def fail(route):
        if route.request.method != "POST" or "/editing/" in route.request.url:
            route.continue_()
        elif answer == "500":
            route.fulfill(status=500, body="broken")
        else:
            route.abort()

    opened.route("**/change/", fail)
    opened.locator("input[name=_save]").last.click()
    opened.wait_for_timeout(500)
    opened.unroute("**/change/")
    opened.goto(form)
    put_back(opened)
    assert holds(opened)


def test_a_kept_text_can_be_discarded(opened, post):
    write(opened)
    Session.objects.all().delete()
    press_save(opened)
    sign_in(opened, "staff")
    opened.get_by_text(NOT_SAVED).wait_for()
    opened.get_by_role("button", name="Discard it").first.click()
    opened.get_by_text(NOT_SAVED).wait_for(state="hidden")
    opened.reload()
    assert opened.input_value("#id_title_en") == post.title_en
    expect(opened.get_by_text(NOT_SAVED)).not_to_be_visible()


def test_rows_dates_boxes_and_choices_come_back(edit):
    issue = make_issue(stories=1, state="draft")
    page = edit(f"/admin/news/issue/{issue.pk}/change/", may_fail=True)
    page.locator("#stories-group .add-row a").click()
    page.fill("#id_stories-1-title_en", "Second")
    editor(page, "stories-1-body_en").click()
    page.keyboard.type("A new text")
    page.fill("#id_go_live_at_0", "2027-03-04")
    page.fill("#id_go_live_at_1", "09:30")
    page.check("#id_withheld_en")
    Session.objects.all().delete()
    press_save(page)
    sign_in(page, "staff")
    put_back(page)
    assert page.input_value("#id_stories-1-title_en") == "Second"
    assert page.input_value("#id_go_live_at_1") == "09:30"
    assert page.is_checked("#id_withheld_en")
    save(page)
    assert issue.stories.last().body_en == "<p>A new text</p>"


def test_a_review_comes_back(edit):
    post = make_post(date=None)
    Review.objects.create(record=post, reason="no_date")
    page = edit(f"/admin/importing/review/news.post/{post.pk}/", may_fail=True)
    page.fill("[name=date]", "2020-06-11")
    Session.objects.all().delete()
    press_save_review(page)
    sign_in(page, "staff")
    put_back(page)
    assert page.input_value("[name=date]") == "2020-06-11"
    assert Review.objects.get().resolved_at is None
    press_save_review(page)
    assert Review.objects.get().resolved_at is not None


def press_save_review(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save and next").click()


def test_another_account_never_sees_it(opened, django_user_model):
    django_user_model.objects.create_superuser("colleague", password="colleague")
    write(opened)
    Session.objects.all().delete()
    press_save(opened)
    sign_in(opened, "colleague")
    opened.wait_for_load_state()
    expect(opened.get_by_text(NOT_SAVED)).not_to_be_visible()
    assert opened.evaluate("Object.keys(localStorage).filter(name => name.startsWith('unsaved-form:'))") == []


def test_signing_out_forgets_it(opened):
    opened.evaluate("window.keptForms.keep({ key: 'x', account: '1', path: '/', fields: {} })")
    assert opened.evaluate("window.keptForms.all().length") == 1
    with opened.expect_navigation():
        opened.click("#logout-form button")
    assert opened.evaluate("window.keptForms.all()") == []


def test_a_double_click_saves_once(edit):
    page = edit("/admin/news/post/add/", may_fail=True)
    write(page, "Trams")
    page.locator("input[name=_save]").last.dblclick()
    page.get_by_text("was added successfully").wait_for()
    assert Post.objects.get().title_en == "Trams"


# Tabs and devices ---------------------------------------------------------------------------------


def test_what_is_written_is_there_on_another_device(opened, edit, post):
    write(opened)
    opened.wait_for_timeout(5000)
    assert Autosave.objects.get().data["title_en"] == ["Ferries"]
    other = edit(f"/admin/news/post/{post.pk}/change/", may_fail=True)
    put_back(other, ON_SERVER)
    assert holds(other)
    save(other)
    assert not Autosave.objects.exists()
    assert Post.objects.get().title_en == "Ferries"


def test_a_tab_that_is_closed_at_once(opened, post):
    write(opened)
    opened.on("dialog", lambda dialog: dialog.accept())
    opened.close(run_before_unload=True)
    again = opened.context.new_page()
    for _time in range(20):
        if Autosave.objects.exists() and not EditingSession.objects.exists():
            break
        again.wait_for_timeout(200)
    assert Autosave.objects.get().data["title_en"] == ["Ferries"]
    assert not EditingSession.objects.exists()


def test_setting_everything_back_is_nothing_to_keep(opened, post):
    before = opened.input_value("#id_title_en")
    opened.fill("#id_title_en", "Ferries")
    opened.wait_for_timeout(5000)
    assert Autosave.objects.exists()
    opened.fill("#id_title_en", before)
    opened.wait_for_timeout(5000)
    assert not Autosave.objects.exists()


def test_one_sees_the_other_and_what_the_other_saved(opened, post, django_user_model):
    kim = django_user_model.objects.create_superuser("kim", first_name="Kim")
    editing.note_open(post, kim)
    opened.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    opened.get_by_role("status").get_by_text("Kim has this open too.").wait_for()
    with history.change([post], user=kim) as [locked]:
        locked.author = "SMG"
        locked.save()
    opened.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    opened.get_by_text("Somebody has saved this since you opened it").wait_for()


# Leaving ------------------------------------------------------------------------------------------


def test_leaving_asks_whatever_was_changed(opened, post):
    image = make_image()
    choose = "pk => django.jQuery('#id_cover').append(new Option('', pk, true, true)).trigger('change')"
    changes = [
        lambda: opened.fill("#id_title_en", "Ferries"),
        lambda: opened.locator(".field-date .datetimeshortcuts a").first.click(),
        lambda: opened.evaluate(choose, image.pk),
        lambda: write(opened, post.title_en),
        lambda: opened.check("#id_withheld_en"),
    ]
    for number, change in enumerate(changes):
        assert not leaving_asks(opened), number
        change()
        assert leaving_asks(opened), number
        Autosave.objects.all().delete()


def test_leaving_asks_after_an_error(opened, post):
    opened.fill("#id_title_en", "")
    opened.fill("#id_date", "x")
    press_save(opened)
    expect(opened.get_by_text("Please correct the error")).to_be_visible()
    asked = []
    opened.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    opened.goto(address(opened, "/admin/"))
    assert asked == ["beforeunload"]


def test_leaving_asks_after_a_row_was_added_or_removed(edit):
    issue = make_issue(stories=1, state="draft")
    page = edit(f"/admin/news/issue/{issue.pk}/change/", may_fail=True)
    page.locator("#stories-group .add-row a").click()
    assert leaving_asks(page)
    page.locator("#stories-group .add-row a").click()
    page.locator("#stories-1 .inline-deletelink").click()
    assert not leaving_asks(page)
    page.check("#id_stories-0-DELETE")
    assert leaving_asks(page)


def test_nothing_is_asked_after_a_save(opened):
    write(opened)
    with opened.expect_navigation():
        opened.locator("input[name=_continue]").last.click()
    assert not leaving_asks(opened)
    editor(opened, "body_en").click()
    opened.keyboard.type("x")
    opened.keyboard.press("Backspace")
    assert not leaving_asks(opened)


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", DESKTOP, "light"), ("ko", 320, "dark")])
def test_the_notices_are_accessible(edit, post, staff, language, width, scheme):
    fields = {"title_en": ["Ferries"]}
    editing.keep(staff, Post, post.pk, fields, key=uuid.uuid4(), continues=None, number=0)
    editing.note_open(post, get_user_model().objects.create_superuser("kim", first_name="Kim"))
    page = edit(f"/admin/news/post/{post.pk}/change/", language, width=width, scheme=scheme, may_fail=True)
    entry = {
        "key": str(uuid.uuid4()),
        "account": str(staff.pk),
        "path": f"/admin/news/post/{post.pk}/change/",
    }
    page.evaluate("entry => window.keptForms.keep({ ...entry, fields: {} })", entry)
    page.reload()
    page.locator("[data-offer] button").first.wait_for()
    page.get_by_role("status").get_by_text("Kim").wait_for()
    expect(page.locator(".admin-unsaved:visible")).to_have_count(2)
    for _page in ("form", "gone"):
        assert not findings(page, kinds=["violations"], preload=False)
        assert page.evaluate(SIDEWAYS) <= 0
        history.delete([post])
        page.goto(page.url)
