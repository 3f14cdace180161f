"""What an editor does every day, counted in clicks, in either language of the admin.

Beside each task stands what it took before the desk was made for it; the seconds are printed (pytest -s).
"""

import time
from contextlib import contextmanager

import pytest
from django.utils import timezone

from news.models import Post
from notices.models import Notice
from seoulsolution.content.languages import other
from seoulsolution.reviews.models import Review
from tests.browser.test_admin import editor
from tests.factories import make_notice, make_post, make_topic

#: Clicks before.
POST, PUBLISH, NOTICE = 21, 2, 39
BUTTONS = {
    "en": {"copy": "Copy to a new draft", "publish": "Save and publish", "all": "Publish", "find": "Search"},
    "ko": {"copy": "복사해 새 초안 만들기", "publish": "저장하고 공개", "all": "공개", "find": "검색"},
}
COUNT = "addEventListener('click', (event) => event.isTrusted && event.detail && counted(), true)"


class Counted:
    """A page of which every click is counted; what the keyboard presses is none."""

    def __init__(self, page, language):
        self.page, self.buttons, self.clicks = page, BUTTONS[language], 0
        self.languages = (language, other(language))
        self.host = page.url.split("/admin/")[0]
        page.expose_function("counted", self._count)
        page.add_init_script(COUNT)

    def _count(self):
        self.clicks += 1

    @contextmanager
    def task(self, name, most):
        before, began = self.clicks, time.monotonic()
        yield self.page
        clicks = self.clicks - before
        print(f"{name}: {clicks} clicks, {time.monotonic() - began:.1f} s")
        assert clicks <= most

    def open(self, path):
        self.page.goto(self.host + path)

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.buttons[name], exact=True).last.click()


@pytest.fixture(params=["en", "ko"])
def desk(request, edit):
    return Counted(edit("/admin/", request.param), request.param)


def write_post(desk, topic):
    desk.open("/admin/news/post/add/")
    with desk.task("a post with all fields", POST // 2) as page:
        first, second = desk.languages  # the tab that is open is that of the admin's language
        for language, tab in ((first, {"en": "English", "ko": "한국어"}[second]), (second, "")):
            page.locator(f"#id_title_{language}").fill(f"Trams {language}")
            page.locator(f"#id_summary_{language}").fill("They run at night, too.")
            page.locator(f"#id_key_points_{language}").fill("Four lines.")
            editor(page, f"body_{language}").click()
            page.keyboard.insert_text("The city announced a plan.")
            if tab:
                page.get_by_role("tab", name=tab).first.click()
        page.locator("#id_date").fill("2026-06-01")
        page.locator(f"[name=topics][value='{topic.pk}']").click()
        with page.expect_navigation():
            page.keyboard.press("Control+s")
    with desk.task("publishing it", PUBLISH - 1):
        desk.press("publish")
    post = Post.objects.get()
    assert (post.state, post.languages, post.key_points_ko) == ("published", ("en", "ko"), "Four lines.")


def copy_notice(desk):
    notice = make_notice(parts=7, title_ko="명예시민 추천 공고", intro_ko="<p>추천</p>")
    today = timezone.localdate()
    desk.open(f"/admin/notices/notice/{notice.pk}/change/")
    with desk.task("a notice from that of the last round", NOTICE // 4) as page:
        desk.press("copy")
        page.locator("#id_submission_opens").fill(today.isoformat())
        page.locator("#id_submission_closes").fill(today.isoformat())
        with page.expect_navigation():
            page.keyboard.press("Control+s")
    made = Notice.objects.exclude(pk=notice.pk).get()
    assert (made.parts.count(), made.submission_opens, made.state) == (7, today, "draft")


def find_and_publish_all(desk):
    posts = [make_post(title_en=f"Night buses {number}", state="draft") for number in range(3)]
    desk.open("/admin/")
    with desk.task("finding a draft", 1) as page:
        page.locator(".admin-search [name=q]").fill("night bus")
        desk.press("find")
    with desk.task("publishing three at once", 5) as page:
        desk.open("/admin/news/post/?state__exact=draft")
        page.locator("#action-toggle").click()
        page.locator("select[name=action]").select_option("publish")
        with page.expect_navigation():
            page.locator(".actions [type=submit]").first.click()
        desk.press("all")
        if (reason := page.locator("textarea[name], input[type=text][name]").last).count():
            reason.fill("They are short.")
            page.keyboard.press("Tab")
            with page.expect_navigation():
                page.keyboard.press("Enter")
    assert Post.objects.filter(pk__in=[post.pk for post in posts], state="published").count() == 3


def work_through_reviews(desk):
    for number in range(10):
        Review.objects.create(record=make_post(title_en=f"Undated {number}", date=None), reason="no_date")
    desk.open("/admin/importing/review/?reason=no_date")
    with desk.task("ten reviews", 1) as page:
        with page.expect_navigation():
            page.locator("[accesskey=w]").click()
        for _number in range(10):
            page.locator("[name=date]:focus").wait_for()
            page.keyboard.type("2020-06-11")
            with page.expect_navigation():
                page.keyboard.press("Enter")
    assert not Review.objects.filter(resolved_at=None).exists()


def test_a_day_takes_few_clicks(desk):
    write_post(desk, make_topic())
    copy_notice(desk)
    find_and_publish_all(desk)
    work_through_reviews(desk)
